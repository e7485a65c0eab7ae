import Base
import TestSupport
import Testing

@testable import Core

@Suite("What the log says of a decision")
struct CallEventsTests {
  private func events(_ loop: TestLoop) throws -> [LoggedEvent] {
    try loop.loop.events.last(1_000) { _ in true }.events
  }

  @Test("A wake names the sensor, the place and what changed; the call has its run and its cost")
  func wake() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("disk", signal: ["free": 31]), try StubSensor("other")]
    _ = loop.beat(sensesAll: true)
    let before = try events(loop).count
    try loop.answer("used 10 20 0.25\n" + #"{"action":"noop","reason":"nothing to do"}"#)
    loop.sensors[0].signal = ["free": 2]
    _ = loop.beat(sensesAll: true)
    let told = try events(loop).dropFirst(before).map(\.code)
    #expect(told == ["loop.woke", "call.started", "call.ended", "journal.written"])
    let woke = try #require(try events(loop).last { $0.code == "loop.woke" })
    #expect(
      woke.fields["items"] == [
        [
          "item": "reading/disk", "change": "changed", "sensor": "disk",
          "pointer": "/signal/free", "from": "31", "to": "2",
        ]
      ])
    let ended = try #require(try events(loop).last { $0.code == "call.ended" })
    #expect(ended.fields["run"] == woke.fields["run"] && ended.fields["usd"]?.double == 0.25)
    #expect(ended.fields["outcome"] == "move" && ended.fields["move"] == "noop")
  }

  @Test("A problem is named by its file, and told by its place in the data dir")
  func problem() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    try loop.scratch.write("data/goals/no id.md", "x")
    try loop.scratch.write("data/asks/w-1.json", "[")
    _ = loop.beat()
    let woke = try #require(events(loop).last { $0.code == "loop.woke" })
    let items = (woke.fields["items"]?.array ?? []).map {
      ($0["item"]?.string ?? "", $0["to"]?.string ?? "")
    }
    #expect(items.count == 2 && items.allSatisfy { $0.0.hasPrefix("problem/") })
    let ask = try #require(items.first { $0.0.hasPrefix("problem/w-1.json-") })
    #expect(ask.0.utf8.count == "problem/w-1.json-".utf8.count + 12)
    #expect(ask.1.hasPrefix("asks/w-1.json:1:2: "), "\(ask)")
    #expect(items.contains { $0.1.hasPrefix("goals/no id.md is not a goal: ") }, "\(items)")
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test("An unchanged world writes nothing to the log")
  func unchanged() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("disk")]
    _ = loop.beat(sensesAll: true)
    let before = try events(loop)
    #expect(loop.beat(sensesAll: true) == .skipped(.unchanged))
    #expect(try events(loop) == before)
  }

  @Test("A goal edited by hand is told as a wake, from what to what; a long text by its start")
  func edited() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/goals/ship.md", "Ship it.\n")
    _ = loop.beat()
    try loop.scratch.write("data/goals/ship.md", String(repeating: "Ship it now. ", count: 50))
    _ = loop.beat()
    let woke = try #require(try events(loop).last { $0.code == "loop.woke" })
    let item = woke.fields["items"]?.array?.first
    #expect(item?["item"] == "goal/ship" && item?["from"] == "Ship it.")
    let to = try #require(item?["to"]?.string)
    #expect(to.hasPrefix("Ship it now.") && to.contains("[clipped: ") && to.utf8.count < 180)
  }

  @Test("Of many changes the first are told, and how many are left")
  func many() throws {
    let loop = try TestLoop()
    for number in 0..<40 { try loop.scratch.write("data/goals/g\(number).md", "x\n") }
    _ = loop.beat()
    let woke = try #require(try events(loop).last { $0.code == "loop.woke" })
    #expect(woke.fields["items"]?.array?.count == ChangedPlace.mostTold)
    // The PLAYBOOK is one of them.
    #expect(woke.fields["more"] == .int(41 - ChangedPlace.mostTold))
  }

  @Test("A failed call is told with its class and words; a sensor that flaps is told once")
  func failures() throws {
    let loop = try TestLoop()
    try loop.answer("failure refused")
    try loop.goals.write(try Identifier("g", "goal"), "x")
    _ = loop.beat()
    let ended = try #require(try events(loop).last { $0.code == "call.ended" })
    #expect(ended.fields["outcome"] == "refused" && ended.fields["message"] == "it said refused")
  }

  @Test("A sensor that flaps is told once, and each skip of it is not")
  func flaps() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("disk")]
    let log = OutcomeLog(events: loop.loop.events)
    for number in 0..<12 {
      loop.sensors[0].signal = .int(number)
      log.record(loop.beat(sensesAll: true))
    }
    #expect(try events(loop).count { $0.code == "sensor.flaps" } == 1)
    #expect(try events(loop).allSatisfy { $0.fields["outcome"] != "skipped" })
  }

  @Test("What a human steers leaves an event and a line, what a move does an event alone")
  func steering() throws {
    let loop = try TestLoop()
    let id = try Identifier("ship", "goal")
    try loop.goals.write(id, "Ship it.")
    try loop.playbook.write("Be kind.")
    #expect(try loop.loop.pause.begin() && !loop.loop.pause.begin())
    #expect(try loop.loop.pause.end() && !loop.loop.pause.end())
    #expect(try loop.goals.archive(id) && !loop.goals.archive(id))
    try loop.goals.write(id, "Ship it.", by: .loop)
    let digest = Digest.short("Ship it.\n")
    let lines = try loop.journal.tail(99).map { String($0.dropFirst("- 2026-11-22 09:05 ".count)) }
    #expect(
      lines == [
        "goal ship written by ada via test (sha256 \(digest))",
        "PLAYBOOK written by ada via test (sha256 \(Digest.short("Be kind.\n")))",
        "paused by ada via test", "resumed by ada via test",
        "goal ship archived by ada via test",
      ])
    let codes = try events(loop).map(\.code).filter { $0 != "journal.written" }
    #expect(
      codes == [
        "goal.written", "playbook.written", "loop.paused", "loop.resumed", "goal.archived",
        "goal.written",
      ])
    #expect(
      try events(loop).last?.fields["by"] == "loop" && events(loop).last?.fields["who"] == nil)
  }

  @Test("Asks leave their lives; an answer's words are in the log and not in the journal")
  func asks() throws {
    let loop = try TestLoop()
    let draft = AskDraft(worker: try Identifier("bob", "worker"), kind: .worker, prompt: "Red?")
    let ask = try loop.mailbox.raise(draft)
    try loop.answerAsk("bob-1", "the secret word")
    try loop.mailbox.markDelivered(ask.id)
    try loop.mailbox.markDelivered(ask.id)
    let other = try loop.mailbox.raise(
      AskDraft(worker: try Identifier("runner", "worker"), kind: .runner, prompt: "Log in."))
    try loop.mailbox.withdraw(other.id)
    try loop.mailbox.withdraw(other.id)
    #expect(
      try events(loop).map(\.code) == [
        "ask.raised", "ask.answered", "journal.written", "ask.delivered", "ask.raised",
        "ask.withdrawn",
      ])
    #expect(try events(loop)[1].fields["answer"] == "the secret word")
    let journal = try loop.journal.tail(9)
    #expect(journal.count == 1 && journal[0].hasSuffix("bob-1 answered by ada via test"))
  }

  @Test("A log that cannot be written fails nothing; a journal that cannot be is reported")
  func unwritable() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/journal.md/in-the-way", "")
    try loop.goals.write(try Identifier("ship", "goal"), "Ship it.")
    #expect(try events(loop).map(\.code) == ["goal.written", "journal.unwritten"])
    let blocked = try TestLoop()
    try blocked.scratch.write("data/events.jsonl/in-the-way", "")
    try blocked.goals.write(try Identifier("ship", "goal"), "Ship it.")
    guard case .acted = blocked.beat() else {
      Issue.record("the beat failed")
      return
    }
  }
}
