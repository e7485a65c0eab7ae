internal import Base
internal import Core
internal import YAML

/// The user's own presets: a folder with one file `<name>.yaml` each, read whenever it is asked.
struct PresetFolder {
  let path: String
  /// The adapters a preset may name.
  let adapters: [String]
  /// Whether a preset that others may write is refused: its commands are run.
  var isGuarded = false
  var sightings = Sightings()

  /// Sorted by name. A broken file is an entry of its own and does not hide the others.
  func entries() throws(LooopError) -> [RunnerEntry] {
    var entries: [RunnerEntry] = []
    for name in try names() {
      do throws(LooopError) {
        // Nil when the file was deleted after the folder was listed.
        if let preset = try read(name) { entries.append(.preset(preset)) }
      } catch {
        entries.append(.broken(name: name, error))
      }
    }
    return entries
  }

  /// Nil when the folder has no such preset.
  func preset(named name: String) throws(LooopError) -> RunnerPreset? {
    // Only listed names are read, so that a name with a path in it cannot leave the folder.
    try names().contains(name) ? try read(name) : nil
  }

  /// Nil when the folder has no such preset.
  func file(named name: String) throws(LooopError) -> String? {
    try names().contains(name) ? "\(path)/\(name).yaml" : nil
  }

  /// The preset that launches `program`: the one of that name, else the first with that `binary`.
  func presetName(forProgram program: String) -> String? {
    guard !program.isEmpty else { return nil }
    do throws(LooopError) {
      let entries = try entries()
      if let same = entries.first(where: { $0.name == program }) { return same.name }
      for case .preset(let preset) in entries where preset.binary == program { return preset.name }
      return nil
    } catch {
      // No runner was named. A verb that names one reports that the folder cannot be read.
      return nil
    }
  }

  private func names() throws(LooopError) -> [String] {
    let files = try Folder.names(in: path) ?? []
    let names = files.filter { !$0.hasPrefix(".") }.compactMap { file -> String? in
      for ending in [".yaml", ".yml"] where file.hasSuffix(ending) {
        return String(file.dropLast(ending.count))
      }
      return nil
    }
    return Set(names).sorted()
  }

  private func read(_ name: String) throws(LooopError) -> RunnerPreset? {
    _ = try Identifier(name, "runner")
    let file = "\(path)/\(name).yaml"
    let shown = Untrusted.oneLine(file)
    guard let bytes = try AtomicFile.read(file) else {
      guard try names().contains(name) else { return nil }
      throw LooopError(
        .config, code: "E_PRESET", "\(Untrusted.oneLine("\(path)/\(name).yml")) is not read.",
        hint: "The name of a preset's file ends in .yaml; rename it.")
    }
    if isGuarded, let problem = Ownership.problem(of: file, sightings) {
      throw problem.with(kind: .config)
    }
    do throws(YAMLFailure) {
      var preset = try PresetFile.parse(bytes, file: shown, called: name, adapters: adapters)
      preset.digest = Digest.sha256(bytes)
      return preset
    } catch {
      throw LooopError(
        .config, code: "E_PRESET", Untrusted.quoted("\(error)", bytes: 600),
        hint: "Fix the file, or move it out of the folder.")
    }
  }
}
