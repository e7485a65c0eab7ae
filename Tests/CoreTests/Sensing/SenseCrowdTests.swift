import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

/// Many sensors, some of which hang: what runs at once, and what a decision waits for.
@Suite struct SenseCrowdTests {
  /// `count` sensors that end when they are told to.
  private func bench(_ count: Int) throws -> SenseBench {
    let bench = try SenseBench()
    bench.catalog.sensors = try (0..<count).map { number in
      let name = String(format: "s%03d", number)
      let line = try bench.waiting(name)
      return try stubSensor(name) {
        $0.line = line
        $0.limit = Until.limit
        $0.timing.every = .hours(1)
      }
    }
    return bench
  }

  @Test func `of 200 sensors 16 run at once, and each runs once`() throws {
    let bench = try bench(200)
    try bench.start()
    #expect(bench.running == 16)
    try bench.turn { try bench.begun().count == 16 }
    #expect(bench.running == 16 && bench.late == 0)
    try bench.go()
    var most = 0
    try bench.turn {
      most = max(most, bench.running)
      return !bench.sense.isRunning
    }
    #expect(most == 16)
    let begun = try bench.begun()
    #expect(begun.count == 200 && begun.values.allSatisfy { $0 == 1 })
    #expect(bench.sense.result.readings.count == 200)
    #expect(bench.awaited(by: "s000") == [] && bench.due == 3_600)
  }

  @Test func `a late one gives its place away, up to 64 in all, and its reading is read at last`()
    throws
  {
    let bench = try bench(70)
    try bench.start()
    for (running, late) in [(16, 0), (32, 16), (48, 32), (64, 48), (64, 64), (64, 64)] {
      #expect(bench.running == running && bench.late == late)
      bench.expire()
    }
    try bench.turn { try bench.begun().count == 64 }
    try bench.go()
    try bench.turnToTheEnd()
    #expect(try bench.begun().count == 70 && bench.late == 0)
    #expect(bench.sense.result.readings.count == 70)
  }

  @Test func `those that are late hold up none that come due after them`() throws {
    let bench = try bench(16)
    bench.catalog.sensors.append(try stubSensor("z") { $0.timing.every = .seconds(10) })
    let quick = bench.catalog.sensors[16].runs
    try bench.start()
    // Its turn comes once there is room.
    #expect(quick.value == 0)
    bench.expire()
    for run in 1...3 {
      try bench.turn { quick.value == run }
      #expect(bench.running == 16 && bench.late == 16)
      bench.pass(10)
      try bench.start()
    }
    try bench.go()
    try bench.turnToTheEnd()
  }

  @Test func `when all of them hang a decision comes without them, and each is news when it ends`()
    throws
  {
    let bench = try bench(3)
    try bench.start()
    _ = bench.sense.takeNews()
    // Nothing was seen of the world yet: any decision waits.
    #expect(bench.awaited() == ["s000", "s001", "s002"])
    #expect(!bench.sense.takeNews())
    bench.expire()
    #expect(bench.sense.takeNews() && bench.awaited() == [])
    #expect(bench.running == 3 && bench.late == 3 && bench.lateAt == nil)
    try bench.go()
    try bench.turn { bench.sense.takeNews() }
    try bench.turnToTheEnd()
    #expect(bench.sense.result.readings.count == 3)
  }

  @Test func `one that is late is not started a second time, whatever it is due for`() throws {
    let bench = try bench(1)
    bench.catalog.sensors[0].timing.every = .seconds(1)
    try bench.start()
    bench.expire()
    for _ in 0..<5 {
      bench.pass(100)
      try bench.start()
      try bench.start(all: true)
    }
    #expect(bench.running == 1)
    try bench.go()
    try bench.turnToTheEnd()
    #expect(try bench.begun() == ["s000": 1])
    // It takes longer than its period, and does not keep the machine busy.
    #expect(bench.due == 1)
  }

  @Test func `how long a decision waits goes by the last run, also over a restart`() throws {
    let bench = try bench(1)
    func patience() throws -> Duration {
      let before = Monotonic.now()
      try bench.start(all: true)
      return try #require(bench.lateAt) - before
    }
    #expect(try patience() >= .seconds(10))
    try bench.go()
    try bench.turnToTheEnd()
    let file = "data/snapshots/sensor-s000.json"
    let text = try bench.scratch.text(file)
    try bench.scratch.write(file, text.replacing(#/"took_ms":[0-9]+/#, with: "\"took_ms\":40000"))
    bench.restart()
    let found = try patience()
    #expect(found >= .seconds(60) && found < .seconds(70))
    try bench.turnToTheEnd()
  }

  @Test func `what needs what is not there starts none and holds up nobody`() throws {
    let bench = try bench(0)
    bench.catalog.sensors = try (0..<500).map { number in
      try stubSensor("n\(number)") {
        $0.need = LooopError(.config, code: "E_SENSOR_NEEDS", "It needs a key.")
      }
    }
    try bench.start()
    #expect(!bench.sense.isRunning && bench.running == 0 && bench.awaited() == [])
    let readings = bench.sense.result.readings
    #expect(readings.count == 500 && readings.allSatisfy { $0.status == .invalid })
  }

  // MARK: A stop

  @Test func `one that ends while looop stops writes nothing, and none of the others begins`()
    throws
  {
    let bench = try bench(20)
    for index in 0..<20 {
      // It says its piece when it is told to end.
      let former = bench.catalog.sensors[index].line ?? ""
      bench.catalog.sensors[index].line = "trap 'echo 1; exit 0' TERM; \(former)"
    }
    try bench.start()
    try bench.turn { try bench.begun().count == 16 }
    _ = bench.sense.takeNews()
    bench.stop()
    try bench.turnToTheEnd()
    bench.relook(after: bench.now)
    try bench.start(all: true)
    #expect(!bench.sense.isRunning && bench.sense.result.readings.isEmpty)
    #expect(try bench.begun().count == 16)
    #expect(bench.catalog.sensors.allSatisfy { $0.runs.value == 0 })
    let folder = bench.scratch.file("data/snapshots")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    // Whoever comes next runs them all.
    try bench.go()
    bench.restart(fresh: true)
    try bench.start()
    try bench.turnToTheEnd()
    #expect(bench.sense.result.readings.count == 20)
  }

  @Test func `a good reading outlives the stop that cuts the next run short`() throws {
    let bench = try bench(1)
    try bench.go()
    try bench.look()
    try FileManager.default.removeItem(atPath: bench.scratch.file("go"))
    bench.catalog.sensors[0].signal = 2
    let former = try bench.scratch.text("data/snapshots/sensor-s000.json")
    bench.pass(3_600)
    try bench.start()
    try bench.turn { try bench.begun() == ["s000": 2] }
    bench.stop()
    try bench.turnToTheEnd()
    #expect(try bench.scratch.text("data/snapshots/sensor-s000.json") == former)
    bench.restart(fresh: true)
    try bench.go()
    #expect(try bench.look() == ["s000": 2])
  }
}
