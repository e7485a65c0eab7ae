internal import Base

/// How one agent is started and watched.
package struct AgentSetup: Sendable, Equatable {
  package var kind: WorkerKind
  /// The preset whose adapter reads the agent's stream; nil in a session of the original.
  package var runner: String?
  /// With `{{prompt_file}}` still in it.
  package var command: String
  package var workingDirectory: String
  package var limits: WorkerLimits
  /// How long an `ask` of this agent may block; nil for no limit.
  package var askWait: Duration?
  /// The agent is busy while the title of its screen contains one of these.
  package var busyTitles: [String]
}

/// How long a worker may take, and what it may cost.
package struct WorkerLimits: Sendable, Equatable {
  /// From its start to its end; zero for no limit.
  package var timeout: Duration
  /// Silent for so long, without a question that waits, it counts as stuck.
  package var stuckAfter: Duration
  /// From its last word to being told to end.
  package var doneGrace: Duration
  /// US dollars it may cost; 0 for no limit.
  package var dollars: Double

  package init(
    timeout: Duration = .days(1), stuckAfter: Duration = .minutes(15),
    doneGrace: Duration = .seconds(30), dollars: Double = 0
  ) {
    self.dollars = dollars
    self.timeout = timeout
    self.stuckAfter = stuckAfter
    self.doneGrace = doneGrace
  }
}
