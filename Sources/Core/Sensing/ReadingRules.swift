internal import Base

/// Computes a sensor's reading after a run, and as time passes: a pure function of the former reading,
/// the sensor's rules and the clock.
struct ReadingRules {
  let timing: SensorTiming
  let wake: WakeRules

  init(_ sensor: any Sensor) {
    timing = sensor.timing
    wake = sensor.wake
  }

  /// The reading after a run that observed `seen`; `former` is the sensor's reading before it.
  ///
  /// `lastRun` is the time of the run before. Of a reading of another version of the sensor, only
  /// the time since when its signal is the same is used.
  func reading(
    _ seen: Observation, of sensor: any Sensor, former: Reading?, lastRun: Int?, now: Int
  ) -> Reading {
    var reading = Reading(
      sensor: sensor.name, changedAt: now, observation: seen, version: sensor.version,
      description: sensor.description, trust: sensor.trust)
    let previous = former.flatMap { $0.version == sensor.version ? $0 : nil }
    reading.memory = (previous?.memory ?? Reading.Memory()).notLater(than: now)
    reading.memory.lastGood = nil
    reading.memory.failure = nil
    // A clock that was ahead when the file was written makes it no younger than now.
    reading.memory.asOf = seen.asOf.map { min($0, now) }
    var isSeen = true
    if seen.status != .ok, timing.keepsLast, let previous, previous.observation.status == .ok {
      isSeen = false
      reading.observation = previous.observation
      reading.status = .ok
      reading.memory.lastGood = previous.memory.lastGood ?? lastRun ?? now
      reading.memory.failure = seen.failure
      reading.memory.asOf = previous.memory.asOf
    }
    applyRules(
      to: &reading, former: previous, lastRun: now, Moment(now: now, hasRun: isSeen))
    // A new version of a sensor is quiet in its quiet hours too.
    if reading.status == .quiet, previous == nil { reading.content = former?.content }
    reading.updateChangedAt(former, now: now)
    return reading
  }

  /// The reading after time has passed without a run; the sensor last ran at `lastRun`.
  func reading(_ former: Reading, lastRun: Int, now: Int) -> Reading {
    var reading = former
    reading.status = Reading.Status(former.observation.status)
    reading.memory = former.memory.notLater(than: now)
    applyRules(
      to: &reading, former: former, lastRun: lastRun, Moment(now: now, hasRun: false))
    reading.updateChangedAt(former, now: now)
    return reading
  }

  /// When `reading` changes next by time alone; nil for never. The moment may be in the past, when no
  /// pulse was running.
  func nextLook(_ reading: Reading, lastRun: Int, now: Int) -> Int? {
    let edge = timing.nextQuietEdge(after: now)
    if timing.isQuiet(now) { return reading.status == .quiet ? edge : now }
    if reading.status == .quiet { return now }
    var moments: [Int] = []
    if let ttl = timing.ttl, reading.status != .stale, reading.status != .muted {
      moments.append(reading.seenAt(lastRun: lastRun) + ttl.seconds)
    }
    // Only a run can confirm that a change lasts.
    if wake.leastInterval > .zero, wake.settle == .zero, reading.memory.seen != nil {
      moments.append(reading.memory.countedAt + wake.leastInterval.seconds)
    }
    if let flap = wake.flap, reading.flaps, let first = reading.memory.changes.first {
      moments.append(first + flap.within.seconds)
    }
    if let edge { moments.append(edge) }
    return moments.min()
  }

  /// When the sensor must run to confirm that a change lasts; nil without a waiting change.
  func nextConfirmation(_ reading: Reading) -> Int? {
    guard wake.settle > .zero, reading.memory.seen != nil else { return nil }
    return timing.outsideQuietHours(reading.memory.seenSince + wake.settle.seconds)
  }

  // MARK: What counts

  private struct Moment {
    let now: Int
    /// Whether the sensor ran and was observed now.
    let hasRun: Bool
  }

