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
  /// Where workers start, when nothing else is said.
  package var workdir: String?
  package var maxWorkers = 8
  /// The longest life of a worker; zero for no limit.
  package var workerTimeout = Duration.days(1)
  /// The silence after which a worker that asked nothing counts as stuck.
  package var stuckAfter = Duration.minutes(15)
  /// The time from a worker's `done` until it is told to end.
  package var doneGrace = Duration.seconds(30)
  /// Names of variables that workers get beside those of their preset.
  package var passEnvironment: [String] = []
  /// The longest call of the runner.
  package var tickTimeout = Duration.minutes(10)
  /// The longest silence of the runner within a call; zero for no limit.
  package var tickSilence = Duration.minutes(3)
  /// The preset that decides and works while the runner is parked.
  package var fallbackRunner: String?
  /// When an unchanged world is decided on again all the same; zero for never.
  package var noopTTL = Duration.zero
  /// How long an ended session is kept.
  package var sessionTTL = Duration.days(3)
  package var caps = BudgetCaps()
  /// The digest of the file: another one when anything in it was edited.
  package var digest = ""
  /// What was odd in the file and did not stop it from being read, one sentence each.
  package var warnings: [String] = []

  package init() {}

  /// Whether the file says how to think and how to work: without it no pulse starts.
  package var isWired: Bool { runner != nil || tickCommand != nil }

  /// Every key, with what it means, in the order the documentation lists them.
  package static let keys: [(name: String, meaning: String)] = [
    ("runner", "name of the preset whose adapter reads the tick's stream"),
    ("tick_command", "shell command that makes one decision; `{{prompt_file}}` or stdin"),
    ("worker_command", "shell command that starts a worker; `{{prompt_file}}` or stdin"),
    ("worker_kind", "`headless` or `terminal`, when the command does not tell"),
    ("interval", "seconds between two sensings (60)"),
    ("workdir", "where workers start"),
    ("max_workers", "workers alive at once (8)"),
    ("worker_timeout", "longest life of a worker (24h; 0: no limit)"),
    ("stuck_after", "silence after which a worker that asked nothing is stuck (15m)"),
    ("done_grace", "time a worker has to end by itself after its `done` (30s)"),
    ("pass_env", "names of environment variables that workers get too"),
    ("tick_timeout", "longest call of the runner (10m)"),
    ("tick_silence", "longest silence of the runner within a call (3m; 0: no limit)"),
    ("fallback_runner", "name of the preset that decides and works while the runner is parked"),
    ("noop_ttl", "look again at an unchanged world after so long (0: never)"),
    ("session_ttl", "how long an ended session is kept (3d)"),
    (
      "budget",
      "`{\"calls_per_hour\":120,\"calls_per_day\":500,\"usd_per_day\":10,\"tokens_per_day\":0,"
        + "\"usd_per_worker\":0}`; 0 for no cap"
    ),
  ]

  /// Known to the design and without effect in this version.
  static let laterKeys: Set<String> = ["autonomy", "policy", "gate_ttl"]
  static let budgetKeys = BudgetCaps.Cap.allCases.map(\.rawValue) + ["usd_per_worker"]
}
