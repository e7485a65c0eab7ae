package import Base
package import Core
internal import YAML

/// The notifiers there are: those that ship, and the user's own in a folder beside the config. A file of the
/// user's called as a shipped one changes what it names of it, and keeps the rest.
package struct NotifierCatalog {
  private let folder: String
  private let isGuarded: Bool
  private let sightings: Sightings

  /// Without `isGuarded` files that others may write count too.
  package init(folder: String, isGuarded: Bool, sightings: Sightings = Sightings()) {
    self.folder = folder
    self.isGuarded = isGuarded
    self.sightings = sightings
  }

  package func names() throws(LooopError) -> [String] {
    let own = (try Folder.names(in: folder) ?? []).compactMap { file in
      file.hasSuffix(".yaml") && !file.hasPrefix(".") ? String(file.dropLast(5)) : nil
    }
    return Set(own + ShippedNotifiers.all.map(\.name)).sorted()
  }

  /// Throws `E_NOTIFIER_UNKNOWN`, or `E_PRESET` for files that cannot be used.
  package func preset(named text: String) throws(LooopError) -> NotifierPreset {
    let name = try NotifierName.checked(text).text
    let shipped = ShippedNotifiers.all.first { $0.name == name }
    let own = try file("\(name).yaml")
    guard shipped != nil || own != nil else {
      throw LooopError(
        .badData, code: "E_NOTIFIER_UNKNOWN", "There is no notifier \(name).",
        hint: Nearest.hint(
          name, in: try names(),
          else: "There are: \(try names().joined(separator: ", ")); your own lie in \(folder)."))
    }
    var preset = NotifierPreset(name: name)
    if let shipped {
      (preset.script, preset.listener) = (shipped.script, shipped.listener)
      try read(shipped.manifest, "\(name).yaml", into: &preset)
    }
    if let own { try read(own, "\(folder)/\(name).yaml", into: &preset) }
    if let script = try file("\(name).sh") {
      preset.script = script
    }
    if let listener = try file("\(name)-listen.sh") { preset.listener = listener }
    guard !preset.script.isEmpty else {
      throw LooopError(
        .config, code: "E_PRESET", "The notifier \(name) has no script \(folder)/\(name).sh.",
        hint: "Write it: it gets each question as a line of JSON on its standard input.")
    }
    return preset
  }

  private func read(
    _ bytes: [UInt8], _ file: String, into preset: inout NotifierPreset
  ) throws(LooopError) {
    do throws(YAMLFailure) {
      try NotifierFile.read(bytes, file: Untrusted.oneLine(file), into: &preset)
    } catch {
      throw LooopError(
        .config, code: "E_PRESET", Untrusted.quoted("\(error)", bytes: 600),
        hint: "Fix the file, or move it out of the folder.")
    }
  }

  /// Nil when there is none. Its commands are run: one that others may change is refused.
  private func file(_ name: String) throws(LooopError) -> [UInt8]? {
    let path = "\(folder)/\(name)"
    guard let bytes = try AtomicFile.read(path) else { return nil }
    if isGuarded, let problem = Ownership.problem(of: path, sightings) {
      throw problem.with(kind: .config)
    }
    return bytes
  }
}

/// The name of a notifier: an identifier without a dot, which ends the name of an ask in a receipt's.
package enum NotifierName {
  package static func checked(_ text: String) throws(LooopError) -> Identifier {
    let name = try Identifier(text, "notifier")
    guard !text.contains(".") else {
      throw LooopError(
        .usage, code: "E_ID", "'\(text)' cannot name a notifier: it has a dot.",
        hint: "Use letters, digits, '_' or '-'.")
    }
    return name
  }
}
