import Base
import Core
import Synchronization

@testable import ShellRules

/// How often something happened.
final class Count: Sendable {
  private let number = Mutex(0)
  var value: Int { number.withLock { $0 } }
  func add() { number.withLock { $0 += 1 } }
}

/// The content of the file that a run was given.
final class Given: Sendable {
  private let text = Mutex<String?>(nil)
  var value: JSONValue? {
    text.withLock { $0 }.flatMap { try? JSONParser.parse($0) }
  }
  func set(_ file: String?) {
    let read = file.flatMap { (try? AtomicFile.readText($0)) ?? nil }
    text.withLock { $0 = read }
  }
}

/// A sensor whose output the test sets.
struct StubSensor: Sensor {
  let name: Identifier
  var signal: JSONValue = 1
  var detail: JSONValue = .null
  var status = Observation.Status.ok
  var version = 1
  var timing = SensorTiming()
  var wake = WakeRules()
  var push: PushRules?
  var trust = Trust.internal
  var isUrgent = false
  let description = "a stub"
  /// What it runs, as `/bin/sh -c` does, and for how long at most; nil for a program that ends at once.
  var line: String?
  var limit = Duration.seconds(5)
  /// What it cannot do without.
  var need: LooopError?
  let runs = Count()
  /// What the last run was given.
  let lastReading = Given()

  init(_ name: String, signal: JSONValue = 1) throws {
    self.name = try Identifier(name, "sensor")
    self.signal = signal
  }

  var every: Duration? {
    get { timing.every }
    set { timing.every = newValue }
  }

  func command(in setting: SensorSetting) throws(LooopError) -> Command {
    if let need { throw need }
    lastReading.set(setting.lastReading)
    return Command(
      arguments: line.map(Command.shell) ?? ["/bin/true"], environment: setting.environment,
      capture: .all(limit: 10), deadline: limit)
  }

  func observe(_ result: CommandResult) -> Observation {
    runs.add()
    var seen = Observation(
      status: status, exit: 0, signal: status == .ok ? signal : .null,
      detail: status == .ok ? detail : ["error": "it failed"])
    seen.isUrgent = isUrgent
    return seen
  }

  /// The payload is the signal, and its `id` the key.
  func observe(pushed payload: [UInt8]) -> Pushed {
    guard let value = try? JSONParser.parse(payload) else {
      return Pushed(key: nil, observation: .impossible("no JSON"))
    }
    return Pushed(
      key: value["id"].map { JSONWriter.text($0) },
      observation: Observation(status: .ok, exit: nil, signal: value))
  }
}

/// Hands out what the test put in.
final class StubSensors: SensorCatalog {
  var sensors: [StubSensor]
  /// What happens while the folder is listed.
  var whenAsked: () -> Void = {}
  /// The names of those whose files make none.
  var broken: Set<String> = []
  let watched: [String] = []
  let authoringBrief = "(a sensor in short)"
  let authoringText = "(how to write a sensor)"

  init(sensors: [StubSensor] = []) { self.sensors = sensors }

  func entries() -> [SensorEntry] {
    whenAsked()
    return sensors.map { sensor in
      broken.contains(sensor.name.text)
        ? .broken(sensor.name, LooopError(.config, code: "E_MANIFEST", "It is broken."))
        : .sensor(sensor)
    }
  }
  func write(_ draft: SensorDraft, over standing: SensorStanding) {}
  func standing(of name: Identifier) -> SensorStanding { SensorStanding(replaced: "", values: "") }
  func stage(_ draft: SensorDraft, trial: String) -> (any Sensor)? { nil }
  func unstage(trial: String) {}
  func shellReach(of draft: SensorDraft) -> ShellReach { ShellReach(lines: [draft.script]) }
  func difference(from draft: SensorDraft) -> String? { nil }
  func problems() -> [LooopError] { [] }
}
