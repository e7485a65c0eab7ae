package import Base
internal import Core

/// All files of a sensor about to be written, as one.
package struct SensorBundle: Sendable, Equatable {
  package let name: Identifier
  /// Nil for a sensor that is its manifest alone: it runs a command, or is pushed to.
  package let script: String?
  /// Nil to keep the manifest that is there.
  package let manifest: String?
  /// The content of `<name>.local.yaml`; nil to keep what is there.
  package private(set) var values: String?
  /// The folder to copy its test cases from; nil to keep those that are there.
  package let cases: String?
  let author: SensorDraft.Author

  package init(
    name: Identifier, script: String?, manifest: String?, values: String? = nil,
    cases: String? = nil
  ) {
    self.name = name
    self.script = script
    self.manifest = manifest
    self.values = values
    self.cases = cases
    author = .human
  }

  init(_ draft: SensorDraft) {
    name = draft.name
    script = draft.script
    manifest = draft.manifest
    cases = nil
    author = draft.author
  }

  /// The names of the files that it replaces.
  var files: [String] {
    let texts = [(SensorFileName.Role.script, script), (.manifest, manifest), (.values, values)]
    return texts.filter { $0.1 != nil }.map { "\(name)\($0.0.rawValue)" }
  }

  /// With the values of inputs replaced.
  package func setting(_ values: String?) -> SensorBundle {
    var bundle = self
    bundle.values = values ?? self.values
    return bundle
  }

  /// The files of the sensor `name` in `folder`. Throws `E_FILE_UNKNOWN` without any.
  package static func read(
    _ name: Identifier, from folder: String
  ) throws(LooopError) -> SensorBundle {
    func text(_ role: SensorFileName.Role) throws(LooopError) -> String? {
      try AtomicFile.readText("\(folder)/\(name)\(role.rawValue)")
    }
    let script = try text(.script)
    let manifest = try text(.manifest)
    if let manifest {
      // Names the fault in the draft instead of the file it would become.
      let file = "\(folder)/\(name)\(SensorFileName.Role.manifest.rawValue)"
      _ = try Manifest.parse(Array(manifest.utf8), file: file)
    }
    guard script != nil || manifest != nil else {
      let there = Set(try ScriptCatalog(folder: folder, environment: [:]).entries().map(\.name))
      throw LooopError(
        .usage, code: "E_FILE_UNKNOWN",
        "There is neither \(name).sh nor \(name).yaml in \(Untrusted.oneLine(folder)).",
        hint: there.isEmpty
          ? "Name the folder that has the sensor's files."
          : "It has: \(there.sorted().map(\.text).joined(separator: ", ")).")
    }
    let cases = "\(folder)/\(name)\(SensorFileName.casesEnding)"
    return SensorBundle(
      name: name, script: script, manifest: manifest, values: try text(.values),
      cases: Folder.exists(cases) ? cases : nil)
  }
}
