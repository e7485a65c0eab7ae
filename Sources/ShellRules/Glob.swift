/// Shell patterns, read generously.
enum Glob {
  /// The pattern with `?` for each bracket, which stands for one character too. Nil when it cannot
  /// be told where a bracket ends: what is in it may have been quoted, and a class, a `]` at its
  /// beginning or a character at which paths are cut hides more than one letter.
  static func withoutBrackets(_ pattern: String) -> String? {
    var plain: [UInt8] = []
    var rest = Array(pattern.utf8)[...]
    var hasBracket = false
    let last = rest.lastIndex(of: UInt8(ascii: "]")) ?? 0
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "]"), hasBracket { return nil }
      guard byte == UInt8(ascii: "["), rest.startIndex <= last,
        let end = rest.firstIndex(of: UInt8(ascii: "]"))
      else {
        plain.append(byte)
        continue
      }
      let isNegated = rest.first.map("!^".utf8.contains) == true
      let content = rest[..<end].dropFirst(isNegated ? 1 : 0)
      if content.isEmpty || content.contains(where: "[:=,@./ ".utf8.contains) { return nil }
      plain.append(UInt8(ascii: "?"))
      rest = rest[(end + 1)...]
      hasBracket = true
    }
    return String(decoding: plain, as: UTF8.self)
  }

  static func isPattern(_ text: String) -> Bool { text.utf8.contains(where: "*?".utf8.contains) }

  /// Whether a name may be `text`: it is, or it is a pattern for it. As in a shell, a pattern takes in
  /// a leading dot only when it starts with one.
  static func mayBe(_ name: String, _ text: String) -> Bool {
    if name == text { return true }
    guard isPattern(name), !text.startsWithBytes(".") || name.startsWithBytes(".") else {
      return false
    }
    return matches(name, text)
  }

  /// As programs match that have no rule for a leading dot.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var at = 0
    var index = 0
    var retry: (at: Int, index: Int)?
    while index < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        retry = (at + 1, index)
        at += 1
      } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == text[index] {
        at += 1
        index += 1
      } else if let before = retry {
        retry = (before.at, before.index + 1)
        at = before.at
        index = before.index + 1
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
