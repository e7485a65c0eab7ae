package import Base
package import Core

/// A sensor that runs a program (its script, or its manifest's command), or one that is pushed to.
package struct ScriptSensor: Sensor, Equatable {
  package let name: Identifier
  package let manifest: Manifest
  package let timing: SensorTiming
  package let trust: Trust
  package let version: Int
  /// What is run.
  let arguments: [String]
  let workingDirectory: String
  private(set) var inputs: InputValues
  /// Its secrets by name; those that are not set are left out.
  let secrets: [String: String]
  /// Why the file of secrets could not be read.
  let secretProblem: LooopError?
  package let redaction: Redaction
  /// The head of the script that is run; nil when the manifest names a command.
  var script: ScriptHead?
  /// The loop wrote it and needed no yes for it.
  var isConfined = false
  /// Its secrets that have an empty value, and where.
  var emptySecrets: [String: String] = [:]
  /// The file that its readings are as old as.
  package var ageFile: String?

  package var description: String { manifest.description }
  package var wake: WakeRules { manifest.wake }
  package var push: PushRules? { manifest.push }

  /// With other values for some of its inputs. Throws `E_INPUT` when one does not fit.
  package func setting(_ settings: [InputSetting]) throws(LooopError) -> ScriptSensor {
    var sensor = self
    sensor.inputs = inputs.setting(
      try InputSetting.values(settings, of: manifest, named: name.text))
    return sensor
  }

  package func command(in setting: SensorSetting) throws(LooopError) -> Command {
    let environment = environment(from: setting.environment)
    try checkNeeds(path: environment["PATH"])
    var input = Command.Input.null
    if manifest.standardInput == .lastReading, let last = setting.lastReading,
      try FileFacts.of(last) != nil
    {
      input = .file(last)
    }
    return Command(
      arguments: isConfined ? Unasked.limited(arguments) : arguments, environment: environment,
      workingDirectory: workingDirectory,
      input: input, capture: .all(limit: manifest.maxBytes),
      mergesStandardError: manifest.standardError == .merge, deadline: manifest.timeout)
  }

  package func observe(_ result: CommandResult) -> Observation {
    let seen = ScriptOutput(manifest: manifest, redaction: redaction).observation(of: result)
    guard let ageFile, seen.status == .ok else { return seen }
    return aged(seen, by: ageFile)
  }

  /// What is built from a file is as old as that file.
  private func aged(_ seen: Observation, by file: String) -> Observation {
    do throws(LooopError) {
      guard let facts = try FileFacts.of(file) else {
        return .impossible("its age_of, \(Untrusted.oneLine(file)), is not there")
      }
      var seen = seen
      seen.asOf = facts.modified
      return seen
    } catch { return .impossible(error.message) }
  }

  package func observe(pushed payload: [UInt8]) -> Pushed {
    ScriptOutput(manifest: manifest, redaction: redaction).pushed(payload)
  }

  // MARK: What it needs

  private func checkNeeds(path: String?) throws(LooopError) {
    if !manifest.systems.isEmpty, !manifest.systems.contains(.this) {
      let known = manifest.systems.map(\.rawValue).joined(separator: ", ")
      throw needs("runs on \(known) only", "Switch it off with `enabled: false`.")
    }
    if let input = inputs.missing.first {
      throw needs(
        "has no value for its input '\(input)'", "Write `\(input): …` into \(name).local.yaml.")
    }
    let unset = manifest.secrets.first { !$0.isOptional && secrets[$0.name] == nil }
    if let unset {
      if let secretProblem { throw secretProblem }
      throw needs(
        emptySecrets[unset.name].map { "has an empty value for its secret \(unset.name) in \($0)" }
          ?? "has no value for its secret \(unset.name)",
        "Write \(unset.name)=… into secrets.env in the data dir (mode 600), or set it where looop"
          + " is started.")
    }
    if let short = redaction.tooShort.first(where: { secrets[$0] != nil }) {
      throw needs(
        "has a secret, \(short), of fewer than 6 characters",
        "A secret this short cannot be redacted; use a longer one.")
    }
    for command in manifest.commands where Executable.find(command, path: path) == nil {
      throw needs("needs the program '\(command)', which is not on PATH", "Install it.")
    }
    if let obstacle = script.flatMap({ Interpreter.obstacle(to: $0, searchPath: path) }) {
      throw needs(obstacle.problem, obstacle.mend)
    }
  }

  private func needs(_ problem: String, _ hint: String) -> LooopError {
    LooopError(.config, code: "E_SENSOR_NEEDS", "The sensor \(name) \(problem).", hint: hint)
  }

  // MARK: Environment

  private static let cleanNames: Set<String> = [
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME",
  ]

  private func environment(from base: [String: String]) -> [String: String] {
    var environment = base
    if manifest.environment == .clean {
      // looop's own stay: they say which data dir this is, and they mark the child as one of ours.
      environment = base.filter { Self.cleanNames.contains($0.key) || $0.key.hasPrefix("LOOOP_") }
    }
    if isConfined { environment = Unasked.environment(of: base) }
    environment.merge(manifest.variables) { $1 }
    environment.merge(secrets) { $1 }
    for input in manifest.inputs { environment[input.variable] = inputs.values[input.name] }
    return environment
  }
}
