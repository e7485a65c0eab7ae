/// Where Core looks runners up, knowing none by name.
public protocol RunnerCatalog: Sendable {
  /// Every preset, in the order they are offered.
  func presets() throws(LooopError) -> [RunnerPreset]

  /// The preset of this name; throws `E_RUNNER_UNKNOWN` (config) with the names there are.
  func preset(named name: String) throws(LooopError) -> RunnerPreset

  /// The adapter a preset names; throws `E_ADAPTER_UNKNOWN` (config).
  func runner(for preset: RunnerPreset) throws(LooopError) -> any Runner

  /// The preset whose CLI `command` starts, by the command's first word; the plain one otherwise.
  func presetName(forCommand command: String) -> String

  /// The model that `command` asks its CLI for; nil when it leaves that to the CLI.
  func model(ofCommand command: String) -> String?

  /// How a worker started by `command` lives, as the preset's adapter reads it.
  func workerKind(of command: String, preset: RunnerPreset) throws(LooopError) -> WorkerKind
}
