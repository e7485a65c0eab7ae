package import Base

/// One session of a worker, as its folder records it.
package struct Worker: Sendable, Equatable {
  package let id: Identifier
  /// One life of the id; never reused.
  package let generation: String
  package let goal: Identifier?
  package let kind: WorkerKind
  /// The preset it was started with; nil where its command was given.
  package var runner: String? = nil
  package let command: String
  package let startedAt: Int
  package let endedAt: Int?
  package let state: State
  /// The worker's own word on its work, once it said `done`: true for a success.
  package let saidDone: Bool?
  /// The report it gave then, clipped.
  package let report: String?
  /// What went wrong according to its agent, whatever its exit code.
  package let problem: String?
  /// Whether a kill or `down` ended it.
  package let wasStopped: Bool
  /// The check of its work, once it ran.
  package let verification: Verification?
  /// Who ended it, and why; nil while it lives.
  package var ending: WorkerEnding?
  /// Whether it has ended and the check that it was started with did not run: it did not end by itself.
  package var isUnchecked = false

  /// What is wrong with it, in a sentence, beyond its state.
  package var trouble: String? {
    if case .lost(let loss) = state { return loss.rawValue }
    return problem ?? (ending?.by == .signal ? ending?.why : nil)
  }

  /// Whether its files do not say that it was ended on purpose, when it was.
  package var isEndUnrecorded: Bool {
    if case .lost(.supervisor) = state { return true }
    return ending?.by == .signal
  }

  /// The id of its call in the ledger.
  package var call: String { "\(id)-\(generation)" }

  package var isAlive: Bool {
    switch state {
    case .running, .stuck: true
    case .exited, .killed, .lost: false
    }
  }

  /// Whether the decider or a person should look at its end. A failed check, the agent's own error and
  /// the worker's own `done --failed` outrank the exit code, and so does its `done` with a check that
  /// passed: a hook that fails at the exit says nothing about the work.
  package var hasFailed: Bool {
    if saidDone == false || verification?.isPassed == false { return true }
    let isProven = saidDone == true && verification?.isPassed == true
    switch state {
    case .running, .stuck: return false
    case .exited(0): return problem != nil && saidDone != true
    case .exited, .killed: return !isProven
    case .lost: return true
    }
  }
}

extension Worker {
  package enum State: Sendable, Equatable {
    case running
    /// Silent for too long, without a question that waits; the last line of what it shows.
    case stuck(String)
    case exited(Int)
    case killed(signal: Int)
    /// No record says how it ended.
    case lost(Loss)
  }

  package enum Loss: String, Sendable {
    /// Its supervisor was killed, or found no room on the disk.
    case supervisor = "its supervisor was killed, or could not write how it ended"
    /// The machine was restarted.
    case boot = "the machine was restarted"
  }
}

extension Worker.State {
  /// One word, and a number where there is one: `running`, `stuck`, `exited(0)`, `killed(9)`, `lost`.
  package var text: String {
    switch self {
    case .running: "running"
    case .stuck: "stuck"
    case .exited(let code): "exited(\(code))"
    case .killed(let signal): "killed(\(signal))"
    case .lost: "lost"
    }
  }

  package var exitCode: Int? { if case .exited(let code) = self { code } else { nil } }
}
