import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Core

/// A sensing that lives on, over stub sensors, at a time that the test says.
private final class Bench {
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
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    return Sense(
      catalog: catalog, directory: directory, children: children, clock: clock,
      environment: ["PATH": "/usr/bin:/bin"])
  }

  @discardableResult
  func look(all: Bool = false, kept: Bool = true) throws -> [String: JSONValue] {
    let events = EventLog(path: directory.events, clock: clock)
    let sensed = try sense.run(
      .init(pace: .init(interval: 60), sensesAll: all, isKept: kept),
      broken: BrokenFiles(events: events, keepsAside: kept))
    return Dictionary(
      uniqueKeysWithValues: sensed.readings.map { ($0.sensor.text, $0.observation.signal) })
  }

  func reading(_ name: String) throws -> Reading {
    let id = try Identifier(name, "sensor")
    return try #require(try Snapshots(directory: directory).reading(of: id))
  }

  var due: Int? { sense.nextDue(.init(interval: 60)).map { $0 - now } }

  func inbox(_ name: String) throws -> Inbox {
    Inbox(directory: directory, sensor: try Identifier(name, "sensor"), clock: clock)
  }
}

private func sensor(
  _ name: String, _ change: (inout StubSensor) -> Void = { _ in }
) throws -> StubSensor {
  var sensor = try StubSensor(name)
  change(&sensor)
  return sensor
}

@Suite struct SenseTests {
  @Test func `only what is due runs, and its rhythm holds across a restart`() throws {
    let bench = try Bench(
      try sensor("hourly") { $0.timing.every = 3_600 }, try sensor("plain"))
    let (hourly, plain) = (bench.catalog.sensors[0].runs, bench.catalog.sensors[1].runs)
    try bench.look()
    #expect(bench.due == 60)
    bench.pass(59)
    try bench.look()
    #expect(hourly.value == 1 && plain.value == 1)
    bench.pass(1)
    try bench.look()
    bench.restart()
    bench.pass(3_539)
    try bench.look()
    #expect(hourly.value == 1 && plain.value == 3 && bench.due == 1)
    bench.pass(1)
    try bench.look()
    #expect(hourly.value == 2)
  }

  @Test func `the decider's wish for a look moves the sensors without a clock`() throws {
    let bench = try Bench(try sensor("hourly") { $0.timing.every = 3_600 }, try sensor("plain"))
    try bench.look()
    #expect(bench.sense.nextDue(.init(nextLookAt: bench.now + 5, interval: 60)) == bench.now + 5)
    #expect(bench.sense.nextDue(.init(interval: 300)) == bench.now + 300)
  }

  @Test func `a missed run is left out by a sensor that does not catch up`() throws {
    let bench = try Bench(
      try sensor("strict") {
        $0.timing.every = 100
        $0.timing.catchesUp = false
      })
    let runs = bench.catalog.sensors[0].runs
    try bench.look()
    bench.pass(250)
    bench.restart()
    try bench.look()
    #expect(runs.value == 1 && bench.due == 50)
    bench.pass(50)
    try bench.look()
    #expect(runs.value == 2 && bench.due == 100)
    // The machine slept.
    bench.pass(330)
    try bench.look()
    #expect(runs.value == 2 && bench.due == 70)
    bench.pass(70)
    try bench.look()
    #expect(runs.value == 3)
  }

  @Test func `a second that begins while sensors are looked for makes none of them wait`() throws {
    let bench = try Bench(try sensor("a"), try sensor("b"))
    bench.catalog.whenAsked = { bench.pass(1) }
    #expect(try bench.look() == ["a": 1, "b": 1])
  }

  @Test func `a failed run is tried again soon, and told when the tries are over`() throws {
    let bench = try Bench(
      try sensor("s") {
        $0.timing.retries = 2
        $0.timing.retryDelay = 7
      })
    try bench.look()
    bench.catalog.sensors[0].status = .error
    bench.pass(60)
    for _ in 0..<2 {
      try bench.look()
      #expect(try bench.reading("s").status == .ok)
      #expect(bench.due == 7)
      bench.pass(7)
    }
    try bench.look()
    #expect(try bench.reading("s").status == .error)
    #expect(bench.due == 60)
    // A run that works again takes all back.
    bench.catalog.sensors[0].status = .ok
    bench.pass(60)
    try bench.look()
    #expect(try bench.reading("s").status == .ok)
  }

