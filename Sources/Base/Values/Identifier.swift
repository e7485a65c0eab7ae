/// The name of a goal, sensor, worker, ask or session: validated once, at the edge, and then safe
/// as a file name, as a word of a shell command and in a prompt.
///
/// 1 to 64 characters of `a-z A-Z 0-9 . _ -`; the first is a letter or a digit.
package struct Identifier: Sendable, Hashable, Comparable, CustomStringConvertible {
  package static let maximumLength = 64
  /// Names under which the loop itself raises asks; workers and sensors cannot have them.
  package static let reserved: Set<String> = ["pulse", "setup", "gate", "budget", "runner"]

  package let text: String
  package var description: String { text }

  /// Throws `E_ID` (usage) with the rule that `text` breaks. `what` is the kind of thing, as in
  /// "goal".
  package init(_ text: String, _ what: String) throws(LooopError) {
    guard let problem = Self.problem(text) else {
      self.text = text
      return
    }
    let shown = Untrusted.quoted(text, bytes: 80)
    throw LooopError(
      .usage, code: "E_ID", "'\(shown)' cannot name a \(what): \(problem).",
      hint: "Use 1 to \(Self.maximumLength) letters, digits, '.', '_' or '-',"
        + " starting with a letter or a digit.")
  }

  /// For what is known to be safe.
  init(checked text: String) { self.text = text }

  /// Nil when `text` is not valid: for names found on disk.
  package init?(valid text: String) {
    guard Self.problem(text) == nil else { return nil }
    self.text = text
  }

  /// As `init(_:_:)`, and throws `E_ID_RESERVED` for reserved names.
  package static func unreserved(
    _ text: String, _ what: String
  ) throws(LooopError) -> Identifier {
    let identifier = try Identifier(text, what)
    guard !reserved.contains(text) else {
      throw LooopError(
        .usage, code: "E_ID_RESERVED",
        "'\(text)' cannot name a \(what): looop uses that name itself.",
        hint: "Reserved are: \(reserved.sorted().joined(separator: ", ")).")
    }
    return identifier
  }

  private static func problem(_ text: String) -> String? {
    guard let first = text.utf8.first else { return "it is empty" }
    guard text.utf8.count <= maximumLength else {
      return "it has \(text.utf8.count) characters, \(maximumLength) are allowed"
    }
    guard first.isLetter || first.isDigit else { return "it must start with a letter or a digit" }
    guard
      text.utf8.allSatisfy({
        $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
      })
    else { return "only letters, digits, '.', '_' and '-' are allowed" }
    return nil
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
