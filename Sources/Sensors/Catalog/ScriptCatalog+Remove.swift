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
      if try FileFacts.hasEntry("\(folder)/\(file)") { names.append(file) }
    }
    return names
  }

  /// Moves all files of a sensor aside and returns the folder that has them. `stamp` names the
  /// moment.
  package func remove(_ name: Identifier, stamp: String) throws(LooopError) -> String {
    let kept = try keepingFolder(name, stamp)
    let files = try belongings(of: name)
    var doubt: LooopError?
    for (place, file) in files.enumerated() {
      do throws(LooopError) {
        _ = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
          try LinkedFile.consume("\(folder)/\(file)", to: "\(kept)/\(file)")
        }
      } catch {
        // All of it or nothing: without its script it would be a broken sensor.
        let stuck = files[..<place].reversed().filter { moved in
          !AtomicFile.putBack("\(kept)/\(moved)", to: "\(folder)/\(moved)")
        }
        guard stuck.isEmpty else {
          throw .done("A part of the removal of the sensor \(name)", but: error)
        }
        Folder.remove(kept)
        throw error
      }
    }
    // A mark of a sensor that is gone says nothing, and a later one of that name replaces it.
    try? authorship.forget(name)
    chronicle?.tell("sensor.removed", ["sensor": .string(name.text)], by: .human) {
      "sensor \(name) removed \($0)"
    }
    if let doubt { throw doubt.of("The removal of the sensor \(name)") }
    return kept
  }

  /// Whether it was removed before, for who repeats that because the disk did not confirm it: it is on
  /// the disk then.
  package func isRemoved(_ name: Identifier) throws(LooopError) -> Bool {
    let kept = (try Folder.names(in: removed) ?? []).last { $0.hasSuffix("-\(name)") }
    guard let kept else { return false }
    for path in ["\(removed)/\(kept)/\(name)", path(name, .manifest)] {
      try AtomicFile.confirm(path, of: "The removal of the sensor \(name)")
    }
    return true
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
