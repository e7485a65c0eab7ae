/// A worker that is to be started, everything about it decided.
public struct WorkerOrder: Sendable, Equatable {
  public var id: Identifier
  /// Without the worker contract, which is put before it.
  public var brief: String
  public var goal: Identifier?
  public var kind: WorkerKind
  /// With `{{prompt_file}}` still in it.
  public var command: String
  public var workingDirectory: String
  /// What the preset adds to the environment.
  public var environment: [String: String]
  /// Seconds a blocking `ask` of this agent may take.
  public var askWait: Int?

  public init(
    id: Identifier, brief: String, goal: Identifier?, kind: WorkerKind, command: String,
    workingDirectory: String, environment: [String: String], askWait: Int?
  ) {
    self.id = id
    self.brief = brief
    self.goal = goal
    self.kind = kind
    self.command = command
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.askWait = askWait
  }
}
