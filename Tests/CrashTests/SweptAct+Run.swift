import Foundation
import TestSupport
import Testing

extension SweptAct {
  /// Makes the data dir where the act begins, and keeps a copy of it in `before`.
  func lay(in box: Sandbox) async throws {
    try box.configure([
      "tick_command": .string("cat >/dev/null; cat '\(box.path("move"))'"),
      "worker_command": "sleep 1000", "budget": ["calls_per_hour": 0, "calls_per_day": 0],
    ])
    try box.write("move", (move ?? ["action": "noop", "reason": "none"]).text)
    try await box.must("goal", "write", "g", "A goal.")
    try await prepare(box)
    try await Self.shell(box, "mkdir before; cp -a data config.json before/ 2>/dev/null; true")
  }

  /// Brings that data dir back.
  static func bringBack(in box: Sandbox) async throws {
    try await shell(box, "rm -rf data config.json ran .tmp-*; cp -a before/. .")
  }

  func start(in box: Sandbox, _ orders: JSON) async throws -> Finished {
    try await box.start(
      words, input: input.isEmpty ? .none : .text(input),
      environment: environment.merging(["LOOOP_FAILPOINTS": orders.text]) { $1 }
    ).finish()
  }

  func succeeded(_ result: Finished) -> Bool {
    // A question that nobody answers in no time.
    result.code == (name == "ask" ? 75 : 0)
  }

  /// A beat so much later, past the rest that follows a failure.
  @discardableResult
  static func beat(in box: Sandbox, after minutes: Int) async throws -> Finished {
    try await box.looop(
      "beat", environment: Sandbox.standing(at: Int(Date().timeIntervalSince1970) + minutes * 60))
  }

  private static func shell(_ box: Sandbox, _ line: String) async throws {
    let result = try await box.launch(["/bin/sh", "-c", line]).finish()
    guard result.code == 0 else { throw Trial.Failure(description: "\(line): \(result.err)") }
  }
}