  @Test func `what a sensor needs and has not is told, and looked for with each beat period`()
    throws
  {
    let bench = try Bench(try sensor("daily") { $0.timing.every = 86_400 })
    bench.catalog.sensors[0].need = LooopError(.config, "E_SENSOR_NEEDS", "It needs a key.")
    try bench.look()
    #expect(try bench.reading("daily").observation == .impossible("It needs a key."))
    #expect(bench.due == 60)
    bench.pass(60)
    bench.catalog.sensors[0].need = nil
    #expect(try bench.look() == ["daily": 1])
    #expect(bench.due == 86_400)
  }

  @Test func `a change that must settle is looked at again when it may have`() throws {
    let bench = try Bench(
      try sensor("s") {
        $0.timing.every = 3_600
        $0.wake.settle = 30
      })
    try bench.look()
    bench.pass(3_600)
    bench.catalog.sensors[0].signal = 2
    try bench.look()
    #expect(bench.due == 30)
    bench.pass(30)
    try bench.look()
    #expect(try bench.reading("s").content?.signal == 2)
    #expect(bench.due == 3_600)
  }

  @Test func `a watched path that changes runs its sensor, and no other`() throws {
    let bench = try Bench(try sensor("watching"), try sensor("other"))
    let path = bench.scratch.file("outside/file")
    try bench.scratch.write("outside/other", "")
    for index in 0..<2 { bench.catalog.sensors[index].timing.every = 3_600 }
    bench.catalog.sensors[0].timing.watch = [path]
    let (watching, other) = (bench.catalog.sensors[0].runs, bench.catalog.sensors[1].runs)
    try bench.look()
    bench.pass(5)
    try bench.look()
    #expect(watching.value == 1)
    try bench.scratch.write("outside/file", "here")
    try bench.look()
    #expect(watching.value == 2 && other.value == 1)
    try bench.scratch.write("outside/file", "more")
    // Not twice within a second, and not forgotten either.
    try bench.look()
    #expect(watching.value == 2 && bench.due == 1)
    bench.pass(1)
    try bench.look()
    #expect(watching.value == 3)
    try FileManager.default.removeItem(atPath: path)
    bench.pass(1)
    try bench.look()
    #expect(watching.value == 4)
    bench.pass(1)
    try bench.look()
    #expect(watching.value == 4 && other.value == 1)
  }

  @Test func `a reading's file that was changed or removed is believed again`() throws {
    let bench = try Bench(try sensor("hourly") { $0.timing.every = 3_600 })
    let runs = bench.catalog.sensors[0].runs
    try bench.look()
    let file = "data/snapshots/sensor-hourly.json"
    let text = try bench.scratch.text(file)
    try bench.scratch.write(
      file, text.replacingOccurrences(of: "\"signal\":1", with: "\"signal\":99"))
    FileFacts.touch(bench.scratch.file(file), at: bench.now)
    #expect(try bench.look() == ["hourly": 99])
    try FileManager.default.removeItem(atPath: bench.scratch.file(file))
    #expect(try bench.look() == ["hourly": 1])
    #expect(runs.value == 2)
  }

  @Test func `a sensor that is gone takes its reading along`() throws {
    let bench = try Bench(try sensor("a"), try sensor("b"))
    try bench.look()
    bench.catalog.sensors.removeFirst()
    #expect(try bench.look() == ["b": 1])
    #expect(
      !FileManager.default.fileExists(atPath: bench.scratch.file("data/snapshots/sensor-a.json")))
    #expect(bench.due == 60)
  }

  @Test func `an unchanged look writes nothing but the time`() throws {
    let bench = try Bench(
      try sensor("s") {
        $0.wake.settle = 5
        $0.wake.flap = .init(count: 3, within: 60, action: .mute)
        $0.timing.ttl = 600
      })
    try bench.look()
    let file = try #require(try FileFacts.of(bench.scratch.file("data/snapshots/sensor-s.json")))
    bench.pass(60)
    try bench.look()
    let now = try #require(try FileFacts.of(bench.scratch.file("data/snapshots/sensor-s.json")))
    #expect(now.number == file.number && now.modified == bench.now)
  }
}

@Suite struct SensePushTests {
  private func bench(_ change: (inout PushRules) -> Void = { _ in }) throws -> Bench {
    let bench = try Bench(try sensor("ci"))
    var rules = PushRules()
    change(&rules)
    bench.catalog.sensors[0].push = rules
    try bench.look()
    return bench
  }

  @Test func `what is pushed is counted once and taken away`() throws {
    let bench = try bench()
    #expect(try bench.look() == ["ci": ["received": 0, "last": .null]])
    #expect(bench.due == nil)
    let inbox = try bench.inbox("ci")
    for number in 1...3 { _ = try inbox.leave(Array("{\"id\":\(number)}".utf8)) }
    #expect(try bench.look() == ["ci": ["received": 3, "last": ["id": 3]]])
    #expect(try inbox.waiting() == [])
    #expect(try bench.look() == ["ci": ["received": 3, "last": ["id": 3]]])
    #expect(bench.catalog.sensors[0].runs.value == 0)
  }

