internal import Base
internal import Core

/// Which presets the config uses.
struct RunnerUse {
  private let tick: String?
  private let worker: String?
  let settings: Settings

  init(_ wiring: Wiring) throws(LooopError) {
    settings = try wiring.shownSettings() ?? Settings()
    let runners = wiring.loop.runners
    tick = settings.runner ?? settings.tickCommand.map(runners.presetName(forCommand:))
    worker = settings.runner ?? settings.workerCommand.map(runners.presetName(forCommand:))
  }

  func uses(of name: String) -> [String] {
    (tick == name ? ["tick"] : []) + (worker == name ? ["worker"] : [])
  }

  /// The commands in force for `preset`: the config's own override those of the preset it names.
  func tick(of preset: RunnerPreset) -> String {
    (tick == preset.name ? settings.tickCommand : nil) ?? preset.tickCommand
  }

  func worker(of preset: RunnerPreset) -> String {
    (worker == preset.name ? settings.workerCommand : nil) ?? preset.workerCommand
  }

  /// Whether that command of `preset` comes from the config.
  func isConfigured(_ role: CommandForm.Role, of preset: RunnerPreset) -> Bool {
    switch role {
    case .tick: tick == preset.name && settings.tickCommand != nil
    case .worker: worker == preset.name && settings.workerCommand != nil
    }
  }

  /// How workers of `preset` run.
  func kind(of preset: RunnerPreset, _ runners: any RunnerCatalog) throws(LooopError) -> WorkerKind
  {
    if worker == preset.name, let kind = settings.workerKind { return kind }
    return try runners.workerKind(of: worker(of: preset), preset: preset)
  }
}
