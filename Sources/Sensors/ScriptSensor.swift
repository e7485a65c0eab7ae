public import Core

/// A sensor that is a program: a script of the sensors folder, or what its manifest names.
public struct ScriptSensor: Sensor, Equatable {
  public let name: Identifier
  public let description: String
  public let every: Int?
  public let version: Int
  /// What is run, before the environment is known.
  let arguments: [String]
  /// The data dir, so that a manifest can name `sensors/x.py`.
  let workingDirectory: String
  let environment: Manifest.Environment
  let timeout: Int
  let maxBytes: Int

  init(
    name: Identifier, manifest: Manifest, every: Int?, arguments: [String],
    version: Int, workingDirectory: String
  ) {
    self.name = name
    self.every = every
    self.arguments = arguments
    self.version = version
    self.workingDirectory = workingDirectory
    description = manifest.description
    environment = manifest.environment
    timeout = manifest.timeout
    maxBytes = manifest.maxBytes
  }

  public func command(base: [String: String]) -> Command {
    Command(
      arguments: arguments, environment: environment(from: base),
      workingDirectory: workingDirectory, input: .null, capture: .all(limit: maxBytes),
      deadline: timeout * 1000)
  }

  public func observe(_ result: CommandResult) -> Observation {
    ScriptOutput(result: result, timeout: timeout, maxBytes: maxBytes).observation
  }

  private static let cleanNames: Set<String> = [
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME",
  ]

  private func environment(from base: [String: String]) -> [String: String] {
    switch environment {
    case .inherit: base
    // looop's own stay: they say which data dir this is, and they mark the child as one of ours.
    case .clean: base.filter { Self.cleanNames.contains($0.key) || $0.key.hasPrefix("LOOOP_") }
    }
  }
}