  private func isStale(_ reading: Reading, lastRun: Int, now: Int) -> Bool {
    timing.ttl.map { now - reading.seenAt(lastRun: lastRun) >= $0.seconds } ?? false
  }

  /// Sets status and content of `reading`; `former` has the content that counted so far.
  private func applyRules(
    to reading: inout Reading, former: Reading?, lastRun: Int, _ moment: Moment
  ) {
    let now = moment.now
    if isStale(reading, lastRun: lastRun, now: now) { reading.status = .stale }
    if timing.isQuiet(now) {
      // The last content stays until the quiet hours end.
      reading.status = .quiet
      reading.content = former?.content
      reading.flaps = former?.flaps ?? false
      return
    }
    switch wake.cause {
    case .never: reading.content = nil
    case .signal, .always:
      let candidate = candidate(reading, former: former, moment)
      setContent(of: &reading, to: candidate, former: former, moment)
    }
  }

  /// The content that would count if no change had to wait.
  private func candidate(
    _ reading: Reading, former: Reading?, _ moment: Moment
  ) -> Reading.Content {
    guard reading.status != .stale else { return Reading.Content(status: .stale, signal: .null) }
    var signal = wake.ignored.removed(from: reading.observation.signal)
    if let counted = former?.content?.signal {
      for tolerance in wake.tolerances { signal = tolerance.steadied(signal, beside: counted) }
    }
    // The run that waits to count, else the one that counted.
    let known = (reading.memory.seen ?? former?.content)?.run
    let run = wake.cause == .always ? (moment.hasRun ? moment.now : known) : nil
    return Reading.Content(status: reading.status, signal: signal, run: run)
  }

  private func setContent(
    of reading: inout Reading, to candidate: Reading.Content, former: Reading?, _ moment: Moment
  ) {
    let now = moment.now
    var memory = reading.memory
    defer { reading.memory = memory }
    guard let counted = former?.content else {
      // The first content counts at once.
      reading.content = candidate
      if wake.leastInterval > .zero { memory.countedAt = now }
      memory.seen = nil
      memory.seenSince = 0
      return
    }
    reading.flaps = recordChange(
      from: memory.seen ?? counted, to: candidate, in: &memory, now: now)
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
    // Only a run can confirm that a change lasts; staleness needs no run.
    let lasts =
      wake.settle == .zero || candidate.status == .stale || reading.observation.isUrgent
      || moment.hasRun && now - memory.seenSince >= wake.settle.seconds
    let isSoon = now - memory.countedAt < wake.leastInterval.seconds
    guard lasts, !isSoon || reading.observation.isUrgent else { return }
    reading.content = candidate
    if wake.leastInterval > .zero { memory.countedAt = now }
    memory.seen = nil
    memory.seenSince = 0
  }

  /// Records a change in `memory`; returns whether the sensor flaps.
  private func recordChange(
    from former: Reading.Content, to candidate: Reading.Content, in memory: inout Reading.Memory,
    now: Int
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
  /// The memory with no moment in the future; a clock that was ahead leaves such.
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
  /// When the world was as it says, for its age.
  fileprivate func seenAt(lastRun: Int) -> Int {
    let run = memory.lastGood ?? lastRun
    return min(run, memory.asOf ?? run)
  }

  /// Keeps the former time unless signal or status changed.
  fileprivate mutating func updateChangedAt(_ former: Reading?, now: Int) {
    let isSame =
      former?.observation.signal == observation.signal && former?.status == status
    changedAt = isSame ? former?.changedAt ?? now : now
  }
}

extension WakeRules.Tolerance {
  /// `signal` with the counted number in place of one that moved within the band.
  fileprivate func steadied(_ signal: JSONValue, beside counted: JSONValue) -> JSONValue {
    guard let before = pointer.value(in: counted), let old = before.double,
      let new = pointer.value(in: signal)?.double, abs(new - old) <= band
    else { return signal }
    return pointer.replaced(in: signal) { _ in before }
  }
}
