package import Base

/// Makes orders of wishes: the config's command unless another is named.
package struct WorkerOrders: Sendable {
  private let settings: Settings
  private let catalog: any RunnerCatalog
  private let lot: ParkingLot
  /// Where workers start when neither a wish nor the config says.
  private let workingDirectory: String
  /// What is put before a brief, by the worker's kind.
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

  /// Throws `E_RUNNER_PARKED` (pending) when the runner is at rest and none stands in for it.
  package func order(
    _ id: Identifier, brief: String, _ wishes: WorkerWishes
  ) throws(LooopError) -> WorkerOrder {
    let wishes = try standIn(wishes)
    let configured = wishes.runner == nil ? settings.workerCommand : nil
    let said = wishes.command ?? configured
    let preset = try preset(wishes, said: said)
    let (kind, command) = try kindAndCommand(wishes, said: said, preset)
    var limits = WorkerLimits(
      timeout: settings.workerTimeout, stuckAfter: settings.stuckAfter,
      doneGrace: settings.doneGrace, dollars: settings.caps.dollarsPerWorker)
    if let timeout = wishes.timeout { limits.timeout = timeout }
    let note = preset.workerNote.isEmpty ? "" : "\n\(preset.workerNote)\n"
    return WorkerOrder(
      id: id, contract: "\(contract(kind))\(note)\nYour task:\n", brief: brief, goal: wishes.goal,
      kind: kind,
      runner: preset.name, command: command, verify: wishes.verify,
      workingDirectory: wishes.workingDirectory ?? settings.workdir ?? workingDirectory,
      environment: preset.environment,
      passedEnvironment: preset.passEnvironment + settings.passEnvironment + wishes.environment,
      limits: limits, askWait: preset.askWait, busyTitles: preset.busyTitles)
  }

  /// `wishes`, with the runner that stands in where the one they come to is at rest.
  private func standIn(_ wishes: WorkerWishes) throws(LooopError) -> WorkerWishes {
    let said = wishes.command ?? (wishes.runner == nil ? settings.workerCommand : nil)
    let preset = try preset(wishes, said: said)
    guard let parked = try lot.holding(preset, settings) else { return wishes }
    if wishes.runner == nil, wishes.command == nil, let name = settings.fallbackRunner,
      name != preset.name, try lot.holding(catalog.preset(named: name), settings) == nil
    {
      var other = wishes
      other.runner = name
      return other
    }
    throw LooopError(
      .pending, "E_RUNNER_PARKED", "No worker is started: the runner \(parked.text).",
      hint: "Wait, name another with --runner, or run `looop runner unpark \(preset.name)`.")
  }

  private func preset(
    _ wishes: WorkerWishes, said: String?
  ) throws(LooopError) -> RunnerPreset {
    // A command of the config belongs to the config's runner; one that is named tells its own.
    let configured = wishes.command == nil ? settings.runner : nil
    let name = wishes.runner ?? configured ?? said.map(catalog.presetName(forCommand:))
    guard let name else {
      throw LooopError(
        .config, "E_NOT_INITIALISED",
        "No runner is chosen, so there is nothing to start a worker with.",
        hint: "Run `looop init` first.")
    }
    return try catalog.preset(named: name)
  }

  private func kindAndCommand(
    _ wishes: WorkerWishes, said: String?, _ preset: RunnerPreset
  ) throws(LooopError) -> (WorkerKind, String) {
    let configuredKind = wishes.command == nil && wishes.runner == nil ? settings.workerKind : nil
    let wished = wishes.kind ?? configuredKind
    let own = { (kind: WorkerKind) in
      kind == .terminal ? preset.terminalCommand : preset.workerCommand
    }
    var command = said ?? own(wished ?? .headless)
    var read =
      command.isEmpty ? wished ?? .headless : try catalog.workerKind(of: command, preset: preset)
    // The config's command is of one kind and the other was wished: the preset knows that too.
    if let wished, wished != read, wishes.command == nil, !own(wished).isEmpty {
      command = own(wished)
      read = wished
    }
    guard !command.isEmpty else {
      throw LooopError(
        .config, "E_NO_WORKER_COMMAND",
        "The runner \(preset.name) has no \(wished == .terminal ? "terminal " : "")worker command.",
        hint: "Set worker_command in the config.")
    }
    return (wished ?? read, command)
  }
}
