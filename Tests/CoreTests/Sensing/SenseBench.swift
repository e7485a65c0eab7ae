import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Base
@testable import Core

/// A sensing that lives on, over stub sensors, at a time that the test says.
final class SenseBench {
  let scratch: Scratch
  let directory: DataDirectory
  let catalog = StubSensors()
  private let time = TestTime()
  private(set) var sense: Sense

  init(_ sensors: StubSensor...) throws {
    scratch = try Scratch()
    directory = DataDirectory(path: scratch.file("data"))
    try directory.prepare {}
    catalog.sensors = sensors
    sense = Self.sense(catalog, directory, Clock { 0 })
    restart()
  }

  var clock: Clock { Clock { [time] in time.now.withLock { $0 } } }
  func pass(_ seconds: Int) { time.now.withLock { $0 += seconds } }
  var now: Int { clock.now() }

  /// As another process would begin.
  func restart() { sense = Self.sense(catalog, directory, clock) }

  private static func sense(
    _ catalog: StubSensors, _ directory: DataDirectory, _ clock: Clock
  ) -> Sense {
    let process = ProcessIdentity(
      binary: "/bin/false", configFile: "/nonexistent", environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: "/")
    return Sense(
      catalog, store: Store(directory: directory, clock: clock, process: process),
      events: EventLog(path: directory.events, clock: clock))
  }

  /// One round; a dry run carries out no write.
  @discardableResult
  func look(all: Bool = false, kept: Bool = true) throws -> [String: JSONValue] {
    let (round, found) = try sense.start(pace: .init(interval: .minutes(1)), all: all)
    if kept { try sense.carryOut(found) }
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let writes = sense.end(round, children.run(round.commands))
    if kept { try sense.carryOut(writes) }
    return Dictionary(
      uniqueKeysWithValues: sense.result.readings.map { ($0.sensor.text, $0.observation.signal) })
  }

  func reading(_ name: String) throws -> Reading {
    let id = try Identifier(name, "sensor")
    return try #require(try Snapshots(directory: directory).reading(of: id))
  }

  var due: Int? { sense.nextDue(.init(interval: .minutes(1))).map { $0 - now } }

  func inbox(_ name: String) throws -> Inbox {
    Inbox(directory: directory, sensor: try Identifier(name, "sensor"), clock: clock)
  }
}

func stubSensor(
  _ name: String, _ change: (inout StubSensor) -> Void = { _ in }
) throws -> StubSensor {
  var sensor = try StubSensor(name)
  change(&sensor)
  return sensor
}
