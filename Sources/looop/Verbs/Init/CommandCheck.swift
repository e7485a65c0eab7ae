internal import Core

/// Whether commands can be written into the config.
struct CommandCheck {
  let catalog: any RunnerCatalog
  /// The config's `worker_kind`, which applies to every worker command.
  let configuredKind: WorkerKind?

  /// How a worker started by `command` runs; a preset without an adapter is refused elsewhere.
  func kind(of command: String, _ preset: RunnerPreset) -> WorkerKind {
    configuredKind ?? (try? catalog.workerKind(of: command, preset: preset)) ?? .headless
  }

  func problem(
    _ command: String, as use: CommandForm.Role, of preset: RunnerPreset
  ) -> String? {
    switch use {
    case .tick: CommandProblem.of(command, use: .tick)
    case .worker: CommandProblem.of(command, use: .worker(kind(of: command, preset)))
    }
  }

  /// The first command that cannot be used, and why.
  func problem(
    _ form: CommandForm, _ preset: RunnerPreset
  ) -> (command: CommandForm.Role, text: String)? {
    if let text = problem(form.tick, as: .tick, of: preset) { return (.tick, text) }
    return problem(form.worker, as: .worker, of: preset).map { (.worker, $0) }
  }
}
