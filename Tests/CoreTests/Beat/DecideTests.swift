import TestSupport
import Testing

@testable import Core

private struct Unexpected: Error { let what: String }

@Suite("What a runner does instead of answering")
struct DecideTests {
  private let move = #"{"action":"noop","reason":"fine"}"#

  @Test("What passes is tried twice more within the beat, each try a call of its own")
  func transient() throws {
    let loop = try TestLoop()
    try loop.answers("failure transient", "failure transient", move)
    #expect(loop.beat() == .acted("noop: fine"))
    let lines = try loop.ledger.lines(since: 0)
    #expect(lines.map(\.type) == [.started, .ended, .started, .ended, .started, .ended])
    #expect(Set(lines.map(\.call.id)).count == 3)
    #expect(lines.compactMap(\.outcome) == ["transient", "transient", "move"])
    #expect(try loop.state.failures == 0)
  }

  @Test("After that it backs off")
  func backsOff() throws {
    let loop = try TestLoop()
    try loop.answer("failure transient")
    guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(failure.cause == .runner(.transient) && !failure.isParked)
    #expect(try loop.calls == 3 && loop.state.failures == 1)
    #expect(loop.beat() == .skipped(.backoff(until: loop.clock.now() + 15)))
  }

  @Test("It is not tried again past half of the time a call may take")
  func halfTime() throws {
    let loop = try TestLoop()
    loop.settings.tickTimeout = 2
    try loop.answer("failure transient 2")
    _ = loop.beat()
    #expect(try loop.calls == 1)
  }

