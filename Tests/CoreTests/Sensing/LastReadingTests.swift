import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct LastReadingTests {
  private func bench() throws -> SenseBench { try SenseBench(try stubSensor("n")) }

  /// One more run, in which it fails or says `signal`; the signal that it was given.
  private func run(_ bench: SenseBench, _ signal: JSONValue?) throws -> JSONValue? {
    bench.pass(60)
    bench.catalog.sensors[0].status = signal == nil ? .error : .ok
    bench.catalog.sensors[0].signal = signal ?? .null
    try bench.look()
    return bench.catalog.sensors[0].lastReading.value?["signal"]
  }

  @Test func `a run is given the last good reading, whatever failed since`() throws {
    let bench = try bench()
    #expect(try run(bench, nil) == nil)
    // It never worked yet.
    #expect(try run(bench, 1) == nil)
    #expect(try run(bench, 2) == 1)
    #expect(try run(bench, nil) == 2)
    #expect(try run(bench, nil) == 2)
    bench.restart()
    #expect(try run(bench, 3) == 2)
    #expect(try run(bench, nil) == 3)
    #expect(try run(bench, 4) == 3)
    let given = bench.catalog.sensors[0].lastReading.value
    #expect(given?["status"] == "ok" && given?["sensor"] == "n" && given?["v"] == 1)
  }

  @Test func `broken files of the sensor in between do not make it begin again`() throws {
    let bench = try bench()
    _ = try run(bench, 1)
    bench.catalog.broken = ["n"]
    bench.pass(60)
    try bench.look()
    #expect(try bench.reading("n").status == .invalid)
    bench.catalog.broken = []
    #expect(try run(bench, 2) == 1)
  }

  @Test func `a sensor that goes takes its last good reading along`() throws {
    let bench = try bench()
    _ = try run(bench, 1)
    _ = try run(bench, nil)
    let file = bench.scratch.file("data/snapshots/good-n.json")
    #expect(FileManager.default.fileExists(atPath: file))
    let sensor = bench.catalog.sensors[0]
    bench.catalog.sensors = []
    try bench.look()
    #expect(!FileManager.default.fileExists(atPath: file))
    bench.catalog.sensors = [sensor]
    #expect(try run(bench, 2) == nil)
  }

  @Test func `a try gets what a run would get`() throws {
    let bench = try bench()
    _ = try run(bench, 1)
    _ = try run(bench, nil)
    let sensor = bench.catalog.sensors[0]
    sensor.lastReading.set(nil)
    let trial = SensorTrial(
      directory: bench.directory, children: ChildGroup(poller: Poller(), sweepsOrphans: false),
      environment: ["PATH": "/usr/bin:/bin"])
    _ = try trial.run(sensor)
    #expect(sensor.lastReading.value?["signal"] == 1)
  }
}
