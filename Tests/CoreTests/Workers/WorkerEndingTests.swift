import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("Who ended a worker")
struct WorkerEndingTests {
  typealias End = SupervisorMachine.End

  private static let human = StopOrder(by: .human, who: "ada via /dev/pts/3", why: nil, at: 0)
  private static let loop = StopOrder(by: .loop, who: nil, why: "it goes in circles", at: 0)

  /// Each end, with the order that was there and the signal that came.
  private static let ends: [(words: String, end: End, order: StopOrder?, signal: Int32?)] = [
    ("its agent exited", .exited(3), nil, nil),
    ("a signal of another process ended its agent", .killed(signal: 9), nil, nil),
    ("it was ended after its last word", .ended(.lastWord, signal: 15), nil, nil),
    ("it was ended after its final result", .ended(.result, signal: 15), nil, nil),
    ("its time limit passed", .ended(.timeLimit, signal: 15), nil, nil),
    ("it cost more than `usd_per_worker`", .ended(.budget, signal: 15), nil, nil),
    ("you ended it, by `kill` or `down`", .ended(.stop, signal: 15), human, 15),
    ("the decider's move ended it", .ended(.stop, signal: 15), loop, 15),
    ("a signal of another process reached its supervisor", .ended(.stop, signal: 15), nil, 15),
  ]

  @Test("docs/workers.md prints who ended it, for each end")
  func printed() {
    var lines = ["| what happened | `ended_by` | `why` |", "|---|---|---|"]
    for row in Self.ends {
      let ending = row.end.ending(row.order, signal: row.signal)
      lines.append("| \(row.words) | `\(ending.by.rawValue)` | \(ending.why ?? "") |")
    }
    let loss = Worker.Loss.supervisor
    let losses = "\(loss.rawValue), or \(Worker.Loss.boot.rawValue)"
    lines.append("| \(losses) | `lost` | \(loss.rawValue) |")
    Documents.expect(lines.joined(separator: "\n"), in: "workers.md", part: "ends")
    let causes = Set(Self.ends.map { $0.end.ending($0.order, signal: $0.signal).by })
    #expect(causes.union([.lost]) == Set(WorkerEnding.Cause.allCases))
  }

  @Test("An order names who gave it; an end of the worker's own outranks an order")
  func orders() {
    let told = End.ended(.stop, signal: 15).ending(Self.human, signal: 15)
    #expect(told == WorkerEnding(.human, who: "ada via /dev/pts/3"))
    #expect(End.exited(0).ending(Self.human, signal: 15) == WorkerEnding(.agent))
    let stray = End.ended(.stop, signal: 15).ending(nil, signal: 15)
    #expect(stray.why == "SIGTERM reached its supervisor; looop did not send it")
  }
}
