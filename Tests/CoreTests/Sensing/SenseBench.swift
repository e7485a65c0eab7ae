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
  private var children: ChildGroup
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

  /// As another process would begin; a `fresh` one was not told to stop.
  func restart(fresh: Bool = false) {
    if fresh { children = ChildGroup(poller: poller, sweepsOrphans: false) }
    sense = Self.sense(catalog, directory, clock, children)
  }

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

  // MARK: Step by step

  func start(all: Bool = false, heard: Set<String> = []) throws {
    try sense.start(pace: .init(interval: .minutes(1)), all: all, heard: heard)
    try sense.record()
  }

  /// Turns the poll until `isOver`, recording what was seen; an issue when that takes too long.
  func turn(until isOver: () throws -> Bool) throws {
    let limit = Monotonic.now() + Until.limit
    while try !isOver() {
      try #require(Monotonic.now() < limit, "\(running) still run, late: \(late)")
      poller.turn([children, sense], until: Monotonic.now() + .milliseconds(5))
      try sense.record()
    }
  }

  func turnToTheEnd() throws { try turn { !sense.isRunning } }

  /// As if more time had passed than any decision waits for.
  func expire() { sense.expire(.now() + .seconds(61)) }

  /// As the next beat does it after an act that ended at `moment`, the decider's own or not.
  func relook(after moment: Int, pace: LastAct.Pace = .loop) {
    sense.relook(after: LastAct(at: moment, mark: "\(moment)", pace: pace))
  }

  /// As looop does it when it is told to stop.
  func stop() {
    sense.stop()
    children.stop()
  }

  /// How many sensors have a process now: each has three descriptors.
  var running: Int { children.descriptors.count / 3 }

  /// How many of them are late, and when the next one is.
  var late: Int { sense.runs.running.values.count(where: \.isLate) }
  var lateAt: Monotonic? {
    sense.runs.running.values.filter { !$0.isLate }.map(\.lateAt).min()
  }

  /// The sensors that a decision on `names` waits for.
  func awaited(by names: String..., words: Set<String> = []) -> [String] {
    let changed = Set(names.compactMap { Identifier(valid: $0) })
    return sense.awaited(by: changed, words: words).map(\.text).sorted()
  }

  /// With one sensor, `s`, that ends when it is told to.
  static func waiting(_ change: (inout StubSensor) -> Void = { _ in }) throws -> SenseBench {
    let bench = try SenseBench()
    let line = try bench.waiting("s")
    bench.catalog.sensors = [
      try stubSensor("s") {
        $0.line = line
        $0.limit = Until.limit
        change(&$0)
      }
    ]
    return bench
  }

  /// What a sensor runs that says `name` in the folder `begun`, and ends once there is the file `go`.
  func waiting(_ name: String) throws -> String {
    try scratch.write("begun/.folder", "")
    return """
      echo >>'\(scratch.file("begun/\(name)"))'
      until [ -e '\(scratch.file("go"))' ]; do sleep 0.02; done
      """
  }

  /// How often each of those has begun.
  func begun() throws -> [String: Int] {
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("begun"))
      .filter { $0 != ".folder" }
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try scratch.text("begun/\($0)").utf8.count) })
  }

  func go() throws { try scratch.write("go", "") }

  // MARK: A whole round

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
