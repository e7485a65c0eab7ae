import TestSupport
import Testing

@testable import Base
@testable import Core

/// The machine's clock is set while looop lives.
@Suite struct SenseClockTests {
  private func bench() throws -> SenseBench {
    try SenseBench(
      try stubSensor("hourly") { $0.timing.every = .hours(1) }, try stubSensor("plain"))
  }

  @Test func `set forward by hours, what is due runs once and goes on from there`() throws {
    let bench = try bench()
    let (hourly, plain) = (bench.catalog.sensors[0].runs, bench.catalog.sensors[1].runs)
    try bench.look()
    bench.pass(5 * 3_600)
    try bench.look()
    #expect(hourly.value == 2 && plain.value == 2 && bench.due == 60)
    bench.pass(60)
    try bench.look()
    #expect(hourly.value == 2 && plain.value == 3)
    bench.pass(3_540)
    try bench.look()
    #expect(hourly.value == 3)
  }

  @Test func `set back by hours, everything runs at once and goes on from there`() throws {
    let bench = try bench()
    let (hourly, plain) = (bench.catalog.sensors[0].runs, bench.catalog.sensors[1].runs)
    try bench.look()
    bench.pass(-5 * 3_600)
    try bench.look()
    #expect(hourly.value == 2 && plain.value == 2 && bench.due == 60)
    bench.pass(60)
    try bench.look()
    #expect(hourly.value == 2 && plain.value == 3)
  }

  /// One that ends when it is told to, under way.
  private func waiting() throws -> SenseBench {
    let bench = try SenseBench.waiting { $0.timing.every = .minutes(2) }
    try bench.start()
    return bench
  }

  @Test(arguments: [-5 * 3_600, 5 * 3_600])
  func `set while a sensor runs, its next run is no further away than ever`(by step: Int) throws {
    let bench = try waiting()
    bench.pass(step)
    // As after the event of any file.
    try bench.start()
    #expect(bench.awaited() == ["s"] && bench.running == 1)
    try bench.go()
    try bench.turnToTheEnd()
    #expect(try bench.begun() == ["s": 1])
    let due = try #require(bench.due)
    #expect(due <= 120, "\(due)")
    bench.pass(due)
    try bench.look()
    #expect(try bench.begun() == ["s": 2] && bench.due == 120)
  }

  @Test(arguments: [-5 * 3_600, 5 * 3_600])
  func `set while a sensor runs, it is late when it would have been`(by step: Int) throws {
    let bench = try waiting()
    let deadline = bench.lateAt
    bench.pass(step)
    try bench.start()
    #expect(bench.lateAt == deadline && bench.late == 0)
    bench.expire()
    #expect(bench.awaited() == [] && bench.late == 1)
    try bench.go()
    try bench.turnToTheEnd()
  }

  @Test(arguments: [-5 * 3_600, 5 * 3_600])
  func `set between two acts, both are looked at`(by step: Int) throws {
    let bench = try SenseBench(try stubSensor("s"))
    let runs = bench.catalog.sensors[0].runs
    try bench.look()
    for _ in 0..<2 {
      bench.relook(after: bench.now)
      #expect(bench.awaited() == ["s"])
      try bench.turnToTheEnd()
      bench.pass(step)
      try bench.look()
    }
    #expect(runs.value == 5)
  }
}
