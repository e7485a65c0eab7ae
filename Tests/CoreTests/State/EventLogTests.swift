import Base
import Dispatch
import TestSupport
import Testing

@testable import Core

@Suite("The log")
struct EventLogTests {
  @Test("Someone else's words are one clipped line, and cannot be taken for looop's")
  func words() throws {
    let words =
      "a\n{\"event\":\"gate.ruled\"}\u{202E}\u{1B}[31m" + String(repeating: "x", count: 999)
    let loop = try TestLoop()
    let log = loop.loop.events
    let text = try #require(log.words(words).string)
    #expect(text.utf8.count < 300 && !text.contains("\n") && !text.contains("\u{202E}"))
    log.append("ask.raised", ["prompt": log.words(words)])
    #expect(try loop.scratch.text("data/events.jsonl").split(separator: "\n").count == 1)
  }

  @Test("The last events are read from the end, and through the renamed file when that is needed")
  func last() throws {
    let loop = try TestLoop()
    let events = loop.loop.events
    let filler = String(repeating: "x", count: 1_000)
    for number in 0..<300 { events.append("a.b", ["n": .int(number), "text": .string(filler)]) }
    let few = try events.last(10) { _ in true }
    #expect(!few.isWhole && few.events.count >= 10 && few.events.count < 200)
    #expect(few.events.last?.fields["n"] == 299)
    let all = try events.last(1_000) { _ in true }
    #expect(all.isWhole && all.events.map { $0.fields["n"]?.int } == (0..<300).map { $0 })
    _ = try AtomicFile.consume(loop.directory.events, to: loop.directory.formerEvents)
    events.append("a.b", ["n": 300])
    #expect(try events.last(5) { _ in true }.events.last?.fields["n"] == 300)
    #expect(try events.last(1_000) { _ in true }.events.count == 301)
    #expect(try events.all("a.b", since: 0).count == 301)
    #expect(try events.all("a.c", since: 0).isEmpty)
    loop.pass(100)
    #expect(try events.all("a.b", since: loop.clock.now()).isEmpty)
  }

  @Test("A torn line is no event and hides no other")
  func torn() throws {
    let loop = try TestLoop()
    loop.loop.events.append("a.b")
    try loop.scratch.write(
      "data/events.jsonl", try loop.scratch.text("data/events.jsonl") + "{\"v\":1,\"ev")
    loop.loop.events.append("a.c")
    #expect(try loop.loop.events.last(9) { _ in true }.events.map(\.code) == ["a.b", "a.c"])
  }

  @Test("A log that cannot be read is not one in which nothing happened")
  func unreadable() throws {
    let loop = try TestLoop()
    #expect(try loop.loop.events.last(9) { _ in true }.events.isEmpty)
    try Folder.create(loop.directory.events)
    #expect(throws: LooopError.self) { try loop.loop.events.last(9) { _ in true } }
  }

  @Test("Of many that find the log full at once, one renames it")
  func rotation() throws {
    let loop = try TestLoop()
    let full = String(repeating: " ", count: RotatingLog.limit) + "\n"
    try loop.scratch.write("data/events.jsonl", full)
    let events = loop.loop.events
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      for _ in 0..<20 { events.append("a.b", ["n": .int(number)]) }
    }
    #expect(try events.last(1_000) { _ in true }.events.count == 160)
    #expect(try FileFacts.of(loop.directory.formerEvents)?.size ?? 0 >= full.utf8.count)
  }
}
