package import Base

/// Makes an order of a request: what the request leaves open comes from the config, then from the
/// runner's preset.
package struct WorkerOrders: Sendable {
  private let settings: Settings
  private let catalog: any RunnerCatalog
  private let lot: ParkingLot
  /// Where workers start when neither a request nor the config says.
  private let workingDirectory: String
  /// The contract that is put before a brief, by the worker's kind.
  private let contract: @Sendable (WorkerKind) -> String

  package init(
    settings: Settings, catalog: any RunnerCatalog, lot: ParkingLot, workingDirectory: String,
    contract: @escaping @Sendable (WorkerKind) -> String
  ) {
    self.settings = settings
    self.catalog = catalog
    self.lot = lot
    self.workingDirectory = workingDirectory
    self.contract = contract
  }

  /// Throws `E_RUNNER_PARKED` (pending) when the runner is parked and there is no fallback,
  /// `E_NOT_INITIALISED` (config) without a runner, `E_NO_WORKER_COMMAND` (config) when the runner has
  /// no command for this kind of worker, and what the catalog throws.
  package func order(
    _ id: Identifier, _ request: WorkerRequest
  ) throws(LooopError) -> WorkerOrder {
    try order(id, request, mayFallBack: true)
  }

  private func order(
    _ id: Identifier, _ request: WorkerRequest, mayFallBack: Bool
  ) throws(LooopError) -> WorkerOrder {
    let request = try withFallback(request, mayFallBack: mayFallBack)
    let command = command(of: request.task)
    let preset = try preset(for: request.task, command: command)
    let (kind, chosen) = try kindAndCommand(of: request, command: command, preset)
    var limits = WorkerLimits(
      timeout: settings.workerTimeout, stuckAfter: settings.stuckAfter,
      doneGrace: settings.doneGrace, dollars: settings.caps.dollarsPerWorker)
    if let timeout = request.timeout { limits.timeout = timeout }
    let note = preset.workerNote.isEmpty ? "" : "\n\(preset.workerNote)\n"
    return WorkerOrder(
      id: id, task: request.task, goal: request.goal,
      contract: "\(contract(kind))\(note)\nYour task:\n",
      agent: AgentSetup(
        kind: kind, runner: preset.name, command: chosen,
        workingDirectory: request.workingDirectory ?? settings.workFolder(else: workingDirectory),
        limits: limits, askWait: preset.askWait, busyTitles: preset.busyTitles),
      environment: preset.environment,
      passedEnvironment: preset.passEnvironment + settings.passEnvironment + request.environment,
      droppedEnvironment: preset.dropEnvironment)
  }

  /// `request`, with the fallback runner in place of a parked one.
  private func withFallback(
    _ request: WorkerRequest, mayFallBack: Bool
  ) throws(LooopError) -> WorkerRequest {
    let task = request.task
    let preset = try preset(for: task, command: command(of: task))
    guard let parked = try lot.holding(preset, settings) else { return request }
    if mayFallBack, task.runner == nil, task.command == nil, let name = settings.fallbackRunner,
      name != preset.name, try lot.holding(catalog.preset(named: name), settings) == nil
    {
      var other = request
      other.task.runner = name
      return other
    }
    throw LooopError(
      .pending, code: "E_RUNNER_PARKED", "No worker is started: the runner \(parked.text).",
      hint: "Wait, name another with --runner, or run `looop runner unpark \(preset.name)`.")
  }

  /// As `order`, of a decision: the loop does not go around a worker command of a person's own, which may
  /// be what confines the agent. Throws `E_WORKER_RUNNER` then.
  package func orderForLoop(
    _ id: Identifier, _ request: WorkerRequest
  ) throws(LooopError) -> WorkerOrder {
    guard try isOwnCommand else { return try order(id, request) }
    if let name = request.task.runner, !isConfigured(request.task) {
      throw LooopError(
        .failed, code: "E_WORKER_RUNNER",
        "No worker is started with the runner \(Untrusted.oneLine(name)): the config has a"
          + " worker_command of its own, and every worker of the loop's runs by that.",
        hint: "Leave the runner out.")
    }
    return try order(id, request, mayFallBack: false)
  }

  /// Whether the config's command for workers is a person's own, and not a preset's word for word.
  private var isOwnCommand: Bool {
    get throws(LooopError) {
      guard let command = settings.workerCommand else { return false }
      let name = settings.runner ?? catalog.presetName(forCommand: command)
      return try !catalog.preset(named: name).offers(command)
    }
  }

  /// The command that the task or the config gives; nil leaves it to the preset.
  private func command(of task: WorkerTask) -> String? {
    task.command ?? (isConfigured(task) ? settings.workerCommand : nil)
  }

  /// Whether the task is for the config's runner, named or not: the config says how that one runs.
  private func isConfigured(_ task: WorkerTask) -> Bool {
    guard let named = task.runner else { return true }
    return named
      == (settings.runner ?? settings.workerCommand.map(catalog.presetName(forCommand:)))
  }

  private func preset(
    for task: WorkerTask, command: String?
  ) throws(LooopError) -> RunnerPreset {
    // The config's command belongs to the config's runner; a command of the task's own names its own.
    let configured = task.command == nil ? settings.runner : nil
    let name = task.runner ?? configured ?? command.map(catalog.presetName(forCommand:))
    guard let name else {
      throw LooopError(
        .config, code: "E_NOT_INITIALISED",
        "No runner is chosen, so there is nothing to start a worker with.",
        hint: "Run `looop init` first.")
    }
    return try catalog.preset(named: name)
  }

  private func kindAndCommand(
    of request: WorkerRequest, command given: String?, _ preset: RunnerPreset
  ) throws(LooopError) -> (WorkerKind, String) {
    let task = request.task
    let configured = task.command == nil && isConfigured(task) ? settings.workerKind : nil
    let wanted = request.kind ?? configured
    var command = given ?? preset.command(for: wanted ?? .headless)
    var kind =
      command.isEmpty ? wanted ?? .headless : try catalog.workerKind(of: command, preset: preset)
    // A command of a person's runs as it stands: it may be what confines the agent. Only the preset's
    // own gives way to the preset's of the other kind.
    if let wanted, wanted != kind, task.command == nil, preset.offers(command),
      !preset.command(for: wanted).isEmpty
    {
      command = preset.command(for: wanted)
      kind = wanted
    }
    guard !command.isEmpty else {
      throw LooopError(
        .config, code: "E_NO_WORKER_COMMAND",
        "The runner \(preset.name) has no \(wanted == .terminal ? "terminal " : "")worker command.",
        hint: "Set worker_command in the config.")
    }
    if let problem = CommandProblem.placeholder(in: command, use: .worker(wanted ?? kind)) {
      throw LooopError(
        .config, code: "E_COMMAND", "The worker's command cannot be run: \(problem)",
        hint: CommandProblem.mend)
    }
    return (wanted ?? kind, command)
  }
}
