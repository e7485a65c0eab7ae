/// An observer of the outside world. Core runs it; a sensor only says how, and what its output
/// means.
public protocol Sensor: Sendable {
  var name: Identifier { get }
  var description: String { get }
  /// Seconds between two runs; nil to run with every beat period.
  var every: Int? { get }
  /// A number that is another one once its files were edited: it is due at once then.
  var version: Int { get }
  /// What to run; the environment is made from `base`, the one looop itself was given.
  func command(base: [String: String]) -> Command
  /// What a finished run says about the world.
  func observe(_ result: CommandResult) -> Observation
}

/// The content of a reading: what one run of a sensor said.
public struct Observation: Sendable, Equatable {
  public enum Status: String, Sendable, CaseIterable {
    case ok, error, timeout, invalid
  }

  public var status: Status
  /// The sensor's own exit code, when it had one.
  public var exit: Int?
  /// The part whose change wakes the loop.
  public var signal: JSONValue
  /// The part that only informs; null when there is none.
  public var detail: JSONValue

  public init(status: Status, exit: Int?, signal: JSONValue, detail: JSONValue = .null) {
    self.status = status
    self.exit = exit
    self.signal = signal
    self.detail = detail
  }
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
