/// What looop 1.0, the Rust program of the same name, was set by and this version is not: keys of its
/// config, and variables of its environment. Each with what takes its place, for whoever comes from it.
package enum FormerSettings {
  /// Keys by their older names, which are read.
  static let renamed = ["tick": "tick_command", "interactive": "worker_command"]

  /// Keys that are not read.
  static let keys: [String: String] = [
    "max_daily_usd": "set budget.usd_per_day",
    "max_next_interval": "the decider may wish for at most 5 minutes",
    "resume": "there is no such command any more",
    "busy_interval": "set interval",
    "worker_model": "write the model into worker_command",
    "worker_thinking": "write it into worker_command",
  ]

  /// A variable of its environment.
  package struct Variable: Sendable, Equatable {
    package let name: String
    /// What takes its place.
    package let instead: String

    fileprivate init(_ name: String, _ instead: String) {
      self.name = name
      self.instead = instead
    }

    package var sentence: String { "\(name) is set and not read: \(instead)." }
  }

  /// Those of `variables` that `environment` sets.
  package static func variables(in environment: [String: String]) -> [Variable] {
    variables.filter { environment[$0.name] != nil }
  }

  /// The table of the documentation.
  package static var table: String {
    (["| variable | instead |", "|---|---|"] + variables.map { "| `\($0.name)` | \($0.instead) |" })
      .joined(separator: "\n")
  }

  package static let variables: [Variable] = [
    Variable("LOOOP_MAX_DECIDES_PER_HOUR", "the config's budget.calls_per_hour is the cap"),
    Variable("LOOOP_MAX_DAILY_USD", "the config's budget.usd_per_day is the cap"),
    Variable("LOOOP_MAX_WORKERS", "the config's max_workers is the cap"),
    Variable("LOOOP_INTERVAL", "the config's interval says how often sensors run"),
    Variable("LOOOP_BUSY_INTERVAL", "the config's interval says how often sensors run"),
    Variable("LOOOP_MAX_NEXT_INTERVAL", "the decider may wish for at most 5 minutes"),
    Variable(
      "LOOOP_NOOP_TTL", "the config's noop_ttl says when an unchanged world is decided again"),
    Variable("LOOOP_SESSION_TTL", "the config's session_ttl says how long sessions are kept"),
    Variable("LOOOP_TICK_TIMEOUT_SECS", "the config's tick_timeout limits a call"),
    Variable(
      "LOOOP_WORKER_STUCK_SECS", "the config's stuck_after says when a worker counts as stuck"),
    Variable("LOOOP_SENSOR_TIMEOUT", "timeout in a sensor's manifest limits its run"),
    Variable("LOOOP_SENSOR_MAX_BYTES", "looop cuts long readings by itself"),
    Variable("LOOOP_SHELL_TIMEOUT_SECS", "looop limits the commands that the loop runs by itself"),
    Variable("LOOOP_SHELL_ALLOW_DANGEROUS", "a dangerous command always needs your yes"),
    Variable("LOOOP_VERIFY_TIMEOUT_SECS", "a check has a minute"),
    Variable("LOOOP_RUNNER_RETRIES", "looop knows which failures pass and tries those again"),
    Variable("LOOOP_RUNNER_RETRY_MATCH", "looop knows which failures pass and tries those again"),
    Variable("LOOOP_RUNNER_RETRY_SLEEP", "looop knows which failures pass and tries those again"),
    Variable("LOOOP_ASK_POLL_MS", "looop does not poll"),
    Variable("LOOOP_WAIT_POLL_MS", "looop does not poll"),
    Variable("LOOOP_ASK_TIMEOUT_S", "`looop ask --wait` limits the wait"),
    Variable("LOOOP_RUNS_KEEP", "200 runs or 200 MB of them are kept"),
    Variable("LOOOP_PLAYBOOK_KEEP", "20 former PLAYBOOKs are kept"),
    Variable("LOOOP_EVENTS_MAX_BYTES", "the event log is rotated by itself"),
    Variable("LOOOP_JOURNAL_MAX_BYTES", "the prompt shows the journal's last lines only"),
    Variable("LOOOP_PROMPT_MAX_BYTES", "looop bounds the prompt by itself"),
    Variable("LOOOP_TELLS_CONSUMED_KEEP_SECS", "this version has no tells"),
    Variable("LOOOP_FLAP_STREAK", "flap in a sensor's manifest says when it changes too often"),
    Variable("LOOOP_LOG_FORMAT", "events.jsonl has the log as JSON"),
    Variable("LOOOP_TMUX_SURFACE", "looop opens no windows"),
  ]
}
