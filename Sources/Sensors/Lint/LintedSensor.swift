internal import Base
internal import YAML

/// What the lint knows of a sensor's test cases.
struct LintedCases {
  /// Whether one of them expects a signal.
  var expectsSignal = false
  /// Whether one of them is known not to pass.
  var hasFailing = false
}

/// A sensor as the lint sees it: its files as they are, or as a draft would make them.
struct LintedSensor {
  let name: Identifier
  let scriptFile: String
  /// Nil when there is none.
  let script: [UInt8]?
  let manifest: Manifest
  /// The manifest as written, for the places of its keys; nil without one.
  let written: YAMLMapping?
  let cases: LintedCases
  /// Nil without a script, and when another interpreter than a shell runs it.
  let shell: ShellScript?

  init(
    name: Identifier, scriptFile: String, script: [UInt8]?,
    manifest: (manifest: Manifest, written: YAMLMapping)? = nil, cases: LintedCases = LintedCases()
  ) {
    self.name = name
    self.scriptFile = scriptFile
    self.script = script
    self.manifest = manifest?.manifest ?? Manifest()
    written = manifest?.written
    self.cases = cases
    shell = script.flatMap(ShellScript.init)
  }

  /// Whether the manifest sets the key, as in `run.env`; an empty list counts as set.
  func says(_ key: String) -> Bool { value(key).map { !$0.isNull } ?? false }

  /// The place of the key; the manifest itself without the key.
  func place(_ key: String) -> SensorFinding.Place {
    guard let written else { return .init(scriptFile) }
    let node = value(key)
    return .init(written.file, line: node?.line, column: node?.column)
  }

  /// The well-known programs that it runs, whether by its script or by its command.
  var programs: [(use: KnownProgram.Use, place: SensorFinding.Place)] {
    guard let command = manifest.command else {
      return (shell?.programs ?? []).map {
        ($0, .init(scriptFile, line: $0.line, column: $0.column))
      }
    }
    let place = place("run.command")
    if let line = KnownProgram.line(in: command) {
      return (ShellScript(Array(line.utf8))?.programs ?? []).map { ($0, place) }
    }
    return KnownProgram.use(in: command).map { [($0, place)] } ?? []
  }

  func place(_ use: ShellScript.Use) -> SensorFinding.Place {
    .init(scriptFile, line: use.line, column: use.column)
  }

  private func value(_ key: String) -> YAMLNode? {
    var node = written?.node
    for name in key.split(separator: ".") {
      guard case .mapping(let members) = node?.value else { return nil }
      node = members.first { $0.key.text == String(name) }?.value
    }
    return node
  }
}
