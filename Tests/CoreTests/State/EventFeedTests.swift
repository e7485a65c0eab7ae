import Base
import TestSupport
import Testing

@testable import Core

@Suite("The log in both directions")
struct EventFeedTests {
  private func numbers(_ events: [LoggedEvent]) -> [Int] {
    events.compactMap { $0.fields["n"]?.int }
  }

  @Test("The end and what follows share one point: no event is in both, none is missing")
  func point() throws {
    let loop = try TestLoop()
    let events = loop.loop.events
    for number in 0..<300 { events.append("a.b", ["n": .int(number)]) }
    let feed = try EventFeed(loop.directory)
    for number in 300..<303 { events.append("a.b", ["n": .int(number)]) }
    let end = try feed.end { $0.count >= 10 }
    #expect(numbers(end.events).last == 299 && end.events.count < 300 && !end.isWhole)
    #expect(numbers(try feed.next().events) == [300, 301, 302])
    #expect(try feed.next().events.isEmpty)
    _ = try AtomicFile.consume(loop.directory.events, to: loop.directory.formerEvents)
    events.append("a.b", ["n": 303])
    #expect(numbers(try feed.next().events) == [303])
  }

  @Test("Back to a moment, and through the renamed file")
  func since() throws {
    let loop = try TestLoop()
    for number in 0..<6 {
      loop.loop.events.append("a.b", ["n": .int(number)])
      if number == 2 {
        _ = try AtomicFile.consume(loop.directory.events, to: loop.directory.formerEvents)
      }
      loop.pass(3_600)
    }
    let now = loop.clock.now()
    let some = try EventFeed(loop.directory).end(since: now - 4 * 3_600) { _ in false }
    #expect(numbers(some.events) == [2, 3, 4, 5] && !some.isWhole)
    let all = try EventFeed(loop.directory).end { _ in false }
    #expect(numbers(all.events) == Array(0..<6) && all.isWhole)
  }

  @Test(
    "A clock that was behind for a while hides nothing before it, in the log and in the journal")
  func behind() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    func append(_ number: Int) throws {
      loop.loop.events.append("a.b", ["n": .int(number)])
      try loop.journal.append("line \(number)")
    }
    try append(0)
    loop.pass(7_200)
    try append(1)
    loop.pass(-40 * 86_400)
    for _ in 0..<20 { try append(2) }
    loop.pass(40 * 86_400)
    try append(3)
    let since = now + 3_600
    let feed = try EventFeed(loop.directory)
    let end = try feed.end(since: since) { _ in false }
    #expect(numbers(end.events.filter { $0.code == "a.b" }) == [1, 3] && end.hasOlder)
    let window = try loop.loop.events.window(since: since)
    #expect(window.events == end.events)
    let lines = try loop.journal.tail(99, since: since) { _ in true }
    #expect(lines.map { $0.suffix(6) } == ["line 1", "line 3"])
  }

  @Test("Within one second a cause stands before its effect, and all else as it was written")
  func causes() throws {
    func event(_ at: Int, _ code: String, _ fields: JSONObject) -> LoggedEvent {
      LoggedEvent(at: at, code: code, fields: fields)
    }
    let ended = event(5, "worker.ended", ["worker": "w", "generation": "1"])
    let former = event(5, "worker.ended", ["worker": "w", "generation": "0"])
    let started = event(5, "worker.started", ["worker": "w", "generation": "1"])
    let line = event(5, "journal.written", ["text": "worker w started"])
    let woke = event(5, "loop.woke", [:])
    let delivered = event(6, "ask.delivered", ["ask": "w-1"])
    let answered = event(6, "ask.answered", ["ask": "w-1"])
    #expect(
      [former, ended, started, line, woke, delivered, answered].causesFirst
        == [former, started, line, ended, woke, answered, delivered])
    let inOrder = [started, line, ended, woke, answered, delivered]
    #expect(inOrder.causesFirst == inOrder)
    // Seconds are never exchanged.
    let late = event(7, "ask.answered", ["ask": "w-1"])
    #expect([delivered, late].causesFirst == [delivered, late])
  }

  @Test("Lines that are no events are passed over and counted")
  func broken() throws {
    let loop = try TestLoop()
    loop.loop.events.append("a.b", ["n": 1])
    let line = try loop.scratch.text("data/events.jsonl")
    try loop.scratch.write("data/events.jsonl", "{\"event\nnonsense\n" + line + "[1]\n\n")
    let feed = try EventFeed(loop.directory)
    #expect(numbers(try feed.end { _ in false }.events) == [1] && feed.unread == 3)
  }

  @Test("Without a log there is nothing, and then what comes")
  func absent() throws {
    let loop = try TestLoop()
    let feed = try EventFeed(loop.directory)
    let end = try feed.end { _ in false }
    #expect(end.events.isEmpty && end.isWhole)
    loop.loop.events.append("a.b", ["n": 1])
    #expect(numbers(try feed.next().events) == [1])
  }
}
