import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct LedgerTests {
  @Test func `a call without its end counts, and so does a torn line`() throws {
    let loop = try TestLoop()
    try loop.ledger.recordStart(LedgerCall(id: "a", kind: .tick, runner: "r"))
    let month = LocalTime(loop.clock.now()).monthText
    let content = try loop.scratch.text("data/ledger/\(month).jsonl")
    try loop.scratch.write("data/ledger/\(month).jsonl", content + #"{"type":"star"#)
    #expect(try loop.ledger.lines(since: 0).count { $0.type == .started } == 2)
  }

  @Test(arguments: [(3_000, 3), (0, 3), (0, 2_000), (3_000, 2_000), (2_000, 0)])
  func `the latest lines are all lines, whatever stands before them`(old: Int, new: Int) throws {
    let loop = try TestLoop()
    let now = loop.clock.now()
    let moments =
      (0..<old).map { now - 5 * 86_400 + $0 } + (0..<new).map { now - 3_000 + $0 }
    let lines = moments.map { at in
      LedgerLine(.started, LedgerCall(id: "call-\(at)", kind: .tick, runner: "r"), at: at)
    }
    let text = lines.map { JSONWriter.text($0.json) + "\n" }.joined() + #"{"type":"star"#
    try loop.scratch.write("data/ledger/\(LocalTime(now).monthText).jsonl", text)
    let all = try loop.ledger.lines(since: now - 3_600)
    #expect(all.count == new + 1)
    #expect(try loop.ledger.latest(since: now - 3_600) == all)
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
