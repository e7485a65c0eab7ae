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

  var text: String { "## \(heading)\n\n\(body)\n" }

  /// Someone else's words: clipped, made visible, and set behind bars.
  static func quoted(_ text: String, bytes limit: Int) -> String {
    guard !text.isEmpty else { return "| (empty)" }
    let last = text.utf8.lastIndex { $0 != UInt8(ascii: "\n") }
    let trimmed = last.map { text[..<text.utf8.index(after: $0)] } ?? ""
    let lines = Untrusted.lines(Untrusted.clipped(String(trimmed), bytes: limit))
    return Untrusted.barred(lines).joined(separator: "\n")
  }
}
