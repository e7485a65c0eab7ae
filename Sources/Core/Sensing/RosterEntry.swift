internal import Base

/// What is known of one sensor while its process lives, and when that makes it due.
final class RosterEntry {
  /// When sensors without a clock of their own run.
  struct Pace: Equatable {
    /// The decider's wish for the next look; 0 for none.
    var nextLookAt = 0
    /// The time between two runs.
    var interval = Duration.zero
  }

  let name: Identifier
  /// Nil while its files are invalid.
  private(set) var sensor: (any Sensor)?
  private(set) var reading: Reading?
  /// The facts of the reading's file when it was last read or written.
  private(set) var facts: FileFacts?
  /// When the last run began.
  private(set) var lastRun: Int?
  /// How long a run took last, as far as is known.
  private(set) var lastDuration: Duration?
  /// Whether its last run had to be ended for its time limit.
  var hung = false
  /// When it is to run next; nil for never.
  private(set) var runAt: Int?
  /// Failures in a row that were retried and not reported.
  private var failures = 0
  private var watched: [WatchedPath] = []

  init(_ name: Identifier) { self.name = name }

  // MARK: What is known

  /// Its file was read, and holds `reading`.
  func learn(_ reading: Reading?, _ facts: FileFacts?, duration: Duration? = nil) {
    self.reading = reading
    self.facts = facts
    lastDuration = duration ?? lastDuration
    lastRun = facts?.modified
    failures = 0
  }

  /// A reading of the run at `run` was made; it is not recorded yet.
  func learn(_ reading: Reading, run: Int, duration: Duration) {
    self.reading = reading
    if duration > .zero { lastDuration = duration }
    lastRun = run
    failures = 0
  }

  /// Its reading was recorded, and the file is now as `facts` say.
  func markRecorded(as facts: FileFacts?) { self.facts = facts }

  /// The reading that says its files are invalid; nil when the current one says so already.
  func invalidReading(for error: LooopError, now: Int) -> Reading? {
    let seen = Observation.impossible(error.description)
    guard reading?.observation != seen || reading?.isOfBrokenFiles != true else { return nil }
    let isSame = reading?.status == .invalid && reading?.observation.signal == .null
    let since = isSame ? reading?.changedAt : nil
    var invalid = Reading(
      sensor: name, changedAt: since ?? now, observation: seen,
      version: Reading.ofBrokenFiles)
    invalid.inbox = reading?.inbox
    return invalid
  }

  /// What was pushed and is not counted yet.
  func uncounted(in inbox: Inbox) throws(LooopError) -> [Inbox.Message] {
    let counted = Set(reading?.inbox?.batch ?? [])
    return try inbox.messages().filter { !counted.contains($0.mark) }
  }

  /// Replaces the sensor by what its files say now; true when it changed.
  func replaceSensor(by sensor: (any Sensor)?) -> Bool {
    let isChanged = self.sensor?.version != sensor?.version
    if isChanged { (failures, hung) = (0, false) }
    self.sensor = sensor
    return isChanged
  }

  /// Plans a retry when `seen` is a failure to retry before it is reported; false when it is not.
  func planRetry(after seen: Observation, now: Int) -> Bool {
    guard let timing = sensor?.timing, seen.status != .ok, failures < timing.retries else {
      return false
    }
    failures += 1
    runAt = timing.outsideQuietHours(now + timing.retryDelay.seconds)
    return true
  }

  // MARK: When it runs

  /// For a sensor of which only its files are known.
  func planFirstRun(_ pace: Pace, now: Int) {
    guard let sensor else { return runAt = nil }
    // It never ran, was edited since, or ran in what is the future since the clock was set back.
    guard let reading, reading.version == sensor.version, let lastRun, lastRun <= now else {
      return runAt = sensor.timing.outsideQuietHours(now)
    }
    planNextRun(pace)
    catchUp(now: now)
  }

  /// A run is about to begin: what asks for one from now on asks for another.
  func begin() { runAt = nil }

  /// After a run that ended `now`, or one that a former process made.
  func planNextRun(_ pace: Pace, now: Int? = nil) {
    let wanted = now == nil ? nil : runAt
    guard let sensor, sensor.push == nil, let reading, let lastRun else { return runAt = nil }
    var next = sensor.timing.next(
      after: lastRun, nextLookAt: pace.nextLookAt, interval: pace.interval)
    // Past already when the confirming run failed: then the next run confirms.
    if let confirmation = ReadingRules(sensor).nextConfirmation(reading), confirmation > lastRun {
      next = min(next, confirmation)
    }
    // One that takes longer than its period must not keep the machine busy.
    if let now { next = max(min(next, wanted ?? next), now + 1) }
    runAt = next
  }

  /// The pace has changed.
  func follow(_ pace: Pace) {
    guard sensor?.timing.every == nil, failures == 0, runAt != nil else { return }
    planNextRun(pace)
  }

  /// Skips a run whose time passed while looop was not running.
  func catchUp(now: Int) {
    guard let sensor, let runAt else { return }
    self.runAt = sensor.timing.caughtUp(runAt, now: now)
  }

  /// Not later than `moment`; quiet hours are kept.
  func runSoon(_ moment: Int) {
    let soon = sensor?.timing.outsideQuietHours(moment) ?? moment
    runAt = min(runAt ?? soon, soon)
  }

  /// Looks at the paths outside that it watches; a change makes it run soon. `heard` are those that
  /// something was heard of.
  func lookOutside(now: Int, heard: Set<String> = []) {
    guard let paths = sensor?.timing.watch, !paths.isEmpty else { return watched = [] }
    let seen = paths.map(WatchedPath.look)
    let newest = seen.compactMap(\.newest).max() ?? 0
    let isTouched =
      watched.isEmpty
      ? newest >= lastRun ?? 0
      : seen != watched || zip(paths, seen).contains { !$1.isWhole && heard.contains($0) }
    watched = seen
    // Not twice within a second: what changes all the time must not keep the machine busy.
    if isTouched { runSoon(max(now, (lastRun ?? 0) + 1)) }
  }

  /// When it runs, or its reading changes by time alone; nil for never.
  func due(now: Int, isBusy: Bool = false) -> Int? {
    var look: Int?
    if let sensor, let reading, let lastRun {
      look = ReadingRules(sensor).nextLook(reading, lastRun: lastRun, now: now)
    }
    return [isBusy ? nil : runAt, look].compactMap(\.self).min()
  }
}
