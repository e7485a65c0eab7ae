package import Base
package import Core
internal import Synchronization
internal import YAML

/// Every agent CLI that looop can use: adapters in code and presets in data, one line each.
package struct Registry: RunnerCatalog {
  private static let adapters: [any Runner.Type] = [
    ClaudeRunner.self,
    CodexRunner.self,
    OpencodeRunner.self,
    PiRunner.self,
    CustomRunner.self,
    DemoRunner.self,
  ]

  /// In the order in which they are offered.
  private static let files: [(name: String, bytes: [UInt8])] = [
    ("claude", PackageResources.claude_yaml),
    ("codex", PackageResources.codex_yaml),
    ("opencode", PackageResources.opencode_yaml),
    ("pi", PackageResources.pi_yaml),
    ("custom", PackageResources.custom_yaml),
    ("demo", PackageResources.demo_yaml),
  ]

  private let shipped = ShippedPresets()
  private let folder: PresetFolder?
  private let environment: [String: String]

  /// `folder` holds the user's own presets, `<name>.yaml`. It is read at every request, so that an edit
  /// takes effect at once, and need not exist. Nil for the shipped presets only. `environment` says
  /// where the CLIs keep their own config.
  package init(
    folder: String? = nil, environment: [String: String] = [:], sightings: Sightings = Sightings()
  ) {
    self.environment = environment
    self.folder = folder.map {
      PresetFolder(
        path: $0, adapters: Self.adapterIDs,
        isGuarded: !Ownership.isSwitchedOff(in: environment), sightings: sightings)
    }
  }

  /// The ids of all adapters.
  package static var adapterIDs: [String] { adapters.map { $0.id } }

  /// The shipped presets, or the user's own in their place, then those that the user added.
  package func entries() throws(LooopError) -> [RunnerEntry] {
    let own = try folder?.entries() ?? []
    let names = Self.files.map(\.name)
    var entries: [RunnerEntry] = []
    for file in Self.files {
      if let replacing = own.first(where: { $0.name == file.name }) {
        entries.append(replacing)
      } else {
        entries.append(.preset(try shipped.preset(file)))
      }
    }
    return entries + own.filter { !names.contains($0.name) }
  }

  package func preset(named name: String) throws(LooopError) -> RunnerPreset {
    if let own = try folder?.preset(named: name) { return own }
    if let file = Self.files.first(where: { $0.name == name }) { return try shipped.preset(file) }
    let known = try entries()
    let names = known.map { Untrusted.oneLine($0.name) }
    let nearest = Nearest.match(name, in: names).map { "Did you mean '\($0)'? " } ?? ""
    throw LooopError(
      .config, code: "E_RUNNER_UNKNOWN", "There is no runner named '\(Untrusted.oneLine(name))'.",
      hint: "\(nearest)The runners are: \(names.joined(separator: ", ")).")
  }

  package func file(ofPreset name: String) throws(LooopError) -> String? {
    try folder?.file(named: name)
  }

  package func runner(for preset: RunnerPreset) throws(LooopError) -> any Runner {
    try Self.adapter(of: preset).init(preset: preset)
  }

  /// A shipped preset has the name of the program it launches, so the command's program finds it. The
  /// user's own are found by their `binary` too.
  package func presetName(forCommand command: String) -> String {
    let words = words(of: command)
    if let verb = words.arguments.first, DemoRunner.verbs.contains(verb) { return DemoRunner.id }
    guard words.program != DemoRunner.id else { return CustomRunner.id }
    if Self.files.contains(where: { $0.name == words.program }) { return words.program }
    return folder?.presetName(forProgram: words.program) ?? CustomRunner.id
  }

  package func suspects(ofCommand command: String) -> [String] {
    guard presetName(forCommand: command) == CustomRunner.id else { return [] }
    let words = words(of: command)
    // A folder that cannot be read is reported where a preset is looked for.
    let own = (try? folder?.entries().map(\.name)) ?? nil
    let names = Self.files.map(\.name) + (own ?? [])
    return names.filter {
      $0 != CustomRunner.id && $0 != DemoRunner.id && words.mentions($0.lowercased())
    }
  }

  package func program(ofCommand command: String) -> String { words(of: command).path }

  package func needs(ofCommand command: String) -> [CommandNeed] { words(of: command).needs }

  private func words(of command: String) -> CommandWords { CommandWords(command, environment) }

  package func model(
    ofCommand command: String, preset: RunnerPreset
  ) throws(LooopError) -> CommandModel? {
    let words = words(of: command)
    if let name = words.model { return CommandModel(name) }
    guard preset.adapter == CodexRunner.id else { return nil }
    return CodexConfig.model(words, environment).map { CommandModel($0, isAssumed: true) }
  }

  package func workerKind(
    of command: String, preset: RunnerPreset
  ) throws(LooopError) -> WorkerKind {
    try Self.adapter(of: preset).workerKind(of: command)
  }

  private static func adapter(of preset: RunnerPreset) throws(LooopError) -> any Runner.Type {
    guard let adapter = adapters.first(where: { $0.id == preset.adapter }) else {
      throw LooopError(
        .config, code: "E_ADAPTER_UNKNOWN",
        "The runner '\(preset.name)' names the adapter '\(Untrusted.oneLine(preset.adapter))',"
          + " which does not exist.",
        hint: "The adapters are: \(adapterIDs.joined(separator: ", ")).")
    }
    return adapter
  }
}

/// The presets that ship with looop. One is parsed when it is first asked for, and stays what it is.
private final class ShippedPresets: Sendable {
  private let known = Mutex([String: RunnerPreset]())

  func preset(_ file: (name: String, bytes: [UInt8])) throws(LooopError) -> RunnerPreset {
    if let preset = known.withLock({ $0[file.name] }) { return preset }
    do throws(YAMLFailure) {
      let preset = try PresetFile.parse(file.bytes, file: "\(file.name).yaml")
      known.withLock { $0[file.name] = preset }
      return preset
    } catch {
      throw LooopError(.config, code: "E_PRESET", "A shipped preset is broken: \(error).")
    }
  }
}
