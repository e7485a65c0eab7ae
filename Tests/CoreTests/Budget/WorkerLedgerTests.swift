import Base
import TestSupport
import Testing

@testable import Core

@Suite struct WorkerLedgerTests {
  private static let life = LedgerCall(id: "w-1", kind: .worker, runner: "r", worker: "w")
  private static let decision = LedgerCall(id: "beat", kind: .tick, runner: "r")

  @Test func `each update reads what was added, and amounts add up`() throws {
    let loop = try TestLoop()
    let cost = { Cost(dollars: $0, source: .reported) }
    try loop.ledger.recordStart(Self.decision)
    try loop.ledger.recordSpent(Self.life, usage: Usage(), cost: cost(0.25))
    var ledger = WorkerLedger()
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.total(ofCall: "w-1")?.dollars == 0.25 && ledger.linesRead == 2)
    try loop.ledger.recordSpent(Self.life, usage: Usage(), cost: cost(0.5))
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.total(ofCall: "w-1")?.dollars == 0.75 && ledger.linesRead == 3)
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.linesRead == 3)
    #expect(ledger.total(ofCall: "other") == nil)
  }

  @Test func `a ledger that was replaced is read from its start, and a torn line once it is whole`()
    throws
  {
    let loop = try TestLoop()
    let cost = Cost(dollars: 1, source: .reported)
    var line = LedgerLine(.spent, Self.life, at: loop.clock.now())
    line.cost = cost
    let text = JSONWriter.text(line.json)
    let name = "data/ledger/\(LocalTime(loop.clock.now()).monthText).jsonl"
    try loop.scratch.write(name, "\(text)\n\(text)\n")
    var ledger = WorkerLedger()
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.total(ofCall: "w-1")?.dollars == 2)
    try loop.scratch.write(name, "\(text)\n\(text.prefix(20))")
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.total(ofCall: "w-1")?.dollars == 1)
    try loop.scratch.write(name, "\(text)\n\(text)\n")
    try ledger.update(from: loop.ledger, since: 0)
    #expect(ledger.total(ofCall: "w-1")?.dollars == 2)
  }
}
