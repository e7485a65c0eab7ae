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
  /// Seconds a blocking `ask` of this agent may take; nil for no limit.
  package var askWait: Int?
  /// The agent is busy while the title of its screen contains one of these.
  package var busyTitles: [String]
}

/// How long a worker may take, each in seconds.
package struct WorkerLimits: Sendable, Equatable {
  /// From its start to its end; 0 for no limit.
  package var timeout: Int
  /// Silent for so long, without a question that waits, it counts as stuck.
  package var stuckAfter: Int
  /// From its last word to being told to end.
  package var doneGrace: Int
  /// US dollars it may cost; 0 for no limit.
  package var dollars: Double

  package init(
    timeout: Int = 86_400, stuckAfter: Int = 900, doneGrace: Int = 30, dollars: Double = 0
  ) {
    self.dollars = dollars
    self.timeout = timeout
    self.stuckAfter = stuckAfter
    self.doneGrace = doneGrace
  }
}
