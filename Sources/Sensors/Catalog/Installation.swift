package import Base
internal import Core

/// A shipped sensor about to be installed: checked, not yet written.
package struct Installation: Sendable, Equatable {
  package let name: Identifier
  let entry: ShippedSensors.Entry
  /// The content of `<name>.local.yaml`, in the order of the manifest; nil to leave it as it is.
  let values: String?

  /// `entry` as `name`, with `settings` added to what the values file at `path` sets; `former` is its
  /// content, nil without the file. Throws `E_INPUT` or `E_INPUTS` when a value is refused.
  init(
    _ entry: ShippedSensors.Entry, as name: Identifier, _ settings: [InputSetting],
    former: [UInt8]?,
    at path: String
  ) throws(LooopError) {
    self.name = name
    self.entry = entry
    let manifest = try Manifest.parse(entry.manifest, file: "\(entry.name).yaml")
    let declared = manifest.inputs
    var values = try InputValues(former, of: declared, file: path).ownValues
    values.merge(try InputSetting.values(settings, of: manifest, named: entry.name)) { $1 }
    let missing = declared.filter {
      $0.isRequired && $0.standard == nil && values[$0.name] == nil
    }
    guard missing.isEmpty else { throw Self.failure(missing, of: entry) }
    self.values = settings.isEmpty ? nil : InputValues.text(values, of: declared)
  }

  private static func failure(
    _ missing: [InputDeclaration], of entry: ShippedSensors.Entry
  ) -> LooopError {
    let lines = missing.map { input in
      input.description.isEmpty ? input.name : "\(input.name): \(input.description)"
    }
    let options = missing.map { "--input \($0.name)=…" }.joined(separator: " ")
    return LooopError(
      .usage, code: "E_INPUTS_MISSING",
      lines: [
        "The sensor \(entry.name) needs \(missing.count == 1 ? "one more input" : "more inputs"):"
      ] + lines.map { "    \($0)" },
      hint: "Give \(missing.count == 1 ? "it" : "them"), such as: \(options)")
  }
}

extension InputValues {
  /// The values that the file sets.
  fileprivate var ownValues: [String: String] { values.filter { own.contains($0.key) } }

  /// The file's text, in the order of the manifest.
  static func text(_ values: [String: String], of declared: [InputDeclaration]) -> String {
    text(declared.compactMap { input in values[input.name].map { (input.name, $0) } })
  }
}

extension ScriptCatalog {
  /// Checks everything that installing `entry` as `name` would write. Throws `E_SENSOR_EXISTS` when
  /// there is a sensor of that name, unless `replaces`.
  package func installation(
    of entry: ShippedSensors.Entry, as name: Identifier, _ settings: [InputSetting],
    replaces: Bool
  ) throws(LooopError) -> Installation {
    if !replaces, try hasSensor(name) {
      throw LooopError(
        .usage, code: "E_SENSOR_EXISTS", "There is a sensor \(name) already.",
        hint: "Use --replace to overwrite it, or --as OTHER to install this one under another name."
      )
    }
    let values = path(name, .values)
    return try Installation(
      entry, as: name, settings, former: try AtomicFile.read(values), at: values)
  }

  package func install(_ installation: Installation) throws(LooopError) {
    let entry = installation.entry
    // First, so that a full disk leaves nothing that runs.
    try Folder.create(folder)
    try Deed.prepare { () throws(LooopError) in try ManifestSchema.write(into: folder) }
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in
      try put(
        SensorBundle(
          name: installation.name, script: String(decoding: entry.script, as: UTF8.self),
          manifest: ManifestSchema.modeline + String(decoding: entry.manifest, as: UTF8.self),
          values: installation.values))
    }
    tell(added: installation.name, from: entry.name)
    if let doubt { throw doubt }
  }

  /// `origin` is the shipped sensor, or what else it was made of.
  package func tell(added name: Identifier, from origin: String) {
    chronicle?.tell(
      "sensor.added", ["sensor": .string(name.text), "from": .string(origin)], by: .human
    ) { "sensor \(name) added \($0)" }
  }

  /// The file of values of a sensor with `manifest`, once `settings` are added to those it has; nil
  /// when there are no settings. Throws `E_INPUT` or `E_INPUTS` when a value is refused.
  package func values(
    _ settings: [InputSetting], of name: Identifier, _ manifest: Manifest
  ) throws(LooopError) -> String? {
    guard !settings.isEmpty else { return nil }
    let file = path(name, .values)
    var values = try InputValues(
      try AtomicFile.read(file), of: manifest.inputs, file: file
    ).ownValues
    values.merge(try InputSetting.values(settings, of: manifest, named: name.text)) { $1 }
    return InputValues.text(values, of: manifest.inputs)
  }

  /// Sets inputs of a sensor that is there.
  package func set(
    _ settings: [InputSetting], of sensor: ScriptSensor
  ) throws(LooopError) {
    try installer.alone { () throws(LooopError) in
      guard let text = try values(settings, of: sensor.name, sensor.manifest) else { return }
      try LinkedFile.replace(path(sensor.name, .values), text.utf8)
    }
  }

  /// Whether there is a sensor of that name, a broken one included.
  package func hasSensor(_ name: Identifier) throws(LooopError) -> Bool {
    if try FileFacts.hasEntry(path(name, .script)) { return true }
    return try FileFacts.hasEntry(path(name, .manifest))
  }
}
