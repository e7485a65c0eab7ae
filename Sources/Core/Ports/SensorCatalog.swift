/// Where Core finds sensors, knowing nothing of how they are stored in their folder.
///
/// One catalog serves a process for its life, so it may remember what it read as long as it looks
/// whether that was written anew.
public protocol SensorCatalog: AnyObject {
  /// Every sensor of the folder, sorted by name.
  func entries() throws(LooopError) -> [SensorEntry]

  /// Checks, then writes one sensor, replacing one of the same name. Throws without having
  /// written anything when the draft is not acceptable.
  func write(_ draft: SensorDraft) throws(LooopError)

  /// The sensor that `draft` would be, to be run where the files of a sensor lie; `body` has it as
  /// long as it runs. Nil for one that runs no program. Throws as `write` does.
  func trying<Result>(
    _ draft: SensorDraft, _ body: ((any Sensor)?) throws(LooopError) -> Result
  ) throws(LooopError) -> Result

  /// What a proposed sensor would run, for the gate to rule.
  func shellReach(of draft: SensorDraft) throws(LooopError) -> ShellReach

  /// Files outside the folder that change what a sensor is.
  var watched: [String] { get }

  /// What lies in the folder and was meant to be a sensor, and is none.
  func problems() throws(LooopError) -> [LooopError]

  /// How to write a sensor, for the prompt.
  var authoringText: String { get }
}

/// A sensor about to be written.
public struct SensorDraft: Sendable, Equatable {
  public enum Author: Sendable, Equatable {
    case human
    /// The decider: what it wrote is believed less.
    case loop
  }

  public let name: Identifier
  public let script: String
  /// Nil to keep the manifest that is there.
  public let manifest: String?
  public let author: Author

  public init(name: Identifier, script: String, manifest: String?, author: Author) {
    self.name = name
    self.script = script
    self.manifest = manifest
    self.author = author
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
