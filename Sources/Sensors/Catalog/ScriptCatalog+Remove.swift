package import Base
internal import Core

extension ScriptCatalog {
  /// Where the files of removed sensors are kept. Hidden, so that no sensor is found there.
  private var removed: String { "\(folder)/.removed" }

  /// The names of all files of a sensor, including what an interrupted removal left; empty when there
  /// is no such sensor.
  package func belongings(of name: Identifier) throws(LooopError) -> [String] {
    _ = try installer.settle()
    // The script first: a manifest alone does not run, a script alone would run without its bounds.
    let roles: [SensorFileName.Role] = [.script, .manifest, .values]
    var names: [String] = []
    for file in roles.map({ "\(name)\($0.rawValue)" }) + ["\(name).test"] {
      if FileFacts.hasEntry("\(folder)/\(file)") { names.append(file) }
    }
    return names
  }

  /// Moves all files of a sensor aside and returns the folder that has them. `stamp` names the
  /// moment.
  package func remove(_ name: Identifier, stamp: String) throws(LooopError) -> String {
    let kept = try keepingFolder(name, stamp)
    for file in try belongings(of: name) {
      _ = try LinkedFile.consume("\(folder)/\(file)", to: "\(kept)/\(file)")
    }
    try authorship.forget(name)
    chronicle?.tell("sensor.removed", ["sensor": .string(name.text)], by: .human) {
      "sensor \(name) removed \($0)"
    }
    return kept
  }

  private func keepingFolder(
    _ name: Identifier, _ stamp: String
  ) throws(LooopError) -> String {
    let first = "\(removed)/\(stamp)-\(name)"
    var path = first
    var number = 2
    while try FileFacts.of(path) != nil {
      path = "\(first)-\(number)"
      number += 1
    }
    try Folder.create(path)
    return path
  }
}
