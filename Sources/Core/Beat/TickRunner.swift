internal import Base

/// A runner that can be asked for a decision: its preset, and the command that makes one.
struct TickRunner: Sendable, Equatable {
  let preset: RunnerPreset
  /// With its placeholders still in it.
  let template: String
  /// The presets whose stream it may print, where the config names none and its words do not say.
  var suspects: [String] = []

  /// How long a prompt may be that it takes.
  var promptLimit: Int {
    CommandTemplate.expandsIntoArgument(template) ? CommandTemplate.argumentLimit : Prompt.limit
  }

  /// Those to ask, in order: the config's runner, then its fallback. The config's command outranks
  /// the preset's, and without a runner its words name the preset; the fallback runs its own preset's.
  static func all(
    _ settings: Settings, _ catalog: any RunnerCatalog
  ) throws(LooopError) -> [TickRunner] {
    guard let name = settings.runner ?? settings.tickCommand.map(catalog.presetName(forCommand:))
    else {
      throw LooopError(
        .config, code: "E_NOT_INITIALISED", "No runner is chosen.", hint: "Run `looop init` first.")
    }
    var first = try runner(named: name, command: settings.tickCommand, catalog)
    if settings.runner == nil { first.suspects = catalog.suspects(ofCommand: first.template) }
    var runners = [first]
    if let fallback = settings.fallbackRunner, fallback != name {
      runners.append(try runner(named: fallback, command: nil, catalog))
    }
    return runners
  }

  private static func runner(
    named name: String, command: String?, _ catalog: any RunnerCatalog
  ) throws(LooopError) -> TickRunner {
    let preset = try catalog.preset(named: name)
    let template = command ?? preset.tickCommand
    guard !template.isEmpty else {
      throw LooopError(
        .config, code: "E_NO_TICK_COMMAND", "The runner \(name) has no tick command.",
        hint: "Set tick_command in the config, or in its preset.")
    }
    if let problem = CommandProblem.placeholder(in: template, use: .tick) {
      throw LooopError(
        .config, code: "E_COMMAND",
        "The tick command of the runner \(name) cannot be run: \(problem)",
        hint: CommandProblem.mend)
    }
    return TickRunner(preset: preset, template: template)
  }
}
