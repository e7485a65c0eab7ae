internal import ArgumentParser
internal import Core

struct InitCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Choose the agent CLI that thinks and works; required before `up`.",
    discussion: "Without a terminal: looop init --runner NAME [--seed-commands].")

  @Option(help: "The preset to use, instead of asking.") var runner: String?
  @Flag(help: "Use the commands as the original documents them.") var seedCommands = false
  @Option(help: "Use this command for a decision.") var tickCommand: String?
  @Option(help: "Use this command for a worker.") var workerCommand: String?
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let picker = RunnerPicker(
      presets: try wiring.runners.presets(), path: wiring.environment["PATH"])
    let preset: RunnerPreset
    var isDocumented = seedCommands
    if let runner {
      preset = try wiring.runners.preset(named: runner)
    } else {
      guard Console.isInputTerminal else {
        throw LooopError(
          .usage, "E_NO_TERMINAL", "`init` asks its questions at a terminal, and there is none.",
          hint: "Use `looop init --runner NAME`; names are: "
            + picker.presets.map(\.name).joined(separator: ", ") + ".")
      }
      preset = try picker.pick()
      if tickCommand == nil, !seedCommands { isDocumented = try picker.pickDocumented(preset) }
    }
    let chosen = try RunnerWiring(
      preset: preset, isDocumented: isDocumented, tick: tickCommand, worker: workerCommand)
    for line in picker.preview(chosen) { Console.say(line) }
    let kind = try wiring.runners.workerKind(of: chosen.worker, preset: preset)
    if kind == .terminal {
      Console.note(
        "looop: that worker command starts an agent with a screen of its own. Workers of that kind"
          + " are not built yet and will not start; the headless command is recommended.")
    }
    try chosen.write(to: wiring.configFile)
    try wiring.open()
    Console.say("config   \(wiring.configFile)")
    Console.say("next     looop up")
    return ExitStatusCode.ok
  }
}
