internal import Base

/// Someone else's text within Markdown: on one line, and none of its characters means anything.
enum MarkdownText {
  /// What CommonMark, its tables and GitHub's additions read anywhere in a line; a backslash before any
  /// punctuation is that character.
  private static let special = Set(#"\`*_[]<>&|~#$@"#.utf8)
  /// What they read at the start of a line, or of an item of a list.
  private static let leading = Set("-+=".utf8)

  static func escaped(_ text: String) -> String {
    let bytes = Array(Untrusted.oneLine(text).utf8)
    var result: [UInt8] = []
    for (place, byte) in bytes.enumerated() {
      if special.contains(byte) || isMark(at: place, in: bytes) {
        result.append(UInt8(ascii: "\\"))
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether the byte means something where it is, and would not elsewhere.
  private static func isMark(at place: Int, in bytes: [UInt8]) -> Bool {
    let before = bytes[..<place]
    let after = bytes[(place + 1)...]
    switch bytes[place] {
    case UInt8(ascii: ":"):
      // An address, or a picture by its name; `09:05` is neither.
      guard let next = after.first, next != .space else { return false }
      let number = after.prefix(while: \.isDigit)
      return before.last?.isDigit != true || number.isEmpty
        || after.dropFirst(number.count).first == UInt8(ascii: ":")
    case UInt8(ascii: "."), UInt8(ascii: ")"):
      // An address without its scheme, or the number of an item.
      let word = before.suffix(3)
      return word.count == 3 && word.allSatisfy { $0 | 0x20 == UInt8(ascii: "w") }
        || !before.isEmpty && before.allSatisfy(\.isDigit)
    case UInt8(ascii: "-"):
      // Of GitHub's `GH-12` too.
      return before.isEmpty || before.last.map { $0 | 0x20 } == UInt8(ascii: "h")
    default: return before.isEmpty && leading.contains(bytes[place])
    }
  }

  /// As code, which shows every character as it is: the fence is longer than any run of backticks in it.
  static func code(_ text: String) -> String {
    let line = Untrusted.oneLine(text)
    let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return longest == 0 ? "\(fence)\(line)\(fence)" : "\(fence) \(line) \(fence)"
  }
}
