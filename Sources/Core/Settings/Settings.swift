internal import Base

/// What the config file says, with its defaults. Read in one place and passed down; the pulse
/// reads it again when the file changes.
package struct Settings: Sendable, Equatable {
  package var runner: String?
  package var tickCommand: String?
  package var workerCommand: String?
  package var workerKind: WorkerKind?
  /// Seconds between two runs of a sensor without a clock of its own.
  package var interval = 60
  /// Where workers start by default.
  package var workdir: String?
  package var maxWorkers = 8
  /// Seconds a worker may take; 0 for no limit.
  package var workerTimeout = 86_400
  /// Seconds of silence after which a worker that asked nothing counts as stuck.
  package var stuckAfter = 900
  /// Seconds from a worker's `done` to being told to end.
  package var doneGrace = 30
  /// Names of variables that workers get in addition to their preset's.
  package var passEnvironment: [String] = []
  /// Seconds one call of the runner may take.
  package var tickTimeout = 600
  /// Seconds in which a call of the runner must print something; 0 for no limit.
  package var tickSilence = 180
  /// The preset that decides and works while the runner is parked.
  package var fallbackRunner: String?
  /// Seconds after which the loop decides again on an unchanged world; 0 for never.
  package var noopTTL = 0
  /// Seconds an ended session is kept.
  package var sessionTTL = 3 * 86_400
  package var caps = BudgetCaps()
  /// The digest of the file; changes with every edit.
  package var digest = ""
  /// What is odd in the file without making it unreadable, one sentence each.
  package var warnings: [String] = []

  package init() {}

  /// Whether the file says how to think and how to work: without it no pulse starts.
  package var isWired: Bool { runner != nil || tickCommand != nil }

  /// Keys of the design that have no effect in this version yet.
  static let laterKeys: Set<String> = ["autonomy", "policy", "gate_ttl"]
}
