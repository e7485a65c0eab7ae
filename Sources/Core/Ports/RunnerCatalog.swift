package import Base

/// Where Core looks runners up, knowing none by name.
package protocol RunnerCatalog: Sendable {
  /// Every runner there is, in the order they are offered.
  func entries() throws(LooopError) -> [RunnerEntry]

  /// The preset of this name; throws `E_RUNNER_UNKNOWN` (config) with the names there are, and
  /// `E_PRESET` (config) when its file is not acceptable.
  func preset(named name: String) throws(LooopError) -> RunnerPreset

  /// The user's own file of that preset; nil when it ships with looop.
  func file(ofPreset name: String) throws(LooopError) -> String?

  /// The adapter a preset names; throws `E_ADAPTER_UNKNOWN` (config).
  func runner(for preset: RunnerPreset) throws(LooopError) -> any Runner

  /// The preset whose CLI `command` starts, by the command's first word; the plain one otherwise.
  func presetName(forCommand command: String) -> String

  /// The presets whose CLI `command` may start although its first words do not say so, as behind a
  /// program that looop does not know; none where they do.
  func suspects(ofCommand command: String) -> [String]

  /// The model that `command` asks its CLI for, or that the CLI's own config names where the command
  /// names none; nil when neither does.
  func model(ofCommand command: String, preset: RunnerPreset) throws(LooopError) -> CommandModel?

  /// The program that `command` starts, as it is written there.
  func program(ofCommand command: String) -> String

  /// What must be there for `command` to reach its agent, in the order in which the shell gets to it.
  func needs(ofCommand command: String) -> [CommandNeed]

  /// How a worker started by `command` lives, as the preset's adapter reads it.
  func workerKind(of command: String, preset: RunnerPreset) throws(LooopError) -> WorkerKind
}

/// One runner as found.
package enum RunnerEntry: Sendable {
  case preset(RunnerPreset)
  /// Its file is not acceptable; the error says where and how to mend it.
  case broken(name: String, LooopError)

  package var name: String {
    switch self {
    case .preset(let preset): preset.name
    case .broken(let name, _): name
    }
  }
}

extension RunnerCatalog {
  package func file(ofPreset name: String) throws(LooopError) -> String? { nil }
  package func suspects(ofCommand command: String) -> [String] { [] }
  package func needs(ofCommand command: String) -> [CommandNeed] { [] }

  /// The presets that can be used, in the order they are offered.
  package func presets() throws(LooopError) -> [RunnerPreset] {
    var presets: [RunnerPreset] = []
    for case .preset(let preset) in try entries() { presets.append(preset) }
    return presets
  }
}