  @Test func `what a crash left of the counted is not counted again`() throws {
    let bench = try bench()
    let inbox = try bench.inbox("ci")
    let name = try inbox.leave(Array("1".utf8))
    let file = bench.scratch.file("data/inbox/ci/new/\(name)")
    try #require(link(file, bench.scratch.file("kept")) == 0)
    try bench.look()
    // The same file is there again, as after a kill before it was removed.
    let new = bench.scratch.file("data/inbox/ci/new")
    try #require(link(bench.scratch.file("kept"), "\(new)/\(name)") == 0)
    bench.restart()
    #expect(try bench.look()["ci"]?["received"] == 1)
    _ = try inbox.leave(Array("2".utf8))
    #expect(try bench.look()["ci"]?["received"] == 2)
    #expect(try inbox.waiting() == [])
  }

  @Test func `a name that is used again is another reading`() throws {
    let bench = try bench()
    for number in 1...3 {
      try bench.scratch.write("data/inbox/ci/tmp/backup", "\(number)")
      try FileManager.default.moveItem(
        atPath: bench.scratch.file("data/inbox/ci/tmp/backup"),
        toPath: bench.scratch.file("data/inbox/ci/new/backup"))
      #expect(try bench.look()["ci"] == ["received": .int(number), "last": .int(number)])
    }
  }

  @Test func `any number waits, is counted in parts, and none is lost`() throws {
    let bench = try bench()
    let inbox = try bench.inbox("ci")
    for number in 0..<(InboxTally.mostAtOnce + 5) { _ = try inbox.leave(Array("\(number)".utf8)) }
    #expect(try bench.look()["ci"]?["received"] == .int(InboxTally.mostAtOnce))
    #expect(bench.due == 0)
    #expect(try bench.look()["ci"]?["received"] == .int(InboxTally.mostAtOnce + 5))
    #expect(bench.due == nil)
  }

  @Test func `a folder, a broken link and a text in an inbox are told and do not stop it`() throws {
    let bench = try bench()
    try bench.scratch.write("data/inbox/ci/new/1-folder/x", "")
    try #require(symlink("/nowhere", bench.scratch.file("data/inbox/ci/new/2-link")) == 0)
    try bench.scratch.write("data/inbox/ci/new/3-text", "no JSON")
    try bench.scratch.write("data/inbox/ci/new/4-good", "4")
    #expect(try bench.look()["ci"] == ["received": 3, "last": 4])
    #expect(try bench.look()["ci"] == ["received": 3, "last": 4])
    // What cannot be taken away keeps nobody busy.
    #expect(bench.due == nil)
  }

  @Test func `a dry look takes nothing away and writes nothing`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    #expect(try bench.look(all: true, kept: false)["ci"]?["received"] == 1)
    #expect(try bench.inbox("ci").waiting().count == 1)
    bench.restart()
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `an inbox that is none is its own sensor's failure`() throws {
    let bench = try Bench(try sensor("ci"), try sensor("other"))
    bench.catalog.sensors[0].push = PushRules()
    try bench.scratch.write("data/inbox/ci", "a file")
    #expect(try bench.look() == ["ci": .null, "other": 1])
    #expect(try bench.reading("ci").observation.problem?.contains("data/inbox/ci") == true)
    try FileManager.default.removeItem(atPath: bench.scratch.file("data/inbox/ci"))
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `while its files make no sensor what was received is not forgotten`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    bench.catalog.broken = ["ci"]
    _ = try bench.inbox("ci").leave(Array("2".utf8))
    #expect(try bench.look() == ["ci": .null])
    bench.catalog.broken = []
    bench.restart()
    #expect(try bench.look()["ci"] == ["received": 2, "last": 2])
  }

  @Test func `an edited manifest forgets nothing of what was received`() throws {
    let bench = try bench()
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    bench.catalog.sensors[0].version = 2
    #expect(try bench.look()["ci"]?["received"] == 1)
  }

  @Test func `silence grows stale, also when its time came while nobody was there`() throws {
    let bench = try bench()
    bench.catalog.sensors[0].timing.ttl = 100
    bench.catalog.sensors[0].version = 2
    try bench.look()
    #expect(bench.due == 100)
    bench.pass(150)
    bench.restart()
    try bench.look()
    #expect(try bench.reading("ci").status == .stale)
    _ = try bench.inbox("ci").leave(Array("1".utf8))
    try bench.look()
    #expect(try bench.reading("ci").status == .ok)
  }
}
