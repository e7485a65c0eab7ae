import Base
import TestSupport
import Testing

@testable import Core

@Suite("What sensors cost")
struct SensorWakesTests {
  @Test(
    "Wakes, calls and cost of each sensor; what several woke counts for each, older is left out")
  func wakes() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("a"), try StubSensor("b"), try StubSensor("c")]
    try loop.answer("used 10 20 0.25\n" + #"{"action":"noop","reason":"nothing to do"}"#)
    _ = loop.beat(sensesAll: true)
    loop.pass(60)
    let since = loop.clock.now()
    for signals in [(2, 1), (3, 2)] as [(JSONValue, JSONValue)] {
      (loop.sensors[0].signal, loop.sensors[1].signal) = signals
      _ = loop.beat(sensesAll: true)
    }
    try loop.answer(#"{"action":"noop","reason":"nothing to do"}"#)
    loop.sensors[0].signal = 4
    _ = loop.beat(sensesAll: true)
    let report = try SensorWakes.report(
      loop.loop.events, loop.ledger, of: ["a", "b", "c"], since: since)
    #expect(report.rows.map(\.sensor) == ["a", "b", "c"])
    #expect(report.rows.map(\.wakes) == [3, 1, 0] && report.rows.map(\.calls) == [3, 1, 0])
    #expect(report.rows.map(\.dollars) == [0.5, 0.25, 0])
    #expect(report.rows.map(\.unknownCalls) == [1, 0, 0])
    #expect(report.runsUntil == nil && report.rows.allSatisfy { $0.runs == nil })
  }

  @Test("Runs are what the pulse wrote down; without that they are not counted")
  func runs() throws {
    let loop = try TestLoop()
    let since = loop.clock.now()
    for runs in [["a": 3, "gone": 1], ["a": 2]] as [JSONObject] {
      loop.pass(600)
      loop.loop.events.append("sensor.runs", ["since": 1, "runs": .object(runs)])
    }
    let report = try SensorWakes.report(
      loop.loop.events, loop.ledger, of: ["a", "b"], since: since)
    #expect(report.rows.map(\.runs) == [5, 0] && report.runsUntil == loop.clock.now())
  }

  @Test("The tally is told once in ten minutes, and at the end; nothing when nothing ran")
  func tally() throws {
    var tally = RunTally()
    #expect(tally.take(now: 5_000, isLast: true) == nil)
    let name = try Identifier("a", "sensor")
    tally.count(name, now: 1_000)
    tally.count(name, now: 1_300)
    #expect(tally.take(now: 1_599, isLast: false) == nil)
    #expect(tally.take(now: 1_600, isLast: false) == ["since": 1_000, "runs": ["a": 2]])
    #expect(tally.take(now: 9_000, isLast: false) == nil)
    tally.count(name, now: 9_000)
    #expect(tally.take(now: 9_001, isLast: true) == ["since": 9_000, "runs": ["a": 1]])
    tally.count(name, now: 9_000)
    #expect(tally.take(now: 100, isLast: false) != nil)
  }
}
