internal import ArgumentParser
internal import Base
internal import Core

/// The command reference, made from the table of verbs and their configurations.
enum HelpText {
  static let columns = 80

  /// For `looop` alone.
  static let short = """
    looop \(Version.text): a tiny, portable, autonomous control loop for agent-driven work.

      looop init      choose the agent CLI that thinks and works
      looop up        start the pulse
      looop asks      see what waits for you
      looop help      every verb, and the manual

    See it run without a key: looop demo
    """

  static func reference(_ verbs: [VerbEntry]) -> String {
    var lines = ["USAGE: looop VERB [WORDS] [--data-dir DIR]", ""]
    for group in VerbEntry.Group.allCases where group != .hidden {
      lines.append("\(group.rawValue):")
      for entry in verbs where entry.group == group {
        let name = TextLayout.column(entry.name, 10)
        lines.append("  \(name)\(entry.type.configuration.abstract)")
        for child in entry.type.configuration.subcommands {
          let name = "\(entry.name) \(child.configuration.commandName ?? "")"
          let padded = TextLayout.column(name, 18)
          lines.append("    \(padded)\(child.configuration.abstract)")
        }
      }
      lines.append("")
    }
    lines.append("`looop help VERB` explains a verb, `looop help config` the config file.")
    lines.append("Exit codes: 0 ok, 1 failed, 64 usage, 65 bad data, 69 pulse down, 73 cannot")
    lines.append("write, 75 still pending, 77 not allowed, 78 config.")
    return lines.joined(separator: "\n")
  }

  /// The page of a verb or of one of its subcommands.
  static func page(_ entry: VerbEntry, _ own: String?) -> String {
    let child = entry.type.configuration.subcommands.first { $0.configuration.commandName == own }
    let page =
      child.map { entry.type.helpMessage(for: $0, columns: columns) }
      ?? entry.type.helpMessage(columns: columns)
    return named(page)
  }

  /// The verbs of a noun, such as `goal`.
  static func ownVerbs(of entry: VerbEntry) -> [String] {
    entry.type.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// Refuses an unknown subcommand of a noun such as `goal`.
  static func checkOwnVerb(_ own: String, of entry: VerbEntry) throws(LooopError) {
    let known = ownVerbs(of: entry)
    guard !known.isEmpty, !known.contains(own) else { return }
    throw LooopError(
      .usage, code: "E_VERB", "There is no verb '\(entry.name) \(Untrusted.oneLine(own))'.",
      hint: Nearest.match(own, in: known).map { "Did you mean `looop \(entry.name) \($0)`?" }
        ?? "Its subcommands are: \(known.joined(separator: ", ")).")
  }

  /// Puts `looop` before the verb, since argument-parser parses the verb alone.
  static func named(_ message: String) -> String {
    message.replacing("USAGE: ", with: "USAGE: looop ")
      .replacing("Usage: ", with: "Usage: looop ")
      .replacing("See '", with: "See 'looop ")
      .replacing(" help <subcommand>'", with: " <subcommand> --help'")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.lowercased().hasPrefix("usage: ") ? wrapped($0) : String($0) }
      .joined(separator: "\n")
  }

  /// argument-parser's message as an error with a hint, for `--json`: what is wrong is its first line.
  static func usageError(_ message: String) -> LooopError {
    let lines = message.split(separator: "\n", maxSplits: 1)
    let wrong = lines.first.map(String.init) ?? ""
    return LooopError(
      .usage, code: "E_USAGE", wrong.hasPrefix("Error: ") ? String(wrong.dropFirst(7)) : wrong,
      hint: lines.count > 1 ? String(lines[1]) : nil)
  }

  /// Breaks a usage line between its options; argument-parser does not wrap it.
  private static func wrapped(_ usage: Substring) -> String {
    var lines: [String] = []
    var line = ""
    for part in usage.replacing(" [", with: "\n[").split(separator: "\n") {
      if !line.isEmpty, line.count + 1 + part.count > columns {
        lines.append(line)
        line = "      "
      }
      line += (line.isEmpty ? "" : " ") + part
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
