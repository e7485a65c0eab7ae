internal import ArgumentParser
internal import Base
internal import Core

struct JournalCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Tell what happened: moves, calls, workers, asks, and what you did.")
  static let examples = [Example("looop journal --lines 50")]
  var touch: Touch { .reads }

  @Option(name: .shortAndLong, help: "How many of the last lines to show.") var lines = 20
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard lines > 0 else {
      throw LooopError(
        .usage, code: "E_USAGE", "--lines must be a number from 1.", hint: "Use --lines 50.")
    }
    let entries = try History(wiring, last: lines).entries.suffix(lines)
    if json {
      Console.say(
        json: JournalTail(lines: try wiring.loop.journal.tail(lines), entries: Array(entries)))
    } else if entries.isEmpty {
      Console.note("The journal is empty: nothing has happened yet.")
    } else {
      for entry in entries { Console.say("- \(entry.line)") }
    }
    return ExitStatusCode.ok
  }
}
