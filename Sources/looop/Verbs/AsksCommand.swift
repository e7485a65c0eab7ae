internal import ArgumentParser
internal import Base
internal import Core

struct AsksCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "asks", abstract: "List the asks that wait for you.")
  static let examples = [Example("looop asks")]

  @Flag(help: "Include the answered ones.") var all = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.openNew()
    let contents = try wiring.loop.mailbox.contents()
    let asks = all ? contents.asks : contents.pending
    if json {
      Console.say(json: AskReport.of(asks, contents, now: wiring.clock.now()))
    } else {
      if asks.isEmpty { Console.note("Nothing waits for you.") }
      for ask in asks { Console.say(AskRender.text(ask, contents, now: wiring.clock.now())) }
    }
    for problem in contents.problems { Console.note("looop: \(problem.message)") }
    return ExitStatusCode.ok
  }
}
