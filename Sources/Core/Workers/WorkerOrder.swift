package import Base

/// A worker that is about to be started, everything about it decided.
package struct WorkerOrder: Sendable, Equatable {
  package let id: Identifier
  package let task: WorkerTask
  package let goal: Identifier?
  /// Put before the brief.
  package let contract: String
  package let agent: AgentSetup
  /// What the preset adds to the environment.
  package let environment: [String: String]
  /// The names of the starter's variables that are passed on; one that ends in `*` stands for all that
  /// begin so.
  package let passedEnvironment: [String]
  /// The names, as above, of those that no beginning of a name passes on.
  package let droppedEnvironment: [String]
}

/// What a verb or a move asks for beyond the config.
package struct WorkerRequest: Sendable, Equatable {
  package var task: WorkerTask
  package var goal: Identifier?
  package var kind: WorkerKind?
  package var workingDirectory: String?
  /// The names of the starter's variables to pass on.
  package var environment: [String] = []
  /// Zero for no limit, nil for the config's.
  package var timeout: Duration?

  package init(
    _ task: WorkerTask, goal: Identifier? = nil, kind: WorkerKind? = nil,
    workingDirectory: String? = nil
  ) {
    self.task = task
    self.goal = goal
    self.kind = kind
    self.workingDirectory = workingDirectory
  }
}
