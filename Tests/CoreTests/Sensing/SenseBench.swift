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
  private let poller: Poller
  private let children: ChildGroup
  private(set) var sense: Sense

  init(_ sensors: StubSensor...) throws {
    scratch = try Scratch()
    directory = DataDirectory(path: scratch.file("data"))
    try directory.prepare {}
    catalog.sensors = sensors
    poller = Poller()
    children = ChildGroup(poller: poller, sweepsOrphans: false)
    sense = Self.sense(catalog, directory, Clock { 0 }, children)
    restart()
  }

  var clock: Clock { Clock { [time] in time.now.withLock { $0 } } }
  func pass(_ seconds: Int) { time.now.withLock { $0 += seconds } }
  var now: Int { clock.now() }

  /// As another process would begin.
  func restart() { sense = Self.sense(catalog, directory, clock, children) }

  private static func sense(
    _ catalog: StubSensors, _ directory: DataDirectory, _ clock: Clock, _ children: ChildGroup
  ) -> Sense {
    let process = ProcessIdentity(
      binary: "/bin/false", configFile: "/nonexistent", environment: ["PATH": "/usr/bin:/bin"],
      workingDirectory: "/")
    let loop = Loop(
      store: Store(directory: directory, clock: clock, process: process), runners: StubRunners(),
      sensors: catalog)
    return Sense(loop.sensors, store: loop.store, events: loop.events, children: children)
  }

  /// One round; a dry run carries out no write.
  @discardableResult
  func look(all: Bool = false, kept: Bool = true) throws -> [String: JSONValue] {
    try sense.start(pace: .init(interval: .minutes(1)), all: all)
    if kept { try sense.record() }
    while sense.isRunning { poller.turn([children, sense]) }
    if kept { try sense.record() }
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
