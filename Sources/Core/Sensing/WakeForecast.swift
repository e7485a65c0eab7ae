package import Base

/// Whether a run would wake the loop, and why: what `ReadingRules` make of it beside the last
/// reading, in words that a person can act on. Nothing is kept.
package struct WakeForecast: Sendable, Equatable {
  /// One place of the signal that counts and is another one; absent on the side where it is not.
  package struct Change: Sendable, Equatable {
    /// A JSON Pointer; empty for the signal as a whole.
    package let pointer: String
    package let old, new: JSONValue?
  }

  package enum Reason: Sendable, Equatable {
    /// There is no reading yet that could count.
    case first
    case everyRun
    /// The status is another one.
    case status(old: Reading.Status, new: Reading.Status)
    case signal([Change])

    case unchanged
    /// It differs at these places, which `wake.ignore` leaves out.
    case ignored([String])
    /// It moved at these places, by no more than `wake.tolerance` lets pass.
    case tolerated([String])
    /// The change must last until then.
    case settling(until: Int)
    /// The last change that counted is too recent.
    case tooSoon(until: Int)
    case quiet(until: Int)
    case muted
    /// `wake.on` is `never`.
    case never
    /// The failed run is tried again so often before it is told.
    case triedAgain(Int)
    /// The failed run is not told: the last good reading stands.
    case lastGoodStands
  }

  package let reason: Reason
  /// The reading that the run makes.
  package let reading: Reading

  package var wakes: Bool {
    switch reason {
    case .first, .everyRun, .status, .signal: true
    case .unchanged, .ignored, .tolerated, .settling, .tooSoon, .quiet, .muted, .never,
      .triedAgain, .lastGoodStands:
      false
    }
  }

  /// What `seen`, observed now, would do beside the `former` reading of the sensor, which ran at
  /// `lastRun`.
  package init(
    _ seen: Observation, of sensor: any Sensor, former: Reading?, lastRun: Int?, now: Int
  ) {
    let rules = ReadingRules(sensor)
    reading = rules.reading(seen, of: sensor, former: former, lastRun: lastRun, now: now)
    reason =
      Self.reasonBefore(sensor, now)
      ?? Self.reason(reading.content, former?.content, seen, sensor)
      ?? Self.reasonNot(reading, seen, former, rules)
  }

  /// What decides before any content is compared.
  private static func reasonBefore(_ sensor: any Sensor, _ now: Int) -> Reason? {
    if sensor.wake.cause == .never { return .never }
    guard sensor.timing.isQuiet(now) else { return nil }
    return .quiet(until: sensor.timing.outsideQuietHours(now))
  }

  /// Why what counts now is another thing than before; nil when it is the same.
  private static func reason(
    _ new: Reading.Content?, _ old: Reading.Content?, _ seen: Observation, _ sensor: any Sensor
  ) -> Reason? {
    guard let new, new != old else { return nil }
    // How often it failed right before is in no file: this is taken for the first time.
    if seen.status != .ok, sensor.timing.retries > 0 { return .triedAgain(sensor.timing.retries) }
    guard let old else { return .first }
    if sensor.wake.cause == .always { return .everyRun }
    if old.status != new.status { return .status(old: old.status, new: new.status) }
    return .signal(changes(from: old.signal, to: new.signal))
  }

  private static func reasonNot(
    _ reading: Reading, _ seen: Observation, _ former: Reading?, _ rules: ReadingRules
  ) -> Reason {
    let memory = reading.memory
    if memory.failure != nil { return .lastGoodStands }
    if reading.status == .muted { return .muted }
    if memory.seen != nil {
      let settled = memory.seenSince + rules.wake.settle.seconds
      let due = memory.countedAt + rules.wake.leastInterval.seconds
      return settled > due ? .settling(until: settled) : .tooSoon(until: due)
    }
    guard let former, former.observation.signal != seen.signal else { return .unchanged }
    let weighed = rules.wake.ignored.removed(from: seen.signal)
    let counted = former.content?.signal ?? .null
    return weighed == counted
      ? .ignored(JSONDifference.pointers(former.observation.signal, seen.signal))
      : .tolerated(JSONDifference.pointers(counted, weighed))
  }

  private static func changes(from old: JSONValue, to new: JSONValue) -> [Change] {
    JSONDifference.pointers(old, new).map { text in
      let pointer = JSONPointer(text)
      return Change(
        pointer: text, old: pointer?.value(in: old), new: pointer?.value(in: new))
    }
  }
}
