internal import Base

/// When a sensor runs, and for how long what it said holds.
package struct SensorTiming: Sendable, Equatable {
  /// Between two runs; nil to run with every beat period.
  package var every: Duration?
  /// Added to `every`, the same each time, so that many sensors do not all run at once.
  package var delay = Duration.zero
  /// Whether a run that was missed while looop was down is made up for at once.
  package var catchesUp = true
  /// How old a reading may get; nil for any age.
  package var ttl: Duration?
  /// How often a failed run is tried again, and how soon.
  package var retries = 0
  package var retryDelay = Duration.seconds(5)
  /// Whether the last good reading stands while runs fail.
  package var keepsLast = false
  package var quietHours: [QuietHours] = []
  /// Whether it runs again after something may have changed the world.
  package var relook = Relook.unlessSlow
  /// Absolute paths whose change runs the sensor at once.
  package var watch: [String] = []

  package enum Relook: String, Sendable, CaseIterable {
    case always, never
    /// A sensor with a slow clock of its own keeps to it.
    case unlessSlow = "auto"
  }

  package init() {}

  /// When it is due again after a run at `last`. A sensor without a clock of its own follows the
  /// decider's wish for the next look, else the beat period.
  func next(after last: Int, nextLookAt: Int, interval: Duration) -> Int {
    let due: Int
    if let every {
      due = last + (every + delay).seconds
    } else {
      due = nextLookAt > last ? nextLookAt : last + interval.seconds
    }
    return outsideQuietHours(due)
  }

  /// A run that was due at `due` and is at least a whole period late was missed; then the next
  /// moment of its rhythm that is not past, for a sensor that does not catch up.
  func caughtUp(_ due: Int, now: Int) -> Int {
    guard !catchesUp, let every = every?.seconds, now - due >= every else { return due }
    let missed = (now - due) / every
    return outsideQuietHours(due + (missed + 1) * every)
  }

  /// `moment`, or the end of the quiet hours it lies in.
  func outsideQuietHours(_ moment: Int) -> Int {
    var moment = moment
    // One window may end in another; a sensor that is always quiet gets no endless search.
    for _ in 0..<8 {
      guard let end = quietHours.compactMap({ $0.end(holding: moment) }).max() else { break }
      moment = end
    }
    return moment
  }

  func isQuiet(_ now: Int) -> Bool { quietHours.contains { $0.end(holding: now) != nil } }

  /// When quiet hours begin or end next; nil without any.
  func nextQuietEdge(after now: Int) -> Int? {
    quietHours.compactMap { $0.end(holding: now) ?? $0.start(after: now) }.min()
  }
}

/// Hours of the local day in which a sensor rests.
package struct QuietHours: Sendable, Equatable {
  /// The days on which they begin, 0 for Sunday to 6 for Saturday.
  package let days: Set<Int>
  /// Minutes since midnight. A `to` that is not after `from` is one of the next day.
  package let from, to: Int

  package init(days: Set<Int>, from: Int, to: Int) {
    self.days = days
    self.from = from
    self.to = to
  }

  /// When those that hold `moment` end; nil when none does.
  func end(holding moment: Int) -> Int? {
    // They began today or yesterday.
    for day in [0, -1] {
      guard let (start, end) = window(moment, day: day) else { continue }
      if start <= moment, moment < end { return end }
    }
    return nil
  }

  /// When they begin next.
  func start(after moment: Int) -> Int? {
    (0...7).firstResult { day in
      window(moment, day: day).flatMap { $0.start > moment ? $0.start : nil }
    }
  }

  private func window(_ moment: Int, day: Int) -> (start: Int, end: Int)? {
    let midnight = LocalTime.startOfDay(moment, adding: day)
    guard days.contains(LocalTime.weekday(midnight)) else { return nil }
    let wraps = to <= from
    return (
      LocalTime.moment(minute: from, ofDay: midnight),
      LocalTime.moment(
        minute: to, ofDay: wraps ? LocalTime.startOfDay(midnight, adding: 1) : midnight)
    )
  }
}
