import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct LedgerTests {
  private static let decision = LedgerCall(id: "a", kind: .tick, runner: "r")

  private func write(_ lines: [String], _ loop: TestLoop, written: Int? = nil) throws {
    let month = LocalTime(loop.clock.now()).monthText
    let path = try loop.scratch.write(
      "data/ledger/\(month).jsonl", lines.map { $0 + "\n" }.joined())
    FileFacts.touch(path, at: written ?? loop.clock.now())
  }

  private func line(_ type: LedgerLine.LineType, at moment: Int) -> String {
    JSONWriter.text(LedgerLine(type, Self.decision, at: moment).json)
  }

  @Test func `a call without its end counts, and so does a torn line`() throws {
    let loop = try TestLoop()
    try loop.ledger.recordStart(Self.decision)
    let month = LocalTime(loop.clock.now()).monthText
    let content = try loop.scratch.text("data/ledger/\(month).jsonl")
    try loop.scratch.write("data/ledger/\(month).jsonl", content + #"{"type":"star"#)
    #expect(try loop.ledger.lines(since: 0).count { $0.type == .started } == 2)
    #expect(try loop.ledger.amounts(since: 0).count { $0.isDecision } == 2)
  }

  @Test func `a torn line is as old as the one behind it, or as the file`() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let torn = #"{"v":1,"type":"started","ca"#
    try write([torn, line(.started, at: now - 7_200), torn], loop, written: now - 60)
    #expect(try loop.ledger.lines(since: 0).map(\.at) == [now - 7_200, now - 7_200, now - 60])
    #expect(try loop.ledger.amounts(since: now - 3_600).map(\.at) == [now - 60])
  }

  @Test func `what a clock that was ahead wrote counts from the next line on`() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    try write(
      [
        line(.started, at: now - 9_000), line(.started, at: now + 90_000),
        line(.started, at: now - 5_000),
      ],
      loop)
    #expect(try loop.ledger.lines(since: 0).map(\.at) == [now - 9_000, now - 5_000, now - 5_000])
    #expect(try loop.ledger.amounts(since: now - 3_600).isEmpty)
  }

  @Test func `a cap reached by a clock that was ahead is free again an hour after that was seen`()
    throws
  {
    let loop = try TestLoop()
    var caps = BudgetCaps()
    caps.callsPerHour = 1
    loop.pass(40 * 86_400)
    try loop.ledger.recordStart(Self.decision)
    loop.pass(-40 * 86_400)
    let kept = loop.loop
    let budget = { try kept.budget(caps).spent(loop.mailbox.contents()) }
    let other = { try loop.loop.budget(caps).spent(loop.mailbox.contents()) }
    #expect(try budget()?.until == loop.clock.now() + 3_600)
    // Another process, which has no memory of it, finds the same.
    loop.pass(3_000)
    #expect(try other() != nil)
    loop.pass(601)
    #expect(try budget() == nil)
    #expect(try other() == nil)
  }

  @Test(arguments: [(3_000, 3), (0, 3), (0, 2_000), (3_000, 2_000), (2_000, 0)])
  func `what counts does not depend on what stands before it`(old: Int, new: Int) throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let moments =
      (0..<old).map { now - 5 * 86_400 + $0 } + (0..<new).map { now - 3_000 + $0 }
    try write(moments.map { line(.started, at: $0) }, loop)
    #expect(try loop.ledger.lines(since: now - 3_600).map(\.at) == moments.suffix(new))
    #expect(try loop.ledger.amounts(since: now - 3_600).map(\.at) == moments.suffix(new))
  }

  @Test func `what was read before and what was appended make the same as all`() throws {
    let loop = try TestLoop()
    let ledger = loop.ledger
    let usage = Usage(input: 7, output: 5, cacheRead: 3, cacheWrite: 1)
    for number in 0..<50 {
      let call = LedgerCall(
        id: "c\(number)", kind: number % 3 == 0 ? .worker : .tick, runner: "a \"r\":1",
        worker: "w", goal: "g{}")
      try ledger.recordStart(call)
      if number % 4 > 0 {
        try ledger.recordSpent(
          call, usage: usage, cost: Cost(dollars: 0.25, source: .reported))
      }
      if number % 5 > 0 {
        try ledger.recordEnd(
          call, outcome: #"a \"usd\":9,"at":1"#, duration: .seconds(1), usage: usage, cost: .unknown
        )
      }
      // Once the clock goes back a little, and once a line is torn.
      loop.pass(number == 20 ? -50 : 10)
      if number == 30 {
        let month = LocalTime(loop.clock.now()).monthText
        let content = try loop.scratch.text("data/ledger/\(month).jsonl")
        let handle = try #require(
          FileHandle(forWritingAtPath: loop.scratch.file("data/ledger/\(month).jsonl")))
        handle.seekToEndOfFile()
        handle.write(Data(content.suffix(40).dropLast().utf8))
        try handle.close()
      }
      let since = loop.clock.now() - 200
      let expected = try loop.ledger.lines(since: since).map(LedgerAmount.init)
      #expect(try ledger.amounts(since: since) == expected)
    }
  }

  @Test func `a torn line is as old as the next one, or else as its file`() throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let line = { (at: Int) in
      JSONWriter.text(
        LedgerLine(.started, LedgerCall(id: "c", kind: .tick, runner: "r"), at: at).json)
    }
    let path = "data/ledger/\(LocalTime(now).monthText).jsonl"
    let torn = #"{"v":1,"type":"started","ca"#
    // Behind the first one the next line was written at once, without a line feed.
    try loop.scratch.write(
      path, "\(torn)\(line(now - 9_000))\n\(torn)\n\(line(now - 50))\n\(torn)\n")
    FileFacts.touch("\(loop.scratch.path)/\(path)", at: now - 20)
    #expect(try loop.ledger.lines(since: now - 3_600).map(\.at) == [now - 50, now - 50, now - 20])
    FileFacts.touch("\(loop.scratch.path)/\(path)", at: now - 4_000)
    #expect(try loop.ledger.lines(since: now - 3_600).map(\.at) == [now - 50, now - 50])
  }
}
