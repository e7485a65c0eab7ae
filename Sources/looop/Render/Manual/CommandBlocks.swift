/// The reference of the verbs, from their own definitions.
enum CommandBlocks {
  /// What all verbs have in common, then one part for each verb.
  static func reference(_ verbs: [VerbEntry]) -> [ManualBlock] {
    verbs.filter(\.isVisible).flatMap { entry in
      CommandSheet.sheets(of: entry).flatMap { blocks($0, of: entry) }
    }
  }

  /// The options that mean the same wherever they are, in the words of the definitions.
  static let common: [ManualBlock] = [
    .text("Every verb has these options; those that read have `--json` too."),
    .terms([
      .init(
        name: "--data-dir DIR",
        meaning: "The data dir of the loop (default: `$LOOOP_DATA_DIR`, else the user's own)."),
      .init(
        name: "--json",
        meaning: "Print JSON, as `looop schema NAME` describes it; `looop schema` lists the names."
          + " An error is one line of JSON on standard error, with a stable `code`."),
      .init(name: "-h, --help", meaning: "Show the verb's own page."),
      .init(name: "--", meaning: "What follows is text, even if it begins with a dash."),
    ]),
  ]

  static func blocks(_ sheet: CommandSheet, of entry: VerbEntry) -> [ManualBlock] {
    let own = sheet.name.split(separator: " ").dropFirst().first.map(String.init)
    let parameters = sheet.parameters.filter {
      !$0.names.contains(where: CommandSheet.common.contains)
    }
    var blocks: [ManualBlock] = [
      .heading(sheet.name, level: 2), .code(usage(sheet)), .text(sheet.abstract),
    ]
    blocks += discussion(sheet.discussion)
    if !parameters.isEmpty {
      blocks.append(.terms(parameters.map { .init(name: $0.label, meaning: $0.meaning) }))
    }
    let examples = Example.of(entry, own)
    if !examples.isEmpty {
      blocks.append(.text(examples.count == 1 ? "Example:" : "Examples:"))
      blocks.append(.code(examples.flatMap { $0.line.split(separator: "\n").map(String.init) }))
    }
    return blocks
  }

  /// The synopsis, broken between its parts.
  static func usage(_ sheet: CommandSheet) -> [String] {
    let limit = HelpText.columns - 6
    var lines: [String] = []
    for part in sheet.synopsis {
      if let last = lines.last, last.count + 1 + part.count <= limit {
        lines[lines.count - 1] = "\(last) \(part)"
      } else {
        lines.append(lines.isEmpty ? part : "    \(part)")
      }
    }
    return lines
  }

  /// Paragraphs, and lines that are indented and stay as they are.
  static func discussion(_ text: String) -> [ManualBlock] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.split(separator: "").flatMap { paragraph -> [ManualBlock] in
      var blocks: [ManualBlock] = []
      var rest = paragraph[...]
      while let first = rest.first {
        let isCode = first.hasPrefix("  ")
        let part = rest.prefix { $0.hasPrefix("  ") == isCode }
        rest = rest.dropFirst(part.count)
        blocks.append(
          isCode
            ? .code(part.map { String($0.dropFirst(2)) }) : .text(part.joined(separator: " ")))
      }
      return blocks
    }
  }
}
