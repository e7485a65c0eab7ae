internal import Base

/// Starts the sensors that are due, each in its own time, and makes readings of what they printed, of
/// what was pushed, and of the time that passed.
final class SensorRuns {
  /// A run under way.
  struct Run {
    fileprivate let sensor: any Sensor
    fileprivate var batch: ChildGroup.Batch?
    /// By the clock of due times: what changed from then on it may not have seen.
    let startedAt: Int
    /// When it counts as late.
    let lateAt: Monotonic
    fileprivate(set) var isLate = false
    /// From when on `sensor list` says that it runs.
    fileprivate let shownAt: Monotonic
    fileprivate(set) var isShown = false
  }

  /// How many run at once. One that is late gives its place to the next: it delays only itself.
  static let width = 16
  /// As many at once at most, late ones among them.
  static let most = 64

  private static let shownAfter = Duration.seconds(1)

  private let roster: Roster
  private let store: Store
  private let children: ChildGroup
  private(set) var running: [Identifier: Run] = [:]
  private var queue: [Identifier] = []
  /// Those whose failure is recorded without a retry: this process does not live to make one.
  private var untried: Set<Identifier> = []

  init(roster: Roster, store: Store, children: ChildGroup) {
    self.roster = roster
    self.store = store
    self.children = children
  }

  private var now: Int { store.clock.now() }

  /// When the next run is late, or is to be shown.
  var deadline: Monotonic? {
    running.values.flatMap { run in
      [run.isLate ? nil : run.lateAt, run.isShown ? nil : run.shownAt].compactMap(\.self)
    }.min()
  }

  // MARK: What is due

  /// What a look at the due times brought.
  struct Due {
    /// Those that are to run.
    fileprivate(set) var names: [Identifier] = []
    fileprivate(set) var writes: [SensingWrite] = []
  }

  /// Finds out who is due, and counts what was pushed and the time that passed.
  func find(all: Bool) throws(LooopError) -> Due {
    var due = Due()
    for entry in roster.takeDue(all: all) {
      guard let sensor = entry.sensor else { continue }
      entry.catchUp(now: now)
      let isDue = all || entry.runAt.map { $0 <= now } == true
      guard isDue, !roster.busy.contains(entry.name) else {
        due.writes += age(entry, sensor)
        roster.scheduleLater(entry)
        continue
      }
      if let rules = sensor.push {
        due.writes += try count(entry, sensor, by: rules)
        roster.schedule(entry)
      } else {
        due.names.append(entry.name)
        if all { untried.insert(entry.name) }
        add(entry)
      }
    }
    return due
  }

  /// Puts a sensor that does not run yet among those that are to run.
  func add(_ entry: RosterEntry) {
    roster.begin(entry)
    queue.append(entry.name)
  }

  // MARK: Starting

  /// Starts as many as there is room for. `started` gets each with when it is late, `ended` each that
  /// has ended, in a later turn of the poll, with what is to be written; one that could not be started
  /// ends at once.
  func fill(
    started: @escaping (Identifier, Monotonic) -> Void,
    ended: @escaping (Identifier, [SensingWrite]) -> Void
  ) {
    while let next = queue.firstIndex(where: hasRoom(for:)) {
      let name = queue.remove(at: next)
      guard let entry = roster[name], let sensor = entry.sensor else {
        _ = roster.end(name)
        ended(name, [])
        continue
      }
      do throws(LooopError) {
        let command = try command(of: sensor)
        let start = Monotonic.now()
        let isStuck = entry.hung || (entry.lastDuration ?? .zero) >= command.deadline
        let patience = isStuck ? Rounds.shortest : Rounds.patience(last: entry.lastDuration)
        let lateAt = start + patience
        running[name] = Run(
          sensor: sensor, startedAt: now, lateAt: lateAt, shownAt: start + Self.shownAfter)
        started(name, lateAt)
        let batch = children.start([command]) { [self] results in
          ended(name, end(name, results[0]))
        }
        running[name]?.batch = batch
      } catch {
        _ = roster.end(name)
        let write = record(.impossible(error.description), of: (entry, sensor), run: now)
        roster.planRetry(entry)
        roster.schedule(entry)
        ended(name, write)
      }
    }
  }

