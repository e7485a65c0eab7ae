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
    var list = try AskList(wiring, id: id, all: all)
    list.render.columns = Console.outputColumns
    if json {
      Console.say(json: list.reports)
    } else {
      if list.asks.isEmpty { Console.note("Nothing waits for you.") }
      for ask in list.asks { Console.say(list.render.text(ask)) }
    }
    for problem in list.problems { Console.note("looop: \(problem.message)") }
    return ExitStatusCode.ok
  }
}

/// The asks that `asks` lists, without secrets.
struct AskList {
  let asks: [Ask]
  let problems: [LooopError]
  var render: AskRender

  /// With `id` that one alone, whole.
  init(_ wiring: Wiring, id: AskID? = nil, all: Bool = false) throws(LooopError) {
    let redaction = wiring.redaction
    let contents = try wiring.loop.mailbox.contents().redacted(by: redaction)
    if let id {
      asks = [try wiring.loop.mailbox.known(id).redacted(by: redaction)]
    } else {
      asks = all ? contents.asks : contents.pending
    }
    let roll = try wiring.loop.fleet.roll()
    render = AskRender(
      contents: contents, askers: Askers(workers: roll.workers, formerLives: roll.formerLives),
      now: wiring.clock.now(), isWhole: id != nil)
    problems = contents.problems
  }

  var reports: [AskReport] { render.reports(of: asks) }
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