  @Test("Too long a prompt is put once more without what changes most")
  func context() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    loop.sensors[0].detail = "a very long story"
    try loop.journal.append("something happened")
    try loop.answers("failure context", move)
    #expect(loop.beat() == .acted("noop: fine"))
    let prompts = try loop.prompts()
    #expect(prompts.count == 2)
    #expect(prompts[0].contains("a very long story") && prompts[0].contains("## JOURNAL"))
    #expect(!prompts[1].contains("a very long story") && !prompts[1].contains("## JOURNAL"))
    #expect(prompts[1].contains("## LEFT OUT") && prompts[1].contains("## WHAT CHANGED"))
    try loop.playbook.write("changed")
    try loop.answer("failure context")
    loop.meanwhile = "true"
    guard case .failed = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(try loop.calls == 4)
  }

  @Test(
    "Others back off and are told to the next prompt",
    arguments: ["budget", "protocol", "empty", "refused", "interrupted"])
  func others(failureClass: String) throws {
    let loop = try TestLoop()
    try loop.answer("failure \(failureClass)")
    _ = loop.beat()
    #expect(try loop.calls == 1 && loop.state.failures == 1)
    #expect(try loop.mailbox.contents().asks.isEmpty)
    loop.pass(15)
    try loop.answer(move)
    _ = loop.beat()
    #expect(try loop.prompt().contains("## LAST FAILURE\n\n| runner: \(failureClass): it said"))
  }

  @Test("A limit parks the runner until its end, and is no failure")
  func quota() throws {
    let loop = try TestLoop()
    try loop.answer("failure quota 120")
    guard case .failed(let failure) = loop.beat(), failure.isParked else {
      throw Unexpected(what: "not parked")
    }
    #expect(try loop.state.failures == 0 && loop.state.backoffUntil == 0)
    loop.pass(119)
    guard case .skipped(.parked(let parked)) = loop.beat() else {
      throw Unexpected(what: "asked again")
    }
    #expect(parked.until == loop.clock.now() + 1 && parked.ask == nil)
    try loop.answer(move)
    loop.pass(1)
    #expect(loop.beat() == .acted("noop: fine"))
    #expect(try loop.lot.contents().runners.isEmpty)
  }

  @Test("A limit without an end: a quarter of an hour, doubling to two hours; never over a week")
  func unknownLimit() throws {
    let loop = try TestLoop()
    try loop.answer("failure quota")
    var rests: [Int] = []
    for _ in 0..<5 {
      _ = loop.beat()
      let until = try #require(try loop.lot.contents().runners.first?.until)
      rests.append(until - loop.clock.now())
      loop.pass(rests[rests.count - 1])
    }
    #expect(rests == [900, 1_800, 3_600, 7_200, 7_200])
    try loop.answer("failure quota 99999999")
    _ = loop.beat()
    #expect(try loop.lot.contents().runners.first?.until == loop.clock.now() + 7 * 86_400)
    // Set back, nothing is left to wait for.
    loop.pass(-86_400)
    #expect(try loop.lot.holding(StubRunners().preset(named: "stub"), loop.settings) == nil)
  }

  @Test("A broken record of a rest parks nothing, and is told")
  func brokenRest() throws {
    let loop = try TestLoop()
    try AtomicFile.replace("\(loop.directory.parked)/stub.json", Array("no JSON".utf8))
    #expect(loop.beat() == .acted("noop: nothing to do"))
    #expect(try loop.lot.contents().runners.isEmpty)
  }

  @Test("A record with absurd numbers rests no longer than any other")
  func absurdRest() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let record = { (until: Int, strikes: Int) in
      let text =
        #"{"v":1,"runner":"stub","class":"quota","since":\#(now),"until":\#(until),"strikes":\#(strikes)}"#
      try AtomicFile.replace("\(loop.directory.parked)/stub.json", Array(text.utf8))
    }
    try record(now, .max)
    try loop.answer("failure quota")
    _ = loop.beat()
    #expect(try loop.lot.contents().runners.first?.until == now + 7_200)
    try record(.max, 0)
    let stub = StubRunners().preset(named: "stub")
    #expect(try loop.lot.holding(stub, loop.settings) != nil)
    loop.pass(7 * 86_400)
    #expect(try loop.lot.holding(stub, loop.settings) == nil)
  }

  @Test("A broken answer leaves the runner at rest")
  func brokenAnswer() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat()
    try AtomicFile.replace("\(loop.directory.answers)/runner-1.json", Array("no JSON".utf8))
    guard case .skipped(.parked) = loop.beat() else { throw Unexpected(what: "not at rest") }
  }

  @Test("A local time that was stated is the end of the rest")
  func localTime() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let then = LocalTime(now + 2 * 86_400)
    let moment = LocalMoment(
      day: .init(year: then.year, month: then.month, day: then.day), hour: then.hour,
      minute: then.minute)
    var failure = RunnerFailure(.quota, "used up", retryAt: moment)
    let preset = StubRunners().preset(named: "stub")
    let parked = try loop.lot.park(preset, failure, loop.settings)
    #expect(parked.until == now + 2 * 86_400 - then.second && parked.strikes == 0)
    // Past already, it says nothing.
    failure.retryAt?.day?.year -= 1
    #expect(try loop.lot.park(preset, failure, loop.settings).until == now + 900)
    // A time of day is the next one.
    let ago = LocalTime(now - 3_600)
    let daily = LocalMoment(day: nil, hour: ago.hour, minute: ago.minute)
    let wait = try #require(daily.seconds(after: now))
    #expect((80_000...90_000).contains(wait))
  }

  @Test("Another runner stands in, within the same beat and with its own command")
  func fallback() throws {
    let loop = try TestLoop()
    loop.settings.fallbackRunner = "other"
    loop.others = ["other": "echo '\(move)'"]
    try loop.answer("failure quota 3600")
    #expect(loop.beat() == .acted("noop: fine"))
    try loop.playbook.write("changed")
    #expect(loop.beat() == .acted("noop: fine"))
    let runners = try loop.ledger.lines(since: 0).filter { $0.type == .started }.map(\.call.runner)
    #expect(runners == ["stub", "other", "other"])
  }

  @Test("Who stands in is not asked over the budget either")
  func fallbackOverBudget() throws {
    let loop = try TestLoop()
    loop.settings.fallbackRunner = "other"
    loop.others = ["other": "echo '\(move)'"]
    loop.settings.caps.callsPerDay = 1
    try loop.answer("failure quota 3600")
    guard case .failed = loop.beat() else { throw Unexpected(what: "a call over the cap") }
    #expect(try loop.calls == 1)
  }

  @Test(
    "What only the human can mend raises one ask and parks until it is answered",
    arguments: ["auth", "billing", "config"])
  func askHuman(failureClass: String) throws {
    let loop = try TestLoop()
    try loop.answer("failure \(failureClass)")
    _ = loop.beat()
    for _ in 0..<3 {
      loop.pass(86_400)
      guard case .skipped(.parked) = loop.beat() else { throw Unexpected(what: "asked again") }
    }
    let asks = try loop.mailbox.contents().asks
    #expect(asks.map(\.id.text) == ["runner-1"] && asks[0].kind == .runner)
    #expect(asks[0].prompt.contains("stub") && asks[0].prompt.contains("it said \(failureClass)"))
    #expect(try loop.calls == 1)
    try loop.answerAsk("runner-1", "mended")
    try loop.answer(move)
    #expect(loop.beat() == .acted("noop: fine"))
  }

  @Test("A record that a crash took asks no second question")
  func oneQuestion() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat()
    try FileManagerRemove.file("\(loop.directory.parked)/stub.json")
    _ = loop.beat()
    #expect(try loop.mailbox.contents().asks.map(\.id.text) == ["runner-1"])
    #expect(try loop.lot.contents().runners.first?.ask?.text == "runner-1")
  }

  @Test("An edited config is worth a try, and a runner that answers takes its question back")
  func editedConfig() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat()
    loop.settings.digest = "edited"
    try loop.answer(move)
    #expect(loop.beat() == .acted("noop: fine"))
    #expect(try loop.mailbox.contents().asks.isEmpty)
    #expect(try loop.lot.contents().runners.isEmpty)
  }

  @Test("Unparked by the human it is asked at once")
  func unpark() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat()
    #expect(try loop.lot.unpark("stub"))
    #expect(try loop.mailbox.contents().asks.isEmpty)
    try loop.answer(move)
    #expect(loop.beat() == .acted("noop: fine"))
    #expect(try !loop.lot.unpark("stub"))
  }

  @Test("A dry run parks nobody and asks nothing")
  func dryRun() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat(.init(isDryRun: true))
    #expect(try loop.lot.contents().runners.isEmpty && loop.mailbox.contents().asks.isEmpty)
  }

  @Test("Lines no adapter knows are counted, and the whole stream of each call is kept")
  func unrecognised() throws {
    let loop = try TestLoop()
    try loop.answers("failure transient", "odd one\nodd two\n" + move)
    _ = loop.beat()
    let beat = try #require(try Folder.names(in: loop.directory.runs)?.first)
    let decision = try JSONParser.parse(loop.scratch.text("data/runs/\(beat)/decision.json"))
    #expect(decision["unrecognised"] == 2 && decision["calls"] == 2)
    #expect(decision["runner"] == "stub" && decision["usd_source"] == "unknown")
    #expect(try loop.scratch.text("data/runs/\(beat)/stream.jsonl").contains("transient"))
    #expect(try loop.scratch.text("data/runs/\(beat)/stream-2.jsonl").contains("odd two"))
  }

  @Test("The ledger has the model, the goal and the money, made from prices where none is reported")
  func ledger() throws {
    let loop = try TestLoop()
    try loop.answer(
      "used 1000000 100000 0\n" + #"{"action":"noop","reason":"x","goal":"ship"}"#)
    _ = loop.beat()
    let end = try #require(try loop.ledger.lines(since: 0).last)
    #expect(end.cost == Cost(dollars: 2, source: .imputed))
    #expect(end.call.goal == "ship" && end.usage.model == "stub-1")
  }

  @Test("A worker is not started on a runner at rest; another stands in")
  func workers() throws {
    let loop = try TestLoop()
    try loop.answer("failure quota 3600")
    _ = loop.beat()
    let orders = { (settings: Settings) in
      WorkerOrders(
        settings: settings, catalog: StubRunners(), lot: loop.lot, workingDirectory: "/",
        contract: { _ in "" })
    }
    let id = try Identifier("w", "worker")
    let error = #expect(throws: LooopError.self) {
      try orders(loop.settings).order(id, brief: "b", WorkerWishes())
    }
    #expect(error?.code == "E_RUNNER_PARKED" && error?.kind == .pending)
    #expect(error?.hint?.contains("looop runner unpark stub") == true)
    loop.settings.fallbackRunner = "other"
    #expect(try orders(loop.settings).order(id, brief: "b", WorkerWishes()).runner == "other")
    #expect(throws: LooopError.self) {
      try orders(loop.settings).order(id, brief: "b", WorkerWishes(runner: "stub"))
    }
  }

  @Test("The prompt tells of a runner at rest")
  func prompt() throws {
    let loop = try TestLoop()
    loop.settings.fallbackRunner = "other"
    loop.others = ["other": "cat >\(loop.scratch.file("other")); echo '\(move)'"]
    try loop.answer("failure quota 3600")
    _ = loop.beat()
    try loop.playbook.write("changed")
    _ = loop.beat()
    #expect(
      try loop.scratch.text("other").contains(
        "Start no worker with a runner at rest: stub is parked"))
  }
}

@Suite("How a call of a runner ends")
struct RunnerCallTests {
  private let move = #"{"action":"noop","reason":"fine"}"#

  @Test("Silence ends it, and says so")
  func silence() throws {
    let loop = try TestLoop()
    loop.settings.tickSilence = 1
    loop.settings.tickTimeout = 3
    loop.meanwhile = "sleep 30"
    guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(failure.message.contains("wrote nothing for 1s"))
    #expect(failure.cause == .runner(.transient))
  }

  @Test("Words on either stream are no silence")
  func words() throws {
    let loop = try TestLoop()
    loop.settings.tickSilence = 1
    loop.meanwhile = "for i in 1 2 3 4; do echo busy >&2; sleep 0.4; done"
    try loop.answer(move)
    #expect(loop.beat() == .acted("noop: fine"))
  }

  @Test("A schema is served to a command that asks for one, in any data dir")
  func schema() throws {
    let loop = try TestLoop()
    try loop.answer(move)
    loop.meanwhile = "cp {{schema_file}} \(loop.scratch.file("schema"))"
    #expect(loop.beat() == .acted("noop: fine"))
    let schema = try JSONParser.parse(loop.scratch.text("schema"))
    #expect(schema == MoveSchema.strictSchema)
  }
}
