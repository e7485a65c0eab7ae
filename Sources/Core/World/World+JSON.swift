package import Base

extension World: Shaped {
  /// As `world.json` of a run folder keeps it: what the beat saw, whole.
  package static let shape = Shape<World> { field in
    field.version()
    field("playbook", \.playbook, "your judgment")
    field("goals", \.goals, "what is wanted")
    field("readings", { $0.readings.map(ReadingRecord.init) }, "what the sensors said")
    field("asks", \.mailbox.asks, "questions")
    field("answers", \.answersByName, "your answers, by the name of the ask")
    field("workers", \.reports, "who is or was at work")
    field("parked", \.parked, "the parked runners")
    field("outputs", \.outputs, "what commands printed since the last decision")
    field("interrupted", \.interrupted, "moves that a crash cut short")
    field("problems", { $0.problems.map(\.message) }, "what could not be read")
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
  package static let shape = Shape<Goal> { field in
    field("id", \.id, "its name")
    field("body", \.body, "its text, Markdown")
  }
}

extension ShellOutput: ShapedRecord {
  package static let blank = ShellOutput(id: "", command: "", status: "", tail: "")

  package static let shape = Shape<ShellOutput> { field in
    field(needed: "id", \.id, "the beat, or the `run`, that ran it")
    field("cmd", \.command, "the command line")
    field("status", \.status, "how it ended, in words")
    field("tail", \.tail, "the end of what it printed")
    field("ended_at", \.endedAt, omitting: 0, "when it ended")
  }
}

extension InterruptedMove: ShapedRecord {
  package static let blank = InterruptedMove(id: "", move: "", fate: "")

  package static let shape = Shape<InterruptedMove> { field in
    field(needed: "id", \.id, "the beat or the ask it is of")
    field("move", \.move, "the move in a line")
    field("fate", \.fate, "what is known of its effect")
  }
}

/// A worker as `state --json` and `worker list --json` show it.
package struct WorkerReport: Shaped {
  package enum Health: String, CaseIterable, JSONWritable {
    case ok, stuck, done, failed
  }

  package let worker: Worker
  /// Whether it waits for the human; then it is never stuck.
  package let isWaiting: Bool

  package init(worker: Worker, isWaiting: Bool) {
    self.worker = worker
    self.isWaiting = isWaiting
  }

  package static let shape = Shape<WorkerReport> { field in
    field("id", \.worker.id, "its name")
    field("generation", \.worker.generation, "one life of that name; never reused")
    field(
      "state", \.state,
      "`running`, `stuck`, `waiting-ask`, `exited(CODE)`, `killed(SIGNAL)` or `lost`")
    field("alive", \.worker.isAlive, "whether it is at work")
    field("exit_code", \.worker.state.exitCode, "of one that exited")
    field("health", \.health, "whether it needs attention")
    field("goal", \.worker.goal, "the goal it serves")
    field("kind", \.worker.kind, "how its agent runs")
    field(optional: "runner", \.worker.runner, "the preset it was started with")
    field("started_at", \.worker.startedAt, "when it was started")
    field("ended_at", \.worker.endedAt, "when it ended")
    field(optional: "ended_by", { $0.worker.ending?.by }, "who or what ended it")
    field(optional: "ended_who", { $0.worker.ending?.who }, "the human who did")
    field(optional: "screen", \.screen, "of a stuck one: the last line it shows")
    field(optional: "problem", \.worker.trouble, "what is wrong with it")
    field(optional: "why", { $0.worker.whyFailed() }, "of a failed one: why it failed, in a line")
    field(optional: "verify", \.worker.verification, "the check of its work, once it ran")
    field(
      optional: "unchecked", { $0.worker.isUnchecked ? true : nil },
      "it has a check that did not run: it did not end by itself")
  }

  package var state: String { isWaiting ? "waiting-ask" : worker.state.text }

  private var screen: String? {
    if !isWaiting, case .stuck(let line) = worker.state { line } else { nil }
  }

  package var health: Health {
    guard worker.isAlive else { return worker.hasFailed ? .failed : .done }
    return !isWaiting && worker.state != .running ? .stuck : .ok
  }
}
