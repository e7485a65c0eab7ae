package import Base

extension World: Shaped {
  /// As `world.json` of a run folder keeps it: what the beat saw, whole.
  package static let shape = Shape<World> {
    Field.version
    Field("playbook", \.playbook, "your judgment")
    Field("goals", \.goals, "what is wanted")
    Field("readings", { $0.readings.map { ReadingRecord($0) } }, "what the sensors said")
    Field("asks", \.mailbox.asks, "questions")
    Field("answers", \.answersByName, "your answers, by the name of the ask")
    Field("workers", \.reports, "who is or was at work")
    Field("parked", \.parked, "runners at rest")
    Field(optional: "output", \.output, "what the last `run_shell` printed")
    Field("interrupted", \.interrupted, "moves that a crash cut short")
    Field("problems", { $0.problems.map(\.message) }, "what could not be read")
  }

  private var answersByName: [String: Answer] {
    Dictionary(mailbox.answers.map { ($0.key.text, $0.value) }) { first, _ in first }
  }

  /// The workers as they are shown.
  package var reports: [WorkerReport] {
    workers.map { WorkerReport(worker: $0, isWaiting: isWaiting($0)) }
  }
}

extension Goal: Shaped {
  /// As `state --json` and `goal list --json` show it.
  package static let shape = Shape<Goal> {
    Field("id", \.id, "its name")
    Field("body", \.body, "its text, Markdown")
  }
}

extension ShellOutput: ShapedRecord {
  package static let blank = ShellOutput(id: "", command: "", status: "", tail: "")

  package static let shape = Shape<ShellOutput> {
    Field(needed: "id", \.id, "the beat, or the `run`, that ran it")
    Field("cmd", \.command, "the command line")
    Field("status", \.status, "how it ended, in words")
    Field("tail", \.tail, "the end of what it printed")
  }
}

extension InterruptedMove: ShapedRecord {
  package static let blank = InterruptedMove(id: "", move: "", fate: "")

  package static let shape = Shape<InterruptedMove> {
    Field(needed: "id", \.id, "the beat or the ask it is of")
    Field("move", \.move, "the move in a line")
    Field("fate", \.fate, "what is known of its effect")
  }
}

/// A worker as `state --json` and `worker list --json` show it.
package struct WorkerReport: Shaped {
  package enum Health: String, CaseIterable, JSONWritable {
    case ok, stuck, done, failed
  }

  let worker: Worker
  /// Whether it waits for the human; then it is never stuck.
  let isWaiting: Bool

  package static let shape = Shape<WorkerReport> {
    Field("id", \.worker.id, "its name")
    Field("generation", \.worker.generation, "one life of that name; never reused")
    Field(
      "state", \.state,
      "`running`, `stuck`, `waiting-ask`, `exited(CODE)`, `killed(SIGNAL)` or `lost`")
    Field("alive", \.worker.isAlive, "whether it is at work")
    Field("exit_code", \.worker.state.exitCode, "of one that exited")
    Field("health", \.health, "whether it needs attention")
    Field("goal", \.worker.goal, "the goal it serves")
    Field("kind", \.worker.kind, "how its agent runs")
    Field("started_at", \.worker.startedAt, "when it was started")
    Field("ended_at", \.worker.endedAt, "when it ended")
    Field(optional: "screen", \.screen, "of a stuck one: the last line it shows")
    Field(optional: "problem", \.worker.trouble, "what is wrong with it")
    Field(optional: "verify", \.worker.verification, "the check of its work, once it ran")
  }

  private var state: String { isWaiting ? "waiting-ask" : worker.state.text }

  private var screen: String? {
    if !isWaiting, case .stuck(let line) = worker.state { line } else { nil }
  }

  private var health: Health {
    guard worker.isAlive else { return worker.hasFailed ? .failed : .done }
    return !isWaiting && worker.state != .running ? .stuck : .ok
  }
}
