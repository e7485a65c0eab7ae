/// A worker that is to be started, everything about it decided.
public struct WorkerOrder: Sendable, Equatable {
  public let id: Identifier
  /// What is put before the brief.
  public let contract: String
  public let brief: String
  public let goal: Identifier?
  public let kind: WorkerKind
  /// The preset whose adapter reads its stream.
  public let runner: String
  /// With `{{prompt_file}}` still in it.
  public let command: String
  public let verify: String?
  public let workingDirectory: String
  /// What the preset adds to the environment.
  public let environment: [String: String]
  /// The names of the starter's variables that are passed on.
  public let passedEnvironment: [String]
  public let limits: WorkerLimits
  /// Seconds a blocking `ask` of this agent may take.
  public let askWait: Int?
  public let busyTitles: [String]
}

/// What a person or a move may say of a worker beyond its brief; the config says the rest.
public struct WorkerWishes: Sendable, Equatable {
  public var goal: Identifier?
  public var kind: WorkerKind?
  public var runner: String?
  public var command: String?
  public var verify: String?
  public var workingDirectory: String?
  /// Names of variables to pass on.
  public var environment: [String] = []
  /// Seconds; 0 for no limit.
  public var timeout: Int?

  public init(
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
