package import Base
internal import Core

/// A shipped sensor about to be installed: checked, not yet written.
package struct Installation: Sendable, Equatable {
  package let name: Identifier
  let entry: ShippedSensors.Entry
  /// The content of `<name>.local.yaml`, in the order of the manifest; nil to leave it as it is.
  let values: [Value]?

  struct Value: Sendable, Equatable {
    let name, value: String
  }

  /// A value for an input, as typed.
  package struct Setting: Sendable, Equatable {
    package let name, value: String

    /// Throws `E_INPUT` unless `text` is `key=value`.
    package init(_ text: String) throws(LooopError) {
      guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex
      else {
        throw LooopError(
          .usage, code: "E_INPUT",
          "'\(Untrusted.quoted(text, bytes: 80))' is not an input.",
          hint: "Write it as key=value, such as --input repo=owner/name.")
      }
      name = String(text[..<equals])
      value = String(text[text.index(after: equals)...])
    }
  }

  /// `entry` as `name`, with `settings` added to what the values file at `path` sets; `former` is its
  /// content, nil without the file. Throws `E_INPUT` or `E_INPUTS` when a value is refused.
  init(
    _ entry: ShippedSensors.Entry, as name: Identifier, _ settings: [Setting], former: [UInt8]?,
    at path: String
  ) throws(LooopError) {
    self.name = name
    self.entry = entry
    let declared = try Manifest.parse(entry.manifest, file: "\(entry.name).yaml").inputs
    var values = try InputValues(former, of: declared, file: path).ownValues
    var given: Set<String> = []
    for setting in settings {
      let input = try Self.input(setting, declared, of: entry)
      guard given.insert(input.name).inserted else {
        throw LooopError(
          .usage, code: "E_INPUT", "The input '\(input.name)' is given twice.",
          hint: "Give it once.")
      }
      values[input.name] = setting.value
    }
    let missing = declared.filter {
      $0.isRequired && $0.standard == nil && values[$0.name] == nil
    }
    guard missing.isEmpty else { throw Self.failure(missing, of: entry) }
    self.values =
      settings.isEmpty
      ? nil
      : declared.compactMap { input in
        values[input.name].map { Value(name: input.name, value: $0) }
      }
  }

  private static func input(
    _ setting: Setting, _ declared: [InputDeclaration], of entry: ShippedSensors.Entry
  ) throws(LooopError) -> InputDeclaration {
    let names = declared.map(\.name)
    guard let input = declared.first(where: { $0.name == setting.name }) else {
      let shown = Untrusted.quoted(setting.name, bytes: 80)
      let known =
        names.isEmpty ? "It has no inputs." : "Its inputs are: \(names.joined(separator: ", "))."
      throw LooopError(
        .usage, code: "E_INPUT", "The sensor \(entry.name) has no input '\(shown)'.",
        hint: Nearest.match(setting.name, in: names).map { "Did you mean '\($0)'?" } ?? known)
    }
    if let problem = input.problem(with: setting.value) {
      throw LooopError(
        .usage, code: "E_INPUT", "The input '\(input.name)' \(problem).",
        hint: input.description.isEmpty ? nil : "It is \(input.description).")
    }
    return input
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
      "The sensor \(entry.name) needs \(missing.count == 1 ? "one more input" : "more inputs"):\n"
        + lines.map { "    \($0)" }.joined(separator: "\n"),
      hint: "Give \(missing.count == 1 ? "it" : "them"), such as: \(options)")
  }
}

extension InputValues {
  /// The values that the file sets.
  fileprivate var ownValues: [String: String] { values.filter { own.contains($0.key) } }
}

extension ScriptCatalog {
  /// Checks everything that installing `entry` as `name` would write. Throws `E_SENSOR_EXISTS` when
  /// there is a sensor of that name, unless `replaces`.
  package func installation(
    of entry: ShippedSensors.Entry, as name: Identifier, _ settings: [Installation.Setting],
    replaces: Bool
  ) throws(LooopError) -> Installation {
    if !replaces, hasSensor(name) {
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
    // The values first: without a required one the sensor would run and fail.
    if let values = installation.values {
      try set(values.map { ($0.name, $0.value) }, of: installation.name)
    }
    try put(
      SensorDraft(
        name: installation.name, script: String(decoding: entry.script, as: UTF8.self),
        manifest: String(decoding: entry.manifest, as: UTF8.self), author: .human))
    tell(added: installation.name, from: entry.name)
  }

  /// `origin` is the shipped sensor, or what else it was made of.
  package func tell(added name: Identifier, from origin: String) {
    chronicle?.tell(
      "sensor.added", ["sensor": .string(name.text), "from": .string(origin)], by: .human
    ) { "sensor \(name) added \($0)" }
  }

  /// Writes the values of a sensor's inputs, unchecked.
  func set(
    _ values: [(name: String, value: String)], of name: Identifier
  ) throws(LooopError) {
    try Folder.create(folder)
    try AtomicFile.replace(path(name, .values), InputValues.text(values).utf8)
  }

  /// Whether there is a sensor of that name, a broken one included.
  func hasSensor(_ name: Identifier) -> Bool {
    [.script, .manifest].contains { FileFacts.hasEntry(path(name, $0)) }
  }
}
