package import Base

/// A worker that is to be started, everything about it decided.
package struct WorkerOrder: Sendable, Equatable {
  package let id: Identifier
  /// What is put before the brief.
  package let contract: String
  package let brief: String
  package let goal: Identifier?
  package let kind: WorkerKind
  /// The preset whose adapter reads its stream.
  package let runner: String
  /// With `{{prompt_file}}` still in it.
  package let command: String
  package let verify: String?
  package let workingDirectory: String
  /// What the preset adds to the environment.
  package let environment: [String: String]
  /// The names of the starter's variables that are passed on.
  package let passedEnvironment: [String]
  package let limits: WorkerLimits
  /// How long an `ask` of this agent may block; nil for no limit.
  package let askWait: Duration?
  package let busyTitles: [String]
}

/// What a person or a move may say of a worker beyond its brief; the config says the rest.
package struct WorkerWishes: Sendable, Equatable {
  package var goal: Identifier?
  package var kind: WorkerKind?
  package var runner: String?
  package var command: String?
  package var verify: String?
  package var workingDirectory: String?
  /// Names of variables to pass on.
  package var environment: [String] = []
  /// Zero for no limit.
  package var timeout: Duration?

  package init(
    goal: Identifier? = nil, kind: WorkerKind? = nil, runner: String? = nil,
    command: String? = nil, verify: String? = nil, workingDirectory: String? = nil
  ) {
    self.goal = goal
    self.kind = kind
    self.runner = runner
    self.command = command
    self.verify = verify
    self.workingDirectory = workingDirectory
  }
}
