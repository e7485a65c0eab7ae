import Base
import TestSupport
import Testing

@testable import Core

@Suite("The log of a window")
struct EventWindowTests {
  private let loop: TestLoop
  private var now: Int { loop.clock.now() }

  init() throws { loop = try TestLoop() }

  private func write(_ lines: [String], to file: String = "events.jsonl") throws {
    try loop.scratch.write("data/\(file)", lines.map { "\($0)\n" }.joined())
  }

  private func line(_ at: Int, _ code: String = "a.b") -> String {
    #"{"v":1,"ts":\#(at),"event":"\#(code)"}"#
  }

  private func window(_ seconds: Int) throws -> EventWindow {
    try loop.loop.events.window(since: now - seconds)
  }

  @Test("The events since then, the oldest first, through the renamed file")
  func order() throws {
    try write([line(now - 99, "a.old"), line(now - 50, "a.one")], to: "events.jsonl.1")
    try write([line(now - 40, "a.two"), line(now, "a.three")])
    let window = try window(60)
    #expect(window.events.map(\.code) == ["a.one", "a.two", "a.three"])
    #expect(window.isWhole && window.torn == 0 && window.ahead == 0)
    #expect(try self.window(1).events.map(\.code) == ["a.three"])
  }

  @Test("A log that begins within the window says so")
  func shortLog() throws {
    try write([line(now - 40)], to: "events.jsonl.1")
    try write([line(now - 30)])
    #expect(try !window(60).isWhole)
    try loop.scratch.write("data/events.jsonl", "")
    #expect(try window(10).isWhole && window(10).events.isEmpty)
  }

  @Test("No log at all is a time in which nothing happened; one that cannot be read is not")
  func absent() throws {
    #expect(
      try window(60)
        == {
          var none = EventWindow(); none.isWhole = true; return none
        }())
    try Folder.create(loop.directory.events)
    #expect(throws: LooopError.self) { try window(60) }
  }

  @Test("Torn lines of the window are counted, and hide no other; older ones are not its own")
  func torn() throws {
    try write([
      #"{"v":1,"ev"#, line(now - 99), "not json", line(now - 50), #"{"v":1,"ts":\#(now - 45),"eve"#,
      #"{"v":1,"event":"no.time"}"#, #"{"v":1,"ts":-5,"event":"a.b"}"#, line(now - 40),
    ])
    let window = try window(60)
    #expect(window.events.map(\.at) == [now - 50, now - 40])
    #expect(window.torn == 3)
  }

  @Test("A line of a clock that was ahead counts from the time of the line behind it")
  func ahead() throws {
    try write([
      line(now - 50), line(now + 9_999, "a.ahead"), line(now - 20), line(999_999_999_999_999),
    ])
    let window = try window(60)
    #expect(window.events.map(\.at) == [now - 50, now - 20, now - 20, now])
    #expect(window.ahead == 2)
  }

  @Test("A clock that was behind for a while hides nothing before it")
  func behind() throws {
    try write([line(now - 50, "a.one")] + (0..<500).map { line($0) } + [line(now - 20, "a.two")])
    #expect(try window(60).events.map(\.code) == ["a.one", "a.two"])
  }

  @Test("What is older is not read: a thousand such lines in a row end the search")
  func bounded() throws {
    let strange = line(now - 30, "a.strange")
    try write([strange] + (0..<1_000).map { line($0) } + [line(now - 20, "a.two")])
    #expect(try window(60).events.map(\.code) == ["a.two"])
    try write([strange] + (0..<999).map { line($0) } + [line(now - 20, "a.two")])
    #expect(try window(60).events.map(\.code) == ["a.strange", "a.two"])
  }
}
