internal import Base

/// Text within an HTML page: none of it is markup, and nothing in it is hidden or reorders the rest.
enum HTMLText {
  static func escaped(_ text: String) -> String { Markup.escaped(Untrusted.visible(text)) }

  /// On one line and clipped, as an attribute, a cell or a tooltip.
  static func line(_ text: String, bytes: Int = 300) -> String {
    escaped(Untrusted.quoted(text, bytes: bytes))
  }

  /// Of the addresses that `WebLinks` finds, which are `http` or `https` and have no quote.
  static func link(_ address: String) -> String {
    let text = escaped(address)
    return "<a href=\"\(text)\" rel=\"noopener noreferrer\">\(text)</a>"
  }

  static func table(_ head: [String], _ rows: [[String]]) -> String {
    let cells = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>\(row.map { "<td>\(line($0))</td>" }.joined())</tr>"
    }.joined(separator: "\n")
    return "<div class=\"scroll\"><table><thead><tr>\(cells)</tr></thead>\n<tbody>\(body)</tbody>"
      + "</table></div>"
  }

  /// What a chart shows, in words: for screen readers, for printing, for copying.
  static func hiddenTable(_ head: [String], _ rows: [[String]]) -> String {
    "<details><summary>As a table</summary>\(table(head, rows))</details>"
  }
}
