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
