internal import ArgumentParser
internal import Base
internal import Core

struct JournalCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Show the action log, one line per move.")

  @Option(name: .shortAndLong, help: "How many lines, the last ones.") var lines = 20
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let tail = try wiring.loop.journal.tail(max(0, lines))
    if json {
      Console.say(["v": 1, "lines": .array(tail.map(JSONValue.string))])
    } else if tail.isEmpty {
      Console.note("The journal is empty: no move has been made yet.")
    } else {
      for line in tail { Console.say(Untrusted.visible(line)) }
    }
    return ExitStatusCode.ok
  }
}
