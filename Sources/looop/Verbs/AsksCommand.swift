internal import ArgumentParser
internal import Base
internal import Core

struct AsksCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "asks", abstract: "List the asks that wait for you.")
  static let examples = [Example("looop asks")]
  var touch: Touch { .reads }

  @Argument(help: "Show this ask only, whole, answered or not.") var id: String?
  @Flag(help: "Include the answered ones.") var all = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let id = try id.map { text throws(LooopError) in try wiring.askID(text) }
    try wiring.openNew()
    let redaction = wiring.redaction
    let contents = try wiring.loop.mailbox.contents().redacted(by: redaction)
    var asks = all ? contents.asks : contents.pending
    if let id { asks = [try wiring.loop.mailbox.known(id).redacted(by: redaction)] }
    let roll = try wiring.loop.fleet.roll()
    let render = AskRender(
      contents: contents, askers: Askers(workers: roll.workers, formerLives: roll.formerLives),
      now: wiring.clock.now(), columns: Console.outputColumns, isWhole: id != nil)
    if json {
      Console.say(json: render.reports(of: asks))
    } else {
      if asks.isEmpty { Console.note("Nothing waits for you.") }
      for ask in asks { Console.say(render.text(ask)) }
    }
    for problem in contents.problems { Console.note("looop: \(problem.message)") }
    return ExitStatusCode.ok
  }
}

extension AskID {
  /// As someone typed it; throws `E_ID`.
  init(typed text: String) throws(LooopError) {
    guard let id = AskID(text) else {
      throw LooopError(
        .usage, code: "E_ID",
        "'\(Untrusted.quoted(text, bytes: 80))' is not the id of an ask.",
        hint: "Ids look like setup-1; `looop asks` lists them.")
    }
    self = id
  }
}
