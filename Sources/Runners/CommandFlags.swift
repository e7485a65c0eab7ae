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

  /// Those of `missing` that `help` lists cut short, as for a narrow terminal.
  package func cut(_ missing: [String], in help: String) -> [String] {
    let lines = help.split(whereSeparator: \.isNewline)
    return missing.filter { flag in lines.contains { Self.isCut(flag, in: $0) } }
  }

  /// Whether `missing` may belong to a subcommand that runs when none is named: `help` lists
  /// subcommands, and either says which that is or lists no flag of the command's.
  package func mayBeOfSubcommand(_ missing: [String], in help: String) -> Bool {
    let lines = help.split(whereSeparator: \.isNewline)
    guard subcommand == nil, lines.contains(where: Self.isHeadOfCommands) else { return false }
    return missing == flags || lines.contains(where: Self.namesDefault)
  }

  /// Whether a word of `line` is the beginning of `flag`: marked by dots, or at the end of a full line.
  private static func isCut(_ flag: String, in line: Substring) -> Bool {
    let words = line.split { $0.isWhitespace || ",│|".contains($0) }
    return words.contains { word in
      let start = word.hasSuffix("…") ? word.dropLast() : word.prefix { $0 != "." }
      guard start.utf8.count > 2, start.utf8.count < flag.utf8.count, flag.hasPrefix(start) else {
        return false
      }
      let isMarked = word.hasSuffix("…") || word.hasSuffix("..")
      return isMarked || (word == words.last && (word.hasSuffix("-") || line.count >= fullLine))
    }
  }

  /// Characters after which a line may have been cut at the 80 columns of a terminal.
  private static let fullLine = 78

  private static func isHeadOfCommands(_ line: Substring) -> Bool {
    let words = line.lowercased().split { !$0.isLetter }
    return words.first == "commands" || words.first == "subcommands"
      || (words.first == "available"
        && ["commands", "subcommands"].contains(words.dropFirst().first))
      || (words.first == "usage" && (line.contains("COMMAND") || line.contains("<command>")))
  }

  /// Whether the line of a help says that its subcommand is the default one.
  private static func namesDefault(_ line: Substring) -> Bool {
    let text = line.lowercased()
    return !text.drop(while: \.isWhitespace).hasPrefix("-")
      && ["(default)", "[default]", "default command", "default subcommand"].contains {
        text.contains($0)
      }
  }

  /// The flags that do not occur in `help`.
  package func unknown(to help: String) -> [String] {
    let words = Set(
      help.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }.map(String.init))
    return flags.filter { !words.contains($0) }
  }
}
