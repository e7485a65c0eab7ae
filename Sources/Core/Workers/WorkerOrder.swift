/// A worker that is to be started, everything about it decided.
public struct WorkerOrder: Sendable, Equatable {
  public let id: Identifier
  /// Without the worker contract, which is put before it.
  public let brief: String
  public let goal: Identifier?
  public let kind: WorkerKind
  /// With `{{prompt_file}}` still in it.
  public let command: String
  public let workingDirectory: String
  /// What the preset adds to the environment.
  public let environment: [String: String]
  /// Seconds a blocking `ask` of this agent may take.
  public let askWait: Int?
}

/// What a person or a move may say of a worker beyond its brief; the config says the rest.
public struct WorkerWishes: Sendable, Equatable {
  public var goal: Identifier?
  public var kind: WorkerKind?
  public var runner: String?
  public var command: String?
  public var workingDirectory: String?

  public init(
    goal: Identifier? = nil, kind: WorkerKind? = nil, runner: String? = nil,
    command: String? = nil, workingDirectory: String? = nil
  ) {
    self.goal = goal
    self.kind = kind
    self.runner = runner
    self.command = command
    self.workingDirectory = workingDirectory
  }
}

/// Makes orders of wishes: the config's command unless another is named.
public struct WorkerOrders: Sendable {
  private let settings: Settings
  private let catalog: any RunnerCatalog
  /// Where workers start when neither a wish nor the config says.
  private let workingDirectory: String

  public init(settings: Settings, catalog: any RunnerCatalog, workingDirectory: String) {
    self.settings = settings
    self.catalog = catalog
    self.workingDirectory = workingDirectory
  }

  public func order(
    _ id: Identifier, brief: String, _ wishes: WorkerWishes
  ) throws(LooopError) -> WorkerOrder {
    let configured = wishes.runner == nil ? settings.workerCommand : nil
    let said = wishes.command ?? configured
    let name =
      wishes.runner ?? settings.runner ?? said.map(catalog.presetName(forCommand:))
    guard let name else {
      throw LooopError(
        .config, "E_NOT_INITIALISED",
        "No runner is chosen, so there is nothing to start a worker with.",
        hint: "Run `looop init` first.")
    }
    let preset = try catalog.preset(named: name)
    let command = said ?? preset.workerCommand
    guard !command.isEmpty else {
      throw LooopError(
        .config, "E_NO_WORKER_COMMAND", "The runner \(name) has no worker command.",
        hint: "Set worker_command in the config.")
    }
    let configuredKind = wishes.command == nil && wishes.runner == nil ? settings.workerKind : nil
    let read = try catalog.workerKind(of: command, preset: preset)
    let kind = wishes.kind ?? configuredKind ?? read
    return WorkerOrder(
      id: id, brief: brief, goal: wishes.goal, kind: kind, command: command,
      workingDirectory: wishes.workingDirectory ?? settings.workdir ?? workingDirectory,
      environment: preset.environment, askWait: preset.askWait)
  }
}
