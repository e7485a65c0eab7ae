import TestSupport
import Testing

@testable import Base
@testable import Core

private struct Unexpected: Error { let what: String }

@Suite("A runner at rest")
struct ParkingTests {
  private let move = #"{"action":"noop","reason":"fine"}"#

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
    #expect(loop.beat() == .acted(#"noop: "fine""#))
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
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
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
    let parked = try loop.lot.park(preset, after: failure, settings: loop.settings)
    #expect(parked.until == now + 2 * 86_400 - then.second && parked.strikes == 0)
    // Past already, it says nothing.
    failure.retryAt?.day?.year -= 1
    #expect(try loop.lot.park(preset, after: failure, settings: loop.settings).until == now + 900)
    // A time of day is the next one.
    let ago = LocalTime(now - 3_600)
    let daily = LocalMoment(day: nil, hour: ago.hour, minute: ago.minute)
    let wait = try #require(daily.wait(after: now))
    #expect((80_000...90_000).contains(wait.seconds))
  }

  @Test("Another runner stands in, within the same beat and with its own command")
  func fallback() throws {
    let loop = try TestLoop()
    loop.settings.fallbackRunner = "other"
    loop.others = ["other": "echo '\(move)'"]
    try loop.answer("failure quota 3600")
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    try loop.playbook.write("changed")
    #expect(loop.beat() == .acted(#"noop: "fine""#))
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
    #expect(loop.beat() == .acted(#"noop: "fine""#))
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
    #expect(loop.beat() == .acted(#"noop: "fine""#))
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
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try !loop.lot.unpark("stub"))
  }

  @Test("A dry run parks nobody and asks nothing")
  func dryRun() throws {
    let loop = try TestLoop()
    try loop.answer("failure auth")
    _ = loop.beat(.init(isDryRun: true))
    #expect(try loop.lot.contents().runners.isEmpty && loop.mailbox.contents().asks.isEmpty)
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
      try orders(loop.settings).order(id, WorkerRequest(WorkerTask(brief: "b")))
    }
    #expect(error?.code == "E_RUNNER_PARKED" && error?.kind == .pending)
    #expect(error?.hint?.contains("looop runner unpark stub") == true)
    loop.settings.fallbackRunner = "other"
    let order = try orders(loop.settings).order(id, WorkerRequest(WorkerTask(brief: "b")))
    #expect(order.agent.runner == "other")
    #expect(throws: LooopError.self) {
      try orders(loop.settings).order(id, WorkerRequest(WorkerTask(brief: "b", runner: "stub")))
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
        "Start no worker with a parked runner: stub is parked"))
  }

  @Test(
    "Words that nothing knows park the runner when it failed so three times in a row, and no sooner"
  )
  func unknownWords() throws {
    let loop = try TestLoop()
    let fail = { () throws -> Bool in
      guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
      loop.pass(1_800)
      return failure.isParked
    }
    try loop.answer("guess")
    #expect(try [fail(), fail()] == [false, false] && loop.calls == 2)
    // An answer ends the row, even one whose move is dropped.
    try loop.answer(#"{"action":"archive_goal","id":"g"}"#)
    loop.meanwhile = "echo new >PLAYBOOK.md"
    #expect(loop.beat() == .skipped(.superseded))
    loop.meanwhile = "true"
    #expect(try loop.state.unknownFailures.isEmpty)
    try loop.playbook.write("changed")
    try loop.answer("guess")
    #expect(try [fail(), fail(), fail()] == [false, false, true])
    let ask = try #require(try loop.mailbox.contents().asks.first)
    #expect(ask.kind == .runner && ask.prompt.contains("It failed so 3 times in a row"))
    #expect(try loop.calls == 6)
    guard case .skipped(.parked) = loop.beat() else { throw Unexpected(what: "asked again") }
    // After a person's word it has three tries again.
    try loop.answerAsk("runner-1", "mended")
    #expect(try [fail(), fail(), fail()] == [false, false, true])
  }

  @Test("Another kind of failure between two of them ends the row")
  func brokenRow() throws {
    let loop = try TestLoop()
    for kind in ["guess", "guess", "failure refused", "guess", "guess"] {
      try loop.answer(kind)
      guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
      #expect(!failure.isParked, "\(kind)")
      loop.pass(300)
    }
  }

  @Test("A dry run counts no failure")
  func dryRow() throws {
    let loop = try TestLoop()
    try loop.answer("guess")
    for _ in 0..<4 { _ = loop.beat(.init(isDryRun: true)) }
    #expect(try loop.state.unknownFailures.isEmpty && loop.lot.contents().runners.isEmpty)
  }

  @Test(
    "What it runs with was mended: it is asked again without an answer, and its question goes",
    arguments: ["PATH", "HOME", "KEY"])
  func mended(what: String) throws {
    let loop = try TestLoop()
    loop.settings.passEnvironment = ["KEY"]
    try loop.answer("failure config")
    _ = loop.beat()
    guard case .skipped(.parked) = loop.beat() else { throw Unexpected(what: "not at rest") }
    loop.environment[what] = "/usr/bin:/bin:/mended"
    try loop.answer(move)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.mailbox.contents().asks.isEmpty && loop.lot.contents().runners.isEmpty)
  }

  @Test("Its program was installed, or replaced: it is asked again")
  func installed() throws {
    let loop = try TestLoop()
    loop.environment["PATH"] = "\(loop.scratch.file("bin")):/usr/bin:/bin"
    loop.settings.tickCommand = "agent"
    let install = { (text: String) in
      _ = try loop.scratch.write("bin/agent", "#!/bin/sh\necho '\(text)'\n", mode: 0o700)
    }
    try install("failure config")
    _ = loop.beatAsSet()
    guard case .skipped(.parked) = loop.beatAsSet() else { throw Unexpected(what: "not at rest") }
    try install(move)
    #expect(loop.beatAsSet() == .acted(#"noop: "fine""#))
  }

  @Test("A change that mends it takes question and rest away, though nothing is to be decided")
  func mendedQuietly() throws {
    let loop = try TestLoop()
    try loop.answer("failure config")
    _ = loop.beat()
    loop.environment["PATH"] = "/bin:/usr/bin"
    try AtomicFile.replace(loop.directory.paused, [])
    #expect(loop.beat() == .skipped(.paused))
    #expect(try loop.mailbox.contents().asks.isEmpty && loop.lot.contents().runners.isEmpty)
  }

  @Test("The question about a runner that is not used any more goes, its rest too")
  func unused() throws {
    let loop = try TestLoop()
    loop.others = ["other": "echo '\(move)'"]
    try loop.answer("failure auth")
    _ = loop.beat()
    loop.settings.runner = "other"
    loop.settings.tickCommand = nil
    #expect(loop.beatAsSet(.init(isDryRun: true)).json["outcome"] == "would_act")
    #expect(try loop.mailbox.contents().asks.count == 1)
    #expect(loop.beatAsSet() == .acted(#"noop: "fine""#))
    #expect(try loop.mailbox.contents().asks.isEmpty && loop.lot.contents().runners.isEmpty)
    // Nor does a question that has lost its record stay.
    let draft = AskDraft(
      worker: try Identifier("runner", "worker"), kind: .runner, prompt: "?",
      key: "runner stub billing")
    _ = try loop.mailbox.raise(draft)
    #expect(loop.beatAsSet() == .skipped(.unchanged))
    #expect(try loop.mailbox.contents().asks.isEmpty)
  }
}