  /// Those that hung last time leave room for the others: they would hold every place there is.
  private func hasRoom(for name: Identifier) -> Bool {
    let most = roster[name]?.hung == true ? Self.most - Self.width : Self.most
    return running.count < most && running.values.count(where: { !$0.isLate }) < Self.width
  }

  private func command(of sensor: any Sensor) throws(LooopError) -> Command {
    try sensor.command(
      in: SensorSetting(
        environment: store.sensorEnvironment,
        lastReading: roster[sensor.name]?.reading.map(roster.snapshots.fileOfGood)))
  }

  /// Marks those that are late at `now`, and those that are to be shown.
  func expire(_ now: Monotonic) {
    for (name, run) in running {
      if run.lateAt <= now { running[name]?.isLate = true }
      if run.shownAt <= now { running[name]?.isShown = true }
    }
  }

  /// Ends the runs of sensors that were removed or edited meanwhile: they say nothing more.
  func endOutdated() {
    for (name, run) in running where roster[name]?.sensor?.version != run.sensor.version {
      if let batch = run.batch { children.end(batch) }
    }
  }

  /// Starts no other.
  func stop() {
    for name in queue { _ = roster.end(name) }
    queue = []
  }

  // MARK: Ending

  private func end(_ name: Identifier, _ result: CommandResult) -> [SensingWrite] {
    guard let run = running.removeValue(forKey: name), let entry = roster.end(name) else {
      return []
    }
    defer { roster.schedule(entry) }
    // Its files were edited meanwhile: the new ones run, and the old ones say nothing more.
    guard entry.sensor?.version == run.sensor.version else {
      entry.runSoon(now)
      return []
    }
    // Cut short because looop itself stops: that says nothing about the world.
    if result.status == .interrupted { return [] }
    entry.hung = result.status == .timedOut
    return record(
      run.sensor.observe(result), of: (entry, run.sensor), run: run.startedAt,
      duration: result.duration)
  }

  private func record(
    _ seen: Observation, of source: (entry: RosterEntry, sensor: any Sensor), run: Int,
    duration: Duration = .zero
  ) -> [SensingWrite] {
    let (entry, sensor) = source
    // A process that runs every sensor once ends before a retry could run.
    if untried.remove(entry.name) == nil, entry.planRetry(after: seen, now: now) { return [] }
    let reading = ReadingRules(sensor).reading(
      seen, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
    let write = roster.record(reading, entry, run: run, duration: duration)
    roster.planNext(entry)
    return [write]
  }

  /// The reading of a sensor that did not run, when time alone changed it.
  private func age(_ entry: RosterEntry, _ sensor: any Sensor) -> [SensingWrite] {
    guard let former = entry.reading, let last = entry.lastRun else { return [] }
    let reading = ReadingRules(sensor).reading(former, lastRun: last, now: now)
    return reading == former ? [] : [roster.record(reading, entry, run: last)]
  }

  /// Counts what was pushed. The reading is written before the files are removed and names them, so
  /// that a crash in between counts none twice.
  private func count(
    _ entry: RosterEntry, _ sensor: any Sensor, by rules: PushRules
  ) throws(LooopError) -> [SensingWrite] {
    let now = now
    let inbox = roster.inbox(entry.name)
    var tally = entry.reading?.inbox ?? InboxTally()
    let counted = Set(tally.batch)
    let waiting = try inbox.messages()
    let left = waiting.filter { counted.contains($0.mark) }
    let fresh = waiting.filter { !counted.contains($0.mark) }
    let batch = fresh.prefix(InboxTally.mostAtOnce)
    for message in batch {
      do throws(LooopError) {
        guard let payload = try inbox.payload(message.name) else { continue }
        tally.count(sensor.observe(pushed: payload), rules, now: now)
      } catch {
        tally.count(Pushed(key: nil, observation: .impossible(error.message)), rules, now: now)
      }
    }
    let gone = left + batch
    tally.batch = gone.map(\.mark)
    var writes: [SensingWrite] = []
    if batch.isEmpty, entry.reading?.version == sensor.version {
      writes = age(entry, sensor)
    } else {
      var reading = ReadingRules(sensor).reading(
        tally.observation, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
      reading.inbox = tally
      writes = [roster.record(reading, entry, run: now)]
    }
    roster.planNext(entry)
    if fresh.count > batch.count { entry.runSoon(now) }
    return gone.isEmpty ? writes : writes + [.empty(inbox, gone.map(\.name))]
  }
}
