internal import ArgumentParser
internal import Base

struct HelpCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Print the command reference and the design manual.",
    discussion: """
      Without a word it prints all of it: the verbs, the manual, and every verb with its options. An \
      agent that has read it can run the loop.
      """)
  static let examples = [
    Example("looop help"), Example("looop help goal write"), Example("looop help gates"),
    Example("looop help answer --man >looop-answer.1"),
  ]

  @Argument(help: "A verb, and one of its subcommands; or a topic.") var words: [String] = []
  @Flag(help: "Print a man page, for `man -l`.") var man = false
  @OptionGroup var place: Place

  static var needsPlace: Bool { false }

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let name = words.first else {
      Console.say(
        man
          ? Manual.page(wiring.verbs).text
          : HelpText.reference(wiring.verbs) + "\n\n" + Manual.text(wiring.verbs))
      return ExitStatusCode.ok
    }
    let topic = Topic.named(name)
    let entry = wiring.verbs.first { $0.name == name }
    guard topic != nil || entry != nil else {
      throw HelpText.unknownVerb(name, among: wiring.verbs, behindHelp: true)
    }
    if man {
      // One word that is both is the topic here, and the verb as a verb's page.
      let page = entry.map(Manual.page(of:)) ?? topic.map(Manual.page(of:))
      Console.say(page?.text ?? "")
      return ExitStatusCode.ok
    }
    let own = words.dropFirst().first
    if let entry, own != nil { try HelpText.checkOwnVerb(own, of: entry) }
    let pages = [topic?.page, entry.map { HelpText.page($0, own) }].compactMap(\.self)
    Console.say(pages.joined(separator: "\n\n"))
    return ExitStatusCode.ok
  }
}
