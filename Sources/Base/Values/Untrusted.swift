/// Makes text from sensors, agents and files safe to show.
package enum Untrusted {
  /// `text` without anything that moves the cursor, changes a colour, reorders the text or is not
  /// seen: control characters, line separators, direction marks and invisible characters become
  /// `\u{…}`. Line feeds and tabs stay.
  package static func visible(_ text: String) -> String {
    guard mayHide(text) else { return text }
    // A long string that grows scalar by scalar is copied again and again.
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var scalars = text.unicodeScalars.makeIterator()
    var former: Unicode.Scalar?
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if HiddenScalars.contains(scalar, after: former, before: next) {
        result.append(contentsOf: escape(scalar).utf8)
      } else {
        result.append(contentsOf: scalar.utf8)
      }
      former = scalar
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// As `visible`, with everything that is not ASCII as an escape, tabs too: no letter of another
  /// alphabet passes for a Latin one. Line feeds stay.
  package static func ascii(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", " "..."~": result.unicodeScalars.append(scalar)
      default: result += escape(scalar)
      }
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16))}"
  }

  /// False for the plain text that most texts are.
  private static func mayHide(_ text: String) -> Bool {
    text.utf8.contains { ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) || $0 >= 0x7F }
  }

  /// `text` on one line: as `visible`, with every run of line feeds, tabs and blanks as one blank.
  package static func oneLine(_ text: String) -> String {
    visible(text).unicodeScalars.split(whereSeparator: isBlank).map { String($0) }
      .joined(separator: " ")
  }

  /// `text` with each line feed as an escape: it stays one line, and no other character of it changes.
  package static func escapingLineFeeds(_ text: String) -> String {
    guard text.utf8.contains(.lineFeed) else { return text }
    return text.unicodeScalars.map { $0 == "\n" ? escape($0) : String($0) }.joined()
  }

  /// Whether a reader sees nothing where it stands: a blank of any kind, or an invisible character.
  package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    isBlank(scalar) || HiddenScalars.contains(scalar, after: nil, before: nil)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x0A, 0x09: true
    case 0..<0xA0: false
    // Braille without a dot is a blank to the eye.
    default: scalar.value == 0x2800 || scalar.properties.isWhitespace
    }
  }

  /// Someone else's lines, each behind a bar: no line of looop's own begins so, and none of them can
  /// pass for one.
  package static func barred(
    _ lines: some Sequence<some StringProtocol>, indent: Int = 0
  ) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return lines.map { $0.isEmpty ? "\(margin)|" : "\(margin)| \($0)" }
  }

  /// The lines of `text`, made visible.
  package static func lines(_ text: String) -> [Substring] {
    visible(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The first 60 characters of a word on one line, as a message quotes it, and `…` for what follows.
  package static func word(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(60)
    return oneLine(String(start)) + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
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
}
