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
}
