package import Base

/// An observer of the outside world. Core runs it, or counts what is pushed to it; a sensor only says
/// what to run and what the output means.
package protocol Sensor: Sendable {
  var name: Identifier { get }
  /// One line for people and for the decider.
  var description: String { get }
  /// How far what it says may be believed.
  var trust: Trust { get }
  var timing: SensorTiming { get }
  var wake: WakeRules { get }
  /// The limits on pushed readings; nil for a sensor that runs a program.
  var push: PushRules? { get }
  /// Changes whenever the sensor's files change; a new value makes it due immediately.
  var version: Int { get }
  /// What to run. Throws `E_SENSOR_NEEDS` when a program, secret or input it needs is
  /// missing.
  func command(in setting: SensorSetting) throws(LooopError) -> Command
  /// What a finished run says about the world.
  func observe(_ result: CommandResult) -> Observation
  /// What a pushed reading says about the world.
  func observe(pushed payload: [UInt8]) -> Pushed
}

/// Where a sensor runs.
package struct SensorSetting: Sendable, Equatable {
  /// The environment that looop itself was given, with looop's marks.
  package var environment: [String: String]
  /// The file of its last good reading, which need not exist; nil when there is none.
  package var lastReading: String?

  package init(environment: [String: String], lastReading: String?) {
    self.environment = environment
    self.lastReading = lastReading
  }
}

/// How far a sensor's output may be believed.
package enum Trust: String, Sendable, CaseIterable, JSONReadable {
  /// The human vouches for every word.
  case trusted
  /// Made on this machine, by programs of the human's.
  case `internal`
  /// It may contain text written by strangers.
  case untrusted
}

/// The content of a reading: what one run of a sensor said.
package struct Observation: Sendable, Equatable {
  package enum Status: String, Sendable, CaseIterable, JSONReadable {
    case ok, error, timeout, invalid
  }

  package var status: Status
  /// The sensor's own exit code, when it had one.
  package var exit: Int?
  /// The part whose change wakes the loop.
  package var signal: JSONValue
  /// The part that only informs; null when there is none.
  package var detail: JSONValue
  /// Whether the sensor itself says that a change of it must not wait.
  package var isUrgent = false
  /// When what it is built from was written, seconds since 1970; nil for now.
  package var asOf: Int?

  package init(status: Status, exit: Int?, signal: JSONValue, detail: JSONValue = .null) {
    self.status = status
    self.exit = exit
    self.signal = signal
    self.detail = detail
  }

  /// One that could not be made, and why.
  package static func impossible(_ problem: String) -> Observation {
    Observation(status: .invalid, exit: nil, signal: .null, detail: ["error": .string(problem)])
  }

  /// What went wrong, in a sentence; nil when nothing did.
  package var problem: String? { status == .ok ? nil : detail["error"]?.string ?? status.rawValue }

  /// The same with the last line of what it complained of: `exited with code 22: HTTP 401`.
  var failure: String? {
    guard let problem else { return nil }
    let said = detail["stderr"]?.string ?? (status == .invalid ? nil : detail["output"]?.string)
    let complaint = said?.split(whereSeparator: \.isNewline).last
    return complaint.map { "\(problem): \(Untrusted.clipped(String($0), bytes: 200))" } ?? problem
  }
}

/// One pushed reading, understood.
package struct Pushed: Sendable, Equatable {
  /// What tells it from others; a second one with the same key is not counted. Nil when every one
  /// counts.
  package var key: String?
  package var observation: Observation

  package init(key: String?, observation: Observation) {
    self.key = key
    self.observation = observation
  }
}
