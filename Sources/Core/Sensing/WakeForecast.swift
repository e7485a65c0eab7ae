package import Base

/// Whether a run would wake the loop, and why: what `ReadingRules` make of it, explained so that a
/// person can act on it. Nothing is stored.
package struct WakeForecast: Sendable, Equatable {
  /// A changed place of the signal; a side is nil where the place does not exist.
  package struct Change: Sendable, Equatable {
    /// A JSON Pointer; empty for the signal as a whole.
    package let pointer: String
    package let old, new: JSONValue?
  }

  package enum Reason: Sendable, Equatable {
    /// There is no counted reading yet.
    case first
    case everyRun
    /// The status changed.
    case status(old: Reading.Status, new: Reading.Status)
    case signal([Change])

    case unchanged
    /// It differs only at these places, which `wake.ignore` excludes.
    case ignored([String])
    /// It moved at these places, within `wake.tolerance`.
    case tolerated([String])
    /// The change must last until then.
    case settling(until: Int)
    /// The last change that counted is too recent.
    case tooSoon(until: Int)
    case quiet(until: Int)
    case muted
    /// `wake.on` is `never`.
    case never
    /// A failed run is retried this many times before it is reported.
    case triedAgain(Int)
    /// The failed run is not reported: the last good reading is kept.
    case lastGoodStands
  }

  package let reason: Reason
  /// The reading after the run.
  package let reading: Reading

  package var wakes: Bool {
    switch reason {
    case .first, .everyRun, .status, .signal: true
    case .unchanged, .ignored, .tolerated, .settling, .tooSoon, .quiet, .muted, .never,
      .triedAgain, .lastGoodStands:
      false
    }
  }

  /// The effect of observing `seen` now; `former` is the last reading, of the run at `lastRun`.
  package init(
    _ seen: Observation, of sensor: any Sensor, former: Reading?, lastRun: Int?, now: Int
  ) {
    let rules = ReadingRules(sensor)
    reading = rules.reading(seen, of: sensor, former: former, lastRun: lastRun, now: now)
    reason =
      Self.unconditionalReason(sensor, now: now)
      ?? Self.reasonToWake(from: former?.content, to: reading.content, seen, sensor)
      ?? Self.reasonNotToWake(from: former, to: reading, seen, rules)
  }

  /// The reason that holds whatever was observed; nil without one.
  private static func unconditionalReason(_ sensor: any Sensor, now: Int) -> Reason? {
    if sensor.wake.cause == .never { return .never }
    guard sensor.timing.isQuiet(now) else { return nil }
    return .quiet(until: sensor.timing.outsideQuietHours(now))
  }

  /// Why the content changed; nil when it did not.
  private static func reasonToWake(
    from old: Reading.Content?, to new: Reading.Content?, _ seen: Observation,
    _ sensor: any Sensor
  ) -> Reason? {
    guard let new, new != old else { return nil }
    // No file says how often it failed just before: this counts as the first failure.
    if seen.status != .ok, sensor.timing.retries > 0 { return .triedAgain(sensor.timing.retries) }
    guard let old else { return .first }
    if sensor.wake.cause == .always { return .everyRun }
    if old.status != new.status { return .status(old: old.status, new: new.status) }
    return .signal(changes(from: old.signal, to: new.signal))
  }

  private static func reasonNotToWake(
    from former: Reading?, to reading: Reading, _ seen: Observation, _ rules: ReadingRules
  ) -> Reason {
    if let reason = reasonThatLasts(reading, rules.wake) { return reason }
    guard let former, former.observation.signal != seen.signal else { return .unchanged }
    let weighed = rules.wake.ignored.removed(from: seen.signal)
    let counted = former.content?.signal ?? .null
    return weighed == counted
      ? .ignored(JSONDifference.pointers(former.observation.signal, seen.signal))
      : .tolerated(JSONDifference.pointers(counted, weighed))
  }

  /// What keeps a later change from counting too; nil when nothing does.
  private static func reasonThatLasts(_ reading: Reading, _ wake: WakeRules) -> Reason? {
    let memory = reading.memory
    if memory.failure != nil { return .lastGoodStands }
    if reading.status == .muted { return .muted }
    guard memory.seen != nil else { return nil }
    let settled = memory.seenSince + wake.settle.seconds
    let due = memory.countedAt + wake.leastInterval.seconds
    return settled > due ? .settling(until: settled) : .tooSoon(until: due)
  }

  /// Why nothing that this sensor sees wakes the loop now, by its last reading; nil when nothing keeps it
  /// from that.
  package static func standstill(
    of sensor: any Sensor, _ reading: Reading?, now: Int
  ) -> Reason? {
    if let reason = unconditionalReason(sensor, now: now) { return reason }
    // Of another version of the sensor, nothing is kept.
    guard let reading, reading.version == sensor.version else { return nil }
    return reasonThatLasts(reading, sensor.wake)
  }

  private static func changes(from old: JSONValue, to new: JSONValue) -> [Change] {
    JSONDifference.pointers(old, new).map { text in
      let pointer = JSONPointer(text)
      return Change(
        pointer: text, old: pointer?.value(in: old), new: pointer?.value(in: new))
    }
  }
}
