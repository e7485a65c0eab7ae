internal import Base

/// Someone else's text within Markdown: on one line, and none of its characters means anything.
enum MarkdownText {
  /// What CommonMark, its tables and GitHub's additions read, as far as it can be in the middle of a
  /// line; a backslash before any punctuation is that character.
  private static let special = Set(#"\`*_[]<>&|~!#$^{}@:+=-()"#.utf8)

  static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in Untrusted.oneLine(text).utf8 {
      if special.contains(byte) { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// As code, which shows every character as it is: the fence is longer than any run of backticks in it.
  static func code(_ text: String) -> String {
    let line = Untrusted.oneLine(text)
    let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return longest == 0 ? "\(fence)\(line)\(fence)" : "\(fence) \(line) \(fence)"
  }
}
