/// A page of the manual for `man`, in the macros of man(7).
struct ManPage {
  /// As in `looop-goal`.
  let name: String
  let section: Int
  let abstract: String
  let blocks: [ManualBlock]

  var text: String {
    let title = "\(Self.escaped(name.uppercased())) \(section)"
    var lines = [
      #".TH \#(title) "" "looop \#(Version.text)" "looop""#,
      ".SH NAME", "\(Self.escaped(name)) \\- \(Self.inline(abstract))",
    ]
    for block in blocks {
      let own = Self.lines(block)
      // A heading begins a paragraph by itself.
      let isBelowHeading = lines.last.map { $0.hasPrefix(".S") } ?? false
      lines += isBelowHeading && own.first == ".PP" ? own.dropFirst() : own[...]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ block: ManualBlock) -> [String] {
    switch block {
    case .heading(let text, let level):
      [level == 1 ? ".SH \(inline(text.uppercased()))" : ".SS \(inline(text))"]
    case .text(let text): [".PP", line(inline(text))]
    case .list(let items): items.flatMap { [#".IP \(bu 2"#, line(inline($0))] }
    case .terms(let terms):
      terms.flatMap { [".TP", line(#"\fB\#(escaped($0.name))\fR"#), line(inline($0.meaning))] }
    case .code(let lines):
      [".PP", ".RS 4", ".nf"] + lines.map { line(escaped($0)) } + [".fi", ".RE"]
    }
  }

  /// Words between back quotes in bold.
  private static func inline(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { part in
      let text = escaped(String(part.element))
      return part.offset.isMultiple(of: 2) ? text : #"\fB\#(text)\fR"#
    }.joined()
  }

  /// A line that begins like a request of roff is text.
  private static func line(_ text: String) -> String {
    text.hasPrefix(".") || text.hasPrefix("'") ? #"\&\#(text)"# : text
  }

  /// Nothing in it is a request, and what is typed can be copied from the page.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += #"\e"#
      case "-": result += #"\-"#
      case "^": result += #"\(ha"#
      case "~": result += #"\(ti"#
      case "'": result += #"\(aq"#
      case "`": result += #"\(ga"#
      case " "..."}": result.unicodeScalars.append(scalar)
      default: result += #"\[u\#(hexadecimal(scalar))]"#
      }
    }
    return result
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
