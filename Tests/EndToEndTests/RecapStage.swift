import Foundation
import TestSupport

/// A night that is over, as its files have it, and a clock that stands in the morning after it.
enum RecapStage {
  /// 2026-11-22 09:00:00 UTC.
  static let morning = Sandbox.standing(at: 1_795_338_000)

  private static let files = [
    "events.jsonl": "events.jsonl", "2026-11.jsonl": "ledger/2026-11.jsonl",
    "report.md": "reports/fix-ci-20261121-164010-1234.md", "ask.json": "asks/docs-1-1.json",
    "gate.json": "asks/gate-1.json", "answer.json": "answers/gate-1.json",
    "snapshot.json": "snapshots/sensor-inbox.json",
  ]

  static func set(_ box: Sandbox) throws {
    for (name, place) in files {
      try box.write("data/\(place)", try Fixtures.text("recap/\(name)"))
    }
    try box.write("data/mailbox.d/gate-1.delivered", #"{"v":1,"ts":1795296010,"to":"loop"}"#)
    try box.write("data/runs/20261122-032640/decision.json", "{ broken")
    try box.write("data/PLAYBOOK.md", "Be kind.\n")
  }

  /// What `recap` prints of that night.
  static func recap(_ box: Sandbox, _ words: String...) async throws -> String {
    let result = try await box.start(["recap"] + words, environment: morning).finish()
    guard result.code == 0 else { throw Failure(description: box.shown(result.err)) }
    return result.out
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
