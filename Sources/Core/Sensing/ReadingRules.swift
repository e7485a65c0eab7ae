internal import Base

/// What becomes of a reading when its sensor has run, and when time passes: pure, from the former
/// reading, the sensor's own rules and the clock.
struct ReadingRules {
  let timing: SensorTiming
  let wake: WakeRules

  init(_ sensor: any Sensor) {
    timing = sensor.timing
    wake = sensor.wake
  }

  /// What `seen`, observed now, makes of the `former` reading of the same sensor.
  ///
  /// `lastRun` is when it ran before. Words of a former version of the sensor tell only since when
  /// it says the same.
  func reading(
    _ seen: Observation, of sensor: any Sensor, former: Reading?, lastRun: Int?, now: Int
  ) -> Reading {
    var reading = Reading(
      sensor: sensor.name, changedAt: now, observation: seen, version: sensor.version,
      description: sensor.description, trust: sensor.trust)
    let standing = former.flatMap { $0.version == sensor.version ? $0 : nil }
    reading.memory = (standing?.memory ?? Reading.Memory()).notLater(than: now)
    reading.memory.lastGood = nil
    reading.memory.failure = nil
    var isSeen = true
    if seen.status != .ok, timing.keepsLast, let standing, standing.observation.status == .ok {
      isSeen = false
      reading.observation = standing.observation
      reading.status = .ok
      reading.memory.lastGood = standing.memory.lastGood ?? lastRun ?? now
      reading.memory.failure = seen.failure
    }
    count(&reading, standing, lastRun: now, hasRun: isSeen, now: now)
    // Another version of a sensor is quiet in its quiet hours too.
    if reading.status == .quiet, standing == nil { reading.content = former?.content }
    reading.note(former, now: now)
    return reading
  }

  /// What time alone makes of `reading`, whose sensor last ran at `lastRun`.
  func reading(_ former: Reading, lastRun: Int, now: Int) -> Reading {
    var reading = former
    reading.status = Reading.Status(former.observation.status)
    reading.memory = former.memory.notLater(than: now)
    count(&reading, former, lastRun: lastRun, hasRun: false, now: now)
    reading.note(former, now: now)
    return reading
  }

  /// When time alone makes something else of `reading`; nil for never. A moment that is past is one
  /// that nobody was there for.
  func nextLook(_ reading: Reading, lastRun: Int, now: Int) -> Int? {
    let edge = timing.nextQuietEdge(after: now)
    if timing.isQuiet(now) { return reading.status == .quiet ? edge : now }
    if reading.status == .quiet { return now }
    var moments: [Int] = []
    if let ttl = timing.ttl, reading.status != .stale, reading.status != .muted {
      moments.append((reading.memory.lastGood ?? lastRun) + ttl.seconds)
    }
    // Whether it lasts only a run can tell.
    if wake.leastInterval > .zero, wake.settle == .zero, reading.memory.seen != nil {
      moments.append(reading.memory.countedAt + wake.leastInterval.seconds)
    }
    if let flap = wake.flap, reading.flaps, let first = reading.memory.changes.first {
      moments.append(first + flap.within.seconds)
    }
    if let edge { moments.append(edge) }
    return moments.min()
  }

  /// When the sensor must run to see whether a change lasts; nil when none is waiting.
  func nextConfirmation(_ reading: Reading) -> Int? {
    guard wake.settle > .zero, reading.memory.seen != nil else { return nil }
    return timing.outsideQuietHours(reading.memory.seenSince + wake.settle.seconds)
  }

  // MARK: What counts

  private func isStale(_ reading: Reading, lastRun: Int, now: Int) -> Bool {
    timing.ttl.map { now - (reading.memory.lastGood ?? lastRun) >= $0.seconds } ?? false
  }

  /// Sets status and content of `reading`; `former` has what counted so far.
  private func count(
    _ reading: inout Reading, _ former: Reading?, lastRun: Int, hasRun: Bool, now: Int
  ) {
    if isStale(reading, lastRun: lastRun, now: now) { reading.status = .stale }
    if timing.isQuiet(now) {
      // What it said last stands until the hours are over.
      reading.status = .quiet
      reading.content = former?.content
      reading.flaps = former?.flaps ?? false
      return
    }
    switch wake.cause {
    case .never: reading.content = nil
    case .signal, .always:
      weigh(candidate(reading, former, hasRun, now), &reading, former, hasRun, now)
    }
  }

