internal import Base

/// What the config file says, with its defaults. Read in one place and passed down; the pulse
/// reads it again when the file changes.
package struct Settings: Sendable, Equatable {
  package var runner: String?
  package var tickCommand: String?
  package var workerCommand: String?
  package var workerKind: WorkerKind?
  /// Seconds between two sensings of sensors without a clock of their own.
  package var interval = 60
  /// Where workers start, when nothing else is said.
  package var workdir: String?
  package var maxWorkers = 8
  /// Seconds a worker may take; 0 for no limit.
  package var workerTimeout = 86_400
  /// Seconds of silence after which a worker that asked nothing counts as stuck.
  package var stuckAfter = 900
  /// Seconds from a worker's `done` to being told to end.
  package var doneGrace = 30
  /// Names of variables that workers get beside those of their preset.
  package var passEnvironment: [String] = []
  /// Seconds one call of the runner may take.
  package var tickTimeout = 600
  /// Seconds in which a call of the runner must print something; 0 for no limit.
  package var tickSilence = 180
  /// The preset that decides and works while the runner is parked.
  package var fallbackRunner: String?
  /// Seconds after which an unchanged world is looked at again all the same; 0 for never.
  package var noopTTL = 0
  /// Seconds an ended session is kept.
  package var sessionTTL = 3 * 86_400
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
