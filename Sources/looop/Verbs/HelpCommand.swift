internal import ArgumentParser
internal import Base

struct HelpCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Print the command reference and the design manual.")
  static let examples = [Example("looop help goal write")]

  @Argument(help: "A verb, and one of its subcommands; or `config`.") var words: [String] = []
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let name = words.first else {
      Console.say(HelpText.reference(wiring.verbs))
      Console.say("")
      Console.show(Manual.text)
      return ExitStatusCode.ok
    }
    if words == [ConfigHelp.topic] {
      Console.say(ConfigHelp.page)
      return ExitStatusCode.ok
    }
    guard let entry = wiring.verbs.first(where: { $0.name == name }) else {
      throw HelpText.unknownVerb(name, among: wiring.verbs, behindHelp: true)
    }
    let own = words.dropFirst().first
    if own != nil { try HelpText.checkOwnVerb(own, of: entry) }
    Console.say(HelpText.page(entry, own))
    return ExitStatusCode.ok
  }
}
