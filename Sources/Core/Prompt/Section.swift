internal import Base

/// One part of the prompt: a heading of ours and a body that may quote anyone.
///
/// Every line of a quoted body starts with a bar, so that it cannot pass for a heading, and
/// invisible characters are shown as escapes.
struct Section {
  let heading: String
  let body: String

  /// Our own words, unchanged.
  init(_ heading: String, own body: String) {
    self.heading = heading
    self.body = body
  }

  /// Someone else's words: clipped, made visible, and set behind bars.
  init(_ heading: String, quoting text: String, bytes limit: Int) {
    self.heading = heading
    body = Self.quoted(text, bytes: limit)
  }

  var text: String { "## \(heading)\n\n\(body)\n" }

  static func quoted(_ text: String, bytes limit: Int) -> String {
    guard !text.isEmpty else { return "| (empty)" }
    let last = text.utf8.lastIndex { $0 != UInt8(ascii: "\n") }
    let trimmed = last.map { text[..<text.utf8.index(after: $0)] } ?? ""
    let shown = Untrusted.visible(Untrusted.clipped(String(trimmed), bytes: limit))
    return shown.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "|" : "| \(Substring($0))" }.joined(separator: "\n")
  }
}
