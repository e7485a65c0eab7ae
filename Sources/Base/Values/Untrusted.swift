/// Makes text from sensors, agents and files safe to show.
package enum Untrusted {
  /// `text` without anything that moves the cursor, changes a colour or reorders the text: control
  /// characters, line separators and bidirectional overrides become `\u{…}`. Line feeds and tabs
  /// stay.
  package static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `text` on one line: as `visible`, with every run of line feeds, tabs and blanks as one blank.
  package static func oneLine(_ text: String) -> String {
    visible(text).split(whereSeparator: { $0 == "\n" || $0 == "\t" || $0 == " " })
      .joined(separator: " ")
  }

  /// The first 60 characters of a word on one line, as a message quotes it.
  package static func word(_ text: String) -> String {
    oneLine(String(text.unicodeScalars.prefix(60)))
  }

  /// The first `limit` bytes of `text`, cut between characters, with a mark that says how much
  /// is missing.
  package static func clipped(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: limit)
    while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
      end = text.utf8.index(before: end)
    }
    let kept = text[..<end]
    return "\(kept)\n[clipped: \(text.utf8.count - kept.utf8.count) more bytes]"
  }

  /// The last `limit` bytes of `text`, cut between characters, behind a mark that says how much is
  /// missing.
  package static func tail(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var start = text.utf8.index(text.endIndex, offsetBy: -limit)
    while start < text.endIndex, start.samePosition(in: text.unicodeScalars) == nil {
      start = text.utf8.index(after: start)
    }
    let kept = text[start...]
    return "[clipped: \(text.utf8.count - kept.utf8.count) bytes before]\n\(kept)"
  }

  /// At most `limit` bytes of `text` on one line, as a message or a list shows it.
  package static func quoted(_ text: String, bytes limit: Int) -> String {
    oneLine(clipped(text, bytes: limit))
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": false
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": true
    case "\u{2028}", "\u{2029}", "\u{FEFF}": true
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{61C}": true
    case "\u{E0000}"..."\u{E007F}": true
    default: false
    }
  }
}
