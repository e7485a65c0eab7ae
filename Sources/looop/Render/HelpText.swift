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
    let topics = Topic.all.map(\.name).joined(separator: " ")
    lines += TextLayout.wrapped(
      "`looop help VERB` explains a verb, `looop help TOPIC` one of: \(topics).", columns: columns)
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
    let examples = Example.of(entry, own).map { "  \($0.line)\n" }.joined()
    guard !examples.isEmpty else { return named(page) }
    let end = named(page).lastIndex { $0 != "\n" }
    return named(page)[...(end ?? page.startIndex)] + "\n\nEXAMPLES:\n" + examples
  }

  /// The verbs of a noun, such as `goal`.
  static func ownVerbs(of entry: VerbEntry) -> [String] {
    entry.type.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// The short words of the original for the verbs of a noun.
  private static let aliases = ["w": "write", "ls": "list"]

  /// `words`, with the verb that their first stands for.
  static func expandingAlias(_ words: [String], of entry: VerbEntry) -> [String] {
    // Looked up in the type, which costs as much as starting looop, only for a word it matters to.
    guard let first = words.first, let verb = aliases[first] else { return words }
    let own = ownVerbs(of: entry)
    return own.contains(verb) && !own.contains(first) ? [verb] + words.dropFirst() : words
  }

  /// Refuses a word that is not a verb of a noun such as `goal`, and the noun alone.
  static func checkOwnVerb(_ own: String?, of entry: VerbEntry) throws(LooopError) {
    let known = ownVerbs(of: entry)
    guard !known.isEmpty else { return }
    let list = "Its subcommands are: \(known.joined(separator: ", "))."
    guard let own, !own.hasPrefix("-") else {
      throw LooopError(
        .usage, code: "E_USAGE", "`looop \(entry.name)` needs a verb behind it.",
        hint: "\(list) `looop help \(entry.name)` explains them.")
    }
    guard !known.contains(own) else { return }
    throw LooopError(
      .usage, code: "E_VERB", "There is no verb '\(entry.name) \(Untrusted.oneLine(own))'.",
      hint: Synonyms.hint(own, of: entry.name, own: known)
        ?? Nearest.match(own, in: known).map { "Did you mean `looop \(entry.name) \($0)`?" }
        ?? list)
  }

  /// A first word that is not one of `verbs`, or one behind `help`.
  static func unknownVerb(
    _ name: String, among verbs: [VerbEntry], behindHelp: Bool = false
  ) -> LooopError {
    let topics = behindHelp ? Topic.all.map(\.name) : []
    let near = Nearest.match(name, in: verbs.filter(\.isVisible).map(\.name) + topics)
    let fallback =
      name.hasPrefix("-")
      ? "The verb comes first: `looop VERB \(Untrusted.oneLine(name))`."
      : "`looop help` lists them."
    return LooopError(
      .usage, code: "E_VERB",
      behindHelp
        ? "There is no verb or topic '\(Untrusted.oneLine(name))'."
        : "There is no verb '\(Untrusted.oneLine(name))'.",
      hint: Synonyms.hint(name)
        ?? near.map { "Did you mean `looop \(behindHelp ? "help " : "")\($0)`?" } ?? fallback)
  }

  /// Puts `looop` before the verb, since argument-parser parses the verb alone.
  static func named(_ message: String) -> String {
    message.replacing("USAGE: ", with: "USAGE: looop ")
      .replacing("  See '", with: "  `looop help ")
      .replacing(" help <subcommand>' for detailed help.", with: " <subcommand>` explains one.")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("USAGE: ") ? wrapped($0) : String($0) }
      .joined(separator: "\n")
  }

  /// What argument-parser `said` of a line of that verb.
  static func usageError(_ said: String, of entry: VerbEntry, _ first: String?) -> LooopError {
    let own = first.flatMap { ownVerbs(of: entry).contains($0) ? $0 : nil }
    return UsageMessage(
      verb: [entry.name, own].compactMap(\.self).joined(separator: " "), page: page(entry, own),
      example: Example.of(entry, own).first?.line
    ).error(said)
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
