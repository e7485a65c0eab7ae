import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct SenseTests {
  @Test func `only what is due runs, and its rhythm holds across a restart`() throws {
    let bench = try SenseBench(
      try stubSensor("hourly") { $0.timing.every = .hours(1) }, try stubSensor("plain"))
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
    let bench = try SenseBench(
      try stubSensor("hourly") { $0.timing.every = .hours(1) }, try stubSensor("plain"))
    try bench.look()
    #expect(
      bench.sense.nextDue(.init(nextLookAt: bench.now + 5, interval: .minutes(1))) == bench.now + 5)
    #expect(bench.sense.nextDue(.init(interval: .minutes(5))) == bench.now + 300)
  }

  @Test func `a missed run is left out by a sensor that does not catch up`() throws {
    let bench = try SenseBench(
      try stubSensor("strict") {
        $0.timing.every = .seconds(100)
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
    let bench = try SenseBench(try stubSensor("a"), try stubSensor("b"))
    bench.catalog.whenAsked = { bench.pass(1) }
    #expect(try bench.look() == ["a": 1, "b": 1])
  }

  @Test func `a failed run is tried again soon, and told when the tries are over`() throws {
    let bench = try SenseBench(
      try stubSensor("s") {
        $0.timing.retries = 2
        $0.timing.retryDelay = .seconds(7)
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
    let bench = try SenseBench(try stubSensor("daily") { $0.timing.every = .days(1) })
    bench.catalog.sensors[0].need = LooopError(.config, code: "E_SENSOR_NEEDS", "It needs a key.")
    try bench.look()
    #expect(try bench.reading("daily").observation == .impossible("It needs a key."))
    #expect(bench.due == 60)
    bench.pass(60)
    bench.catalog.sensors[0].need = nil
    #expect(try bench.look() == ["daily": 1])
    #expect(bench.due == 86_400)
  }

  @Test func `a change that must settle is looked at again when it may have`() throws {
    let bench = try SenseBench(
      try stubSensor("s") {
        $0.timing.every = .hours(1)
        $0.wake.settle = .seconds(30)
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
    let bench = try SenseBench(try stubSensor("watching"), try stubSensor("other"))
    let path = bench.scratch.file("outside/file")
    try bench.scratch.write("outside/other", "")
    for index in 0..<2 { bench.catalog.sensors[index].timing.every = .hours(1) }
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

  @Test func `what is heard of a folder with too many entries to look at runs its sensor`() throws {
    let bench = try SenseBench(try stubSensor("watching"))
    let folder = bench.scratch.file("outside")
    for number in 0...1_000 { try bench.scratch.write("outside/\(number)", "") }
    bench.catalog.sensors[0].timing.every = .hours(1)
    bench.catalog.sensors[0].timing.watch = [folder]
    let runs = bench.catalog.sensors[0].runs
    try bench.look()
    bench.pass(5)
    try bench.look()
    #expect(runs.value == 1)
    try bench.start(heard: ["/elsewhere"])
    try bench.turnToTheEnd()
    #expect(runs.value == 1)
    // The last one by name is not among those whose facts are compared.
    try bench.scratch.write("outside/999", "more")
    try bench.start(heard: [folder])
    try bench.turnToTheEnd()
    #expect(runs.value == 2)
    // One of few entries shows by itself that it did not change.
    for number in 1...1_000 { unlink("\(folder)/\(number)") }
    bench.pass(2)
    try bench.look()
    #expect(runs.value == 3)
    bench.pass(2)
    try bench.start(heard: [folder])
    try bench.turnToTheEnd()
    #expect(runs.value == 3)
  }

  @Test func `a reading's file that was changed or removed is believed again`() throws {
    let bench = try SenseBench(try stubSensor("hourly") { $0.timing.every = .hours(1) })
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
    let bench = try SenseBench(try stubSensor("a"), try stubSensor("b"))
    try bench.look()
    bench.catalog.sensors.removeFirst()
    #expect(try bench.look() == ["b": 1])
    #expect(
      !FileManager.default.fileExists(atPath: bench.scratch.file("data/snapshots/sensor-a.json")))
    #expect(bench.due == 60)
  }

  @Test func `an unchanged look writes nothing but the time`() throws {
    let bench = try SenseBench(
      try stubSensor("s") {
        $0.wake.settle = .seconds(5)
        $0.wake.flap = .init(count: 3, within: .minutes(1), action: .mute)
        $0.timing.ttl = .minutes(10)
      })
    try bench.look()
    let file = try #require(try FileFacts.of(bench.scratch.file("data/snapshots/sensor-s.json")))
    bench.pass(60)
    try bench.look()
    let now = try #require(try FileFacts.of(bench.scratch.file("data/snapshots/sensor-s.json")))
    #expect(now.inode == file.inode && now.modified == bench.now)
  }

  @Test(arguments: [true, false])
  func `an urgent change is news while others of its round still run`(isUrgent: Bool) throws {
    let bench = try SenseBench()
    let line = try bench.waiting("slow")
    bench.catalog.sensors = [
      try stubSensor("fast") { $0.isUrgent = isUrgent },
      try stubSensor("slow") {
        $0.line = line
        $0.limit = Until.limit
      },
    ]
    try bench.start()
    _ = bench.sense.takeNews()
    try bench.turn { bench.running == 1 }
    #expect(bench.sense.takeNews() == isUrgent)
    try bench.go()
    try bench.turnToTheEnd()
    // The same once more is no change, urgent or not.
    _ = bench.sense.takeNews()
    try FileManager.default.removeItem(atPath: bench.scratch.file("go"))
    bench.pass(60)
    try bench.start()
    _ = bench.sense.takeNews()
    try bench.turn { bench.running == 1 }
    #expect(!bench.sense.takeNews())
    try bench.go()
    try bench.turnToTheEnd()
  }
}
