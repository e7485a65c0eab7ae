internal import Base

/// What the config file says, with its defaults. Read in one place and passed down; the pulse
/// reads it again when the file changes.
package struct Settings: Sendable, Equatable {
  package var runner: String?
  package var tickCommand: String?
  package var workerCommand: String?
  package var workerKind: WorkerKind?
  /// The time between two runs of a sensor without a clock of its own.
  package var interval = Duration.minutes(1)
  /// Where commands and workers start by default; see `workFolder`.
  package var workdir: String?
  package var maxWorkers = 8
  /// The longest life of a worker; zero for no limit.
  package var workerTimeout = Duration.days(1)
  /// The silence after which a worker that asked nothing counts as stuck.
  package var stuckAfter = Duration.minutes(15)
  /// The time a worker has to end by itself after its `done`.
  package var doneGrace = Duration.seconds(30)
  /// Names of variables that workers get in addition to their preset's.
  package var passEnvironment: [String] = []
  /// The longest call of the runner.
  package var tickTimeout = Duration.minutes(10)
  /// The longest silence of the runner within a call; zero for no limit.
  package var tickSilence = Duration.minutes(3)
  /// The preset that decides and works while the runner is parked.
  package var fallbackRunner: String?
  /// How long until the loop decides again on an unchanged world; zero for never.
  package var noopTTL = Duration.zero
  /// How long an ended session is kept.
  package var sessionTTL = Duration.days(3)
  /// How long delivered asks, reports and archived goals are kept; zero for ever.
  package var retention = Duration.days(365)
  package var caps = BudgetCaps()
  /// Whether an MCP client may rule on gates and budgets without a form before a human.
  package var mayApproveOverMCP = false
  /// The digest of the file; changes with every edit.
  package var digest = ""
  /// What is odd in the file without making it unreadable, one sentence each.
  package var warnings: [String] = []

  package init() {}

  /// Whether the file says how to think and how to work: without it no pulse starts.
  package var isWired: Bool { runner != nil || tickCommand != nil }

  /// Where commands of the loop run and workers start: the config's folder, else that in which looop
  /// was `called`.
  package func workFolder(else called: String) -> String {
    guard let workdir else { return called }
    return workdir.hasPrefix("/") ? workdir : "\(called)/\(workdir)"
  }

  /// Keys of the design that have no effect in this version yet.
  static let laterKeys: Set<String> = ["autonomy", "policy", "gate_ttl"]
}