  /// What would count if it counted at once.
  private func candidate(
    _ reading: Reading, _ former: Reading?, _ hasRun: Bool, _ now: Int
  ) -> Reading.Content {
    guard reading.status != .stale else { return Reading.Content(status: .stale, signal: .null) }
    var signal = wake.ignored.removed(from: reading.observation.signal)
    if let counted = former?.content?.signal {
      for tolerance in wake.tolerances { signal = tolerance.steadied(signal, beside: counted) }
    }
    // The run that waits to count, else the one that did.
    let known = (reading.memory.seen ?? former?.content)?.run
    let run = wake.cause == .always ? (hasRun ? now : known) : nil
    return Reading.Content(status: reading.status, signal: signal, run: run)
  }

  private func weigh(
    _ candidate: Reading.Content, _ reading: inout Reading, _ former: Reading?, _ hasRun: Bool,
    _ now: Int
  ) {
    var memory = reading.memory
    defer { reading.memory = memory }
    guard let counted = former?.content else {
      // Its first words count at once.
      reading.content = candidate
      if wake.leastInterval > .zero { memory.countedAt = now }
      memory.seen = nil
      memory.seenSince = 0
      return
    }
    reading.flaps = noteChange(from: memory.seen ?? counted, to: candidate, &memory, now)
    reading.content = counted
    if reading.flaps, wake.flap?.action == .mute {
      reading.status = .muted
      reading.content = Reading.Content(status: .muted, signal: .null)
      memory.seen = candidate
      return
    }
    guard candidate != counted else {
      memory.seen = nil
      memory.seenSince = 0
      return
    }
    if memory.seen != candidate { (memory.seen, memory.seenSince) = (candidate, now) }
    // Whether it lasts only a run can tell, but that it has grown stale tells the clock.
    let lasts =
      wake.settle == .zero || candidate.status == .stale
      || hasRun && now - memory.seenSince >= wake.settle.seconds
    guard lasts, now - memory.countedAt >= wake.leastInterval.seconds else { return }
    reading.content = candidate
    if wake.leastInterval > .zero { memory.countedAt = now }
    memory.seen = nil
    memory.seenSince = 0
  }

  /// Whether it flaps, this change among those that count for it.
  private func noteChange(
    from former: Reading.Content, to candidate: Reading.Content, _ memory: inout Reading.Memory,
    _ now: Int
  ) -> Bool {
    guard let flap = wake.flap else {
      memory.changes = []
      return false
    }
    if candidate != former { memory.changes.append(now) }
    memory.changes = memory.changes.filter { $0 > now - flap.within.seconds }.suffix(flap.count)
    return memory.changes.count >= flap.count
  }
}

extension Reading.Memory {
  /// With no moment in the future, as a clock that was ahead leaves them.
  fileprivate func notLater(than now: Int) -> Self {
    var memory = self
    memory.seenSince = min(seenSince, now)
    memory.countedAt = min(countedAt, now)
    memory.changes = changes.map { min($0, now) }
    memory.lastGood = lastGood.map { min($0, now) }
    return memory
  }
}

extension Reading {
  /// The time moves only when signal or status changed.
  fileprivate mutating func note(_ former: Reading?, now: Int) {
    let isSame =
      former?.observation.signal == observation.signal && former?.status == status
    changedAt = isSame ? former?.changedAt ?? now : now
  }
}

extension WakeRules.Tolerance {
  /// `signal` with the number that counted so far, unless it has moved by more than the band.
  fileprivate func steadied(_ signal: JSONValue, beside counted: JSONValue) -> JSONValue {
    guard let before = pointer.value(in: counted), let old = before.double,
      let new = pointer.value(in: signal)?.double, abs(new - old) <= band
    else { return signal }
    return pointer.replaced(in: signal) { _ in before }
  }
}
