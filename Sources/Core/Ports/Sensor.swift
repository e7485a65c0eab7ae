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
