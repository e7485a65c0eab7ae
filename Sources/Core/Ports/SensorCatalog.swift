/// Where Core finds sensors, knowing nothing of how they are stored in their folder.
public protocol SensorCatalog: Sendable {
  /// Every sensor of the folder, sorted by name.
  func entries() throws(LooopError) -> [SensorEntry]

  /// Checks, then writes one sensor, replacing one of the same name. Throws without having
  /// written anything when `script` or `manifest` is not acceptable.
  func write(_ name: Identifier, script: String, manifest: String?) throws(LooopError)

  /// What a proposed sensor would run, for the gate to rule.
  func shellReach(script: String, manifest: String?) throws(LooopError) -> ShellReach

  /// What lies in the folder and was meant to be a sensor, and is none.
  func problems() throws(LooopError) -> [LooopError]

  /// How to write a sensor, for the prompt.
  var authoringText: String { get }
}

/// One sensor as found on disk.
public enum SensorEntry: Sendable {
  case sensor(any Sensor)
  /// It cannot run; the error says which file and line, and how to mend it.
  case broken(Identifier, LooopError)
  /// Switched off by its description.
  case disabled(Identifier)

  public var name: Identifier {
    switch self {
    case .sensor(let sensor): sensor.name
    case .broken(let name, _), .disabled(let name): name
    }
  }
}

/// How far a move reaches into a shell.
public struct ShellReach: Sendable, Equatable {
  public var lines: [String]
  /// Why it needs a yes whatever the lines are; nil when it does not.
  public var reasonToAsk: String?

  public init(lines: [String], reasonToAsk: String? = nil) {
    self.lines = lines
    self.reasonToAsk = reasonToAsk
  }

  public static let none = ShellReach(lines: [])
}
