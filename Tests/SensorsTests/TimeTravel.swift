@testable import Base
@testable import Core
@testable import Sensors

/// Takes the times and rules of a manifest to clocks that stand oddly: what is within its bounds must
/// overflow nowhere.
struct TimeTravel {
  /// Before anything, now, and as late as a sum still has room.
  static let clocks = [0, 1, 1_795_000_000, 1 << 40, Int.max / 2]

  private let sensor: ScriptSensor

  init(_ manifest: Manifest) throws {
    var timing = manifest.timing
    // The largest that the name of a sensor can bring.
    timing.delay = manifest.jitter
    sensor = ScriptSensor(
      name: try Identifier("x", "sensor"), manifest: manifest, timing: timing, trust: .internal,
      version: 1, arguments: [], workingDirectory: "/",
      inputs: try InputValues(nil, of: [], file: ""), secrets: [:], secretProblem: nil,
      redaction: Redaction([:]))
  }

  /// What happens at one clock is looked at from each, with no look before another.
  func everywhere() throws {
    let rules = ReadingRules(sensor)
    for (index, last) in Self.clocks.enumerated() {
      var due = DueTimes()
      for now in Self.clocks[index...] {
        let timing = sensor.timing
        let next = timing.next(after: last, nextLookAt: last, interval: .days(1))
        due[sensor.name] = timing.caughtUp(next, now: now)
        _ = due.take(until: now)
        _ = timing.nextQuietEdge(after: now)
        _ = timing.outsideQuietHours(now + timing.retryDelay.seconds)
        var reading: Reading?
        for (status, signal) in [("ok", 1), ("error", 0), ("ok", 2), ("timeout", 0), ("ok", 3)] {
          let seen = Observation(
            status: Observation.Status(rawValue: status) ?? .ok, exit: nil, signal: .int(signal))
          reading = rules.reading(seen, of: sensor, former: reading, lastRun: last, now: now)
          guard let former = reading else { continue }
          let later = rules.reading(former, lastRun: last, now: now)
          _ = rules.nextLook(later, lastRun: last, now: now)
          _ = rules.nextConfirmation(later)
          reading = Reading(sensor: sensor.name, record: later.record(duration: .zero))
        }
        if let push = sensor.push {
          var tally = InboxTally()
          for _ in 0..<3 { tally.count(sensor.observe(pushed: Array("{}".utf8)), push, now: now) }
        }
      }
    }
  }
}
