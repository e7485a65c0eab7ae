package import Base

/// What a sensor is given and what it needs, at this moment. The values of secrets are never in it.
package struct SensorSheet: Sendable, Equatable {
  package struct Input: Sendable, Equatable {
    package enum Source: String, Sendable, CaseIterable, JSONWritable {
      case local, standard = "default", unset
    }

    package let name, description: String
    package let isRequired: Bool
    /// Nil when it is not set.
    package let value: String?
    package let source: Source
    /// Nil for any value.
    package let choices: [String]?
    package let pattern: String?
  }

  package struct Secret: Sendable, Equatable {
    package enum Source: String, Sendable, CaseIterable, JSONWritable {
      case environment, file, unset
    }

    package let name: String
    package let isOptional: Bool
    package let source: Source
  }

  package struct Program: Sendable, Equatable {
    package let name: String
    /// Nil when it is not on `PATH`.
    package let path: String?
  }

  /// Why it has its trust.
  package enum TrustReason: String, Sendable, CaseIterable, JSONWritable {
    case writtenByLoop = "the loop wrote it"
    case manifest = "its manifest says so"
    case network = "it uses the network, and its manifest does not say"
    case local = "it uses no network, and its manifest does not say"
  }

  /// A member of the signal or the detail, and its pointer.
  package struct Part: Sendable, Equatable {
    package let name, pointer: String
  }

  /// Its files.
  package let files: [String]
  /// Empty for a sensor that is pushed to.
  package let arguments: [String]
  package let workingDirectory: String
  package let inputs: [Input]
  package let secrets: [Secret]
  package let programs: [Program]
  package let runsHere: Bool
  package let trustReason: TrustReason
  /// Empty when the output is the reading.
  package let signal, detail: [Part]
  package let hasSchema: Bool

  /// What is missing, each in a sentence that says how to mend it.
  package internal(set) var needs: [String] = []
}

extension ScriptCatalog {
  /// The sheet of `sensor`; programs are looked up on `searchPath`.
  package func sheet(
    of sensor: ScriptSensor, searchPath: String?
  ) throws(LooopError) -> SensorSheet {
    var files: [String] = []
    for role in [SensorFileName.Role.script, .manifest, .values] {
      let path = path(sensor.name, role)
      if try FileFacts.of(path) != nil { files.append(path) }
    }
    let manifest = sensor.manifest
    let parts = { (map: ReadingMap?) in
      (map?.entries ?? []).map { SensorSheet.Part(name: $0.name, pointer: $0.pointer.text) }
    }
    var sheet = SensorSheet(
      files: files, arguments: manifest.push == nil ? sensor.arguments : [],
      workingDirectory: sensor.workingDirectory, inputs: inputs(of: sensor),
      secrets: manifest.secrets.map { secret in
        SensorSheet.Secret(
          name: secret.name, isOptional: secret.isOptional,
          source: sensor.secrets[secret.name].map {
            environment[secret.name] == $0 ? .environment : .file
          } ?? .unset)
      },
      programs: manifest.commands.map {
        SensorSheet.Program(name: $0, path: Executable.find($0, path: searchPath))
      },
      runsHere: manifest.systems.isEmpty || manifest.systems.contains(.this),
      trustReason: try reason(for: sensor), signal: parts(manifest.signal),
      detail: parts(manifest.detail), hasSchema: manifest.schema != nil)
    sheet.needs = needs(sheet, sensor)
    if let obstacle = sensor.script.flatMap({
      Interpreter.obstacle(to: $0, searchPath: searchPath)
    }) {
      sheet.needs.append("It \(obstacle.problem). \(obstacle.mend)")
    }
    return sheet
  }

  private func inputs(of sensor: ScriptSensor) -> [SensorSheet.Input] {
    sensor.manifest.inputs.map { input in
      let value = sensor.inputs.values[input.name]
      return SensorSheet.Input(
        name: input.name, description: input.description, isRequired: input.isRequired,
        value: value.map(sensor.shown),
        source: sensor.inputs.own.contains(input.name)
          ? .local : value == nil ? .unset : .standard,
        choices: input.choices, pattern: input.pattern?.text)
    }
  }

  private func reason(for sensor: ScriptSensor) throws(LooopError) -> SensorSheet.TrustReason {
    if try authorship.isByLoop(sensor.name) { return .writtenByLoop }
    if sensor.manifest.trust != nil { return .manifest }
    return sensor.manifest.network.isEmpty ? .local : .network
  }

  private func needs(_ sheet: SensorSheet, _ sensor: ScriptSensor) -> [String] {
    var needs: [String] = []
    if !sheet.runsHere {
      let known = sensor.manifest.systems.map(\.rawValue).joined(separator: ", ")
      needs.append("It runs on \(known) only.")
    }
    for name in sensor.inputs.missing {
      let values = path(sensor.name, .values)
      needs.append("The input \(name) has no value: write `\(name): …` into \(values).")
    }
    for secret in sheet.secrets where secret.source == .unset && !secret.isOptional {
      let state = sensor.emptySecrets[secret.name].map { "is empty in \($0)" } ?? "is not set"
      needs.append(
        "The secret \(secret.name) \(state): write \(secret.name)=… into \(secretsPath)"
          + " (mode 600).")
    }
    if !sheet.secrets.isEmpty, let secretsProblem {
      needs.append(
        [secretsProblem.message, secretsProblem.hint].compactMap(\.self).joined(separator: " "))
    }
    for program in sheet.programs where program.path == nil {
      needs.append("The program \(program.name) is not on PATH: install it.")
    }
    return needs
  }
}
