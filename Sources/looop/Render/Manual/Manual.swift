internal import ArgumentParser

/// The whole manual: the topics, then every verb with all that it accepts.
enum Manual {
  static let name = "looop"
  static let abstract = "a tiny, portable, autonomous control loop for agent-driven work"

  /// As `looop help` prints it, below the list of the verbs.
  static func text(_ verbs: [VerbEntry]) -> String {
    "THE MANUAL\n\n" + ManualPlain.text(blocks(verbs))
  }

  private static func blocks(_ verbs: [VerbEntry]) -> [ManualBlock] {
    let topics = Topic.all.flatMap { [ManualBlock.heading($0.title, level: 1)] + $0.blocks }
    return topics + [.heading("Commands", level: 1)] + CommandBlocks.common
      + CommandBlocks.reference(verbs)
  }

  /// As `docs/cli.md` has it.
  static func markdown(_ verbs: [VerbEntry]) -> String {
    let start = """
      # The command line

      Every verb with its words, options and examples, and the manual of `looop help`. Made from the
      definitions in the binary by `make record`; `looop help VERB` and `man looop` have the same.


      """
    return start + ManualMarkdown.text(blocks(verbs))
  }

  /// `man looop`: the manual with a list of the verbs, each of which has a page of its own.
  static func page(_ verbs: [VerbEntry]) -> ManPage {
    let visible = verbs.filter(\.isVisible)
    let list = visible.map {
      ManualBlock.Term(name: "looop \($0.name)", meaning: $0.type.configuration.abstract)
    }
    let blocks: [ManualBlock] =
      [
        .heading("Synopsis", level: 1), .code(["looop VERB [WORDS] [--data-dir DIR]"]),
        .heading("Verbs", level: 1), .text("`man looop-VERB` explains a verb."), .terms(list),
        .heading("Options", level: 1),
      ] + CommandBlocks.common
      + Topic.all.flatMap { [ManualBlock.heading($0.title, level: 1)] + $0.blocks }
      + [
        .heading("See also", level: 1),
        .text(visible.map { "`looop-\($0.name)`(1)" }.joined(separator: ", ")),
      ]
    return ManPage(name: name, section: 1, abstract: abstract, blocks: blocks)
  }

  /// `man looop-VERB`; of a noun with all its verbs.
  static func page(of entry: VerbEntry) -> ManPage {
    let sheets = CommandSheet.sheets(of: entry)
    let blocks =
      [ManualBlock.heading("Synopsis", level: 1)] + sheets.map { .code(CommandBlocks.usage($0)) }
      + [.heading("Description", level: 1)]
      + sheets.flatMap { sheet -> [ManualBlock] in
        // The synopsis has its usage, and a single verb needs no heading.
        let blocks = CommandBlocks.blocks(sheet, of: entry).filter {
          $0 != .code(CommandBlocks.usage(sheet))
        }
        return sheets.count == 1 ? Array(blocks.dropFirst()) : blocks
      }
      + [.heading("Options of every verb", level: 1)] + CommandBlocks.common
      + [.heading("Exit status", level: 1)] + MadeBlocks.of("exit codes")
      + [.heading("See also", level: 1), .text("`looop`(1)")]
    return ManPage(
      name: "looop-\(entry.name)", section: 1, abstract: entry.type.configuration.abstract,
      blocks: blocks)
  }

  /// `man looop-TOPIC`, of section 7.
  static func page(of topic: Topic) -> ManPage {
    ManPage(
      name: "looop-\(topic.name)", section: 7, abstract: topic.abstract,
      blocks: [.heading("Description", level: 1)] + topic.blocks
        + [.heading("See also", level: 1), .text("`looop`(1)")])
  }
}
