internal import Base

/// The subcommand and the flags that a command line passes to its program, as far as its words show.
package struct CommandFlags: Sendable, Equatable {
  /// Such as `exec`; nil when the first argument is not a subcommand.
  package let subcommand: String?
  /// Each once, without its value, in order.
  package let flags: [String]

  package init(_ words: CommandWords) {
    // After these comes another program with flags of its own.
    let own = words.leading.prefix { !["|", "||", "&&", ";", "&"].contains($0) }
    subcommand = own.first.flatMap { Self.isSubcommand($0) ? $0 : nil }
    var flags: [String] = []
    for word in own where Self.isFlag(word) {
      let flag = String(word.prefix { $0 != "=" })
      if !flags.contains(flag) { flags.append(flag) }
    }
    self.flags = flags
  }

  private static func isSubcommand(_ word: String) -> Bool {
    word.utf8.first != UInt8(ascii: "-")
      && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isFlag(_ word: String) -> Bool {
    let bytes = Array(word.utf8.prefix(2))
    return bytes.count == 2 && bytes[0] == UInt8(ascii: "-") && !bytes[1].isDigit
  }

  /// The flags that do not occur in `help`.
  package func unknown(to help: String) -> [String] {
    let words = Set(
      help.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }.map(String.init))
    return flags.filter { !words.contains($0) }
  }
}
