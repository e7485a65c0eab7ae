internal import ArgumentParser
internal import Base
internal import Core

struct JournalCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Show the action log, one line per move.")
  static let examples = [Example("looop journal --lines 50")]

  @Option(name: .shortAndLong, help: "How many of the last lines to show.") var lines = 20
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard lines > 0 else {
      throw LooopError(
        .usage, code: "E_USAGE", "--lines must be a number from 1.", hint: "Use --lines 50.")
    }
    let tail = try wiring.loop.journal.tail(lines)
    if json {
      Console.say(json: JournalTail(lines: tail))
    } else if tail.isEmpty {
      Console.note("The journal is empty: no move has been made yet.")
    } else {
      for line in tail { Console.say(Untrusted.visible(line)) }
    }
    return ExitStatusCode.ok
  }
}
