package import Base

/// Sensing: the sensors run beside the beats, and every sensor's reading.
///
/// There is one in a process. It writes nothing by itself: whoever senses carries out its
/// `writes`.
package final class Sense: PollSource {
  /// How often an act of that pace makes a sensor look again at most.
  static func relookPause(_ pace: LastAct.Pace) -> Duration {
    switch pace {
    case .human: .zero
    case .worker: .seconds(5)
    case .loop: .seconds(30)
    }
  }
  /// A sensor with a clock slower than this keeps to it, whatever was done.
  static let slowestRelooked = Duration.minutes(5)

  private let roster: Roster
  let runs: SensorRuns
  private let events: EventLog
  private let clock: Clock
  private let children: ChildGroup
  private var rounds = Rounds()
  private var tally = RunTally()
  private var writes: [SensingWrite] = []
  /// Whether there is something a decision may wait for.
  private var hasNews = false
  private var isFirst = true
  /// The last act for which sensors looked again, by its mark.
  private var relookedAfter: String?
  /// When all sensors were started at once.
  private var allLookedAt: Int?
  /// When each last looked again, or will.
  private var relookedAt: [Identifier: Int] = [:]
  /// Those that look again as soon as their present run ends.
  private var again: Set<Identifier> = []
  /// The human's words among the changes, as the last beat saw them; nil before the first.
  private var humanWords: Set<String>?
  /// Those of them that came since: until they are decided on, what ran then is not waited for.
  private var urgentWords: Set<String> = []
  /// Since when a decision is put off.
  private var putOffAt: Monotonic?

  package init(
    _ catalog: any SensorCatalog, store: Store, events: EventLog, children: ChildGroup
  ) {
    roster = Roster(catalog, store: store)
    runs = SensorRuns(roster: roster, store: store, children: children)
    self.events = events
    clock = store.clock
    self.children = children
  }

  // MARK: Starting

  /// Starts the sensors that are due; with `all`, every sensor. Every decision waits for the first ones
  /// of a process: nothing was seen of the world yet. `heard` are the watched paths that something was
  /// heard of.
  func start(
    pace: RosterEntry.Pace, all: Bool = false, heard: Set<String> = []
  ) throws(LooopError) {
    guard !children.isStopping else { return }
    writes += try roster.refresh(pace, heard: heard)
    runs.endOutdated()
    let due = try runs.find(all: all)
    if all { allLookedAt = clock.now() }
    writes += due.writes
    hasNews = hasNews || !due.writes.isEmpty
    beginRound(of: due.names, reach: isFirst ? .all : .own)
    isFirst = false
    fill()
  }

  /// What `act` was the end of may have changed the world: the sensors that looked before it
  /// look again, and the next decision waits for them. How often each does so depends on who set the
  /// pace of what ended; as often as its own clock has it is never too often.
  func relook(after act: LastAct) {
    guard act.mark != relookedAfter, act.at != allLookedAt, !children.isStopping else { return }
    relookedAfter = act.mark
    let now = clock.now()
    var names: [Identifier] = []
    for entry in roster.all where looksAgain(entry, after: act.at) {
      let longest = Self.relookPause(act.pace)
      let pause = min(longest, entry.sensor?.timing.every ?? longest).seconds
      if let soonest = soonestRelook(entry.name, pause: pause, now: now) {
        relookedAt[entry.name] = soonest
        entry.runSoon(soonest)
        roster.schedule(entry)
        continue
      }
      relookedAt[entry.name] = now
      names.append(entry.name)
      if runs.running[entry.name] != nil {
        again.insert(entry.name)
      } else if !roster.busy.contains(entry.name) {
        runs.add(entry)
      }
    }
    beginRound(of: names, reach: .all)
    for name in names {
      if let run = runs.running[name] { rounds.started(name, until: run.lateAt) }
    }
    fill()
    expire(.now())
  }

  private func beginRound(of names: [Identifier], reach: Rounds.Reach) {
    rounds.begin(names, reach: reach, until: .now() + Rounds.longest)
  }

  private func looksAgain(_ entry: RosterEntry, after moment: Int) -> Bool {
    guard let sensor = entry.sensor, sensor.push == nil, !sensor.timing.isQuiet(clock.now()) else {
      return false
    }
    let seen = runs.running[entry.name]?.startedAt ?? entry.lastRun ?? 0
    guard seen <= moment else { return false }
    return switch sensor.timing.relook {
    case .always: true
    case .never: false
    case .unlessSlow: sensor.timing.every.map { $0 <= Self.slowestRelooked } ?? true
    }
  }

  /// When it may look again, `pause` after it last did; nil for now.
  private func soonestRelook(_ name: Identifier, pause: Int, now: Int) -> Int? {
    guard let last = relookedAt[name] else { return nil }
    // One that was put off counts from its own moment on.
    let soonest = last > now ? last : last + pause
    // A clock that was set back makes nothing wait for longer.
    return soonest > now && soonest <= now + pause ? soonest : nil
  }

  private func fill() {
    runs.fill(
      started: { [self] name, lateAt in rounds.started(name, until: lateAt) },
      ended: { [self] name, found in
        end(name, found)
        fill()
      })
  }

  private func end(_ name: Identifier, _ found: [SensingWrite]) {
    writes += found
    tally.count(name, now: clock.now())
    let wasAwaited = rounds.awaits(name)
    let isDecidable = rounds.ended(name)
    // What it saw may be older than an act: only its next run says how the world is now.
    if again.remove(name) != nil, let entry = roster[name], !children.isStopping {
      runs.add(entry)
      // One that was late before is a change of its own.
      beginRound(of: [name], reach: wasAwaited ? .all : .own)
    } else if isDecidable || found.contains(where: \.isUrgent) {
      hasNews = true
    }
  }

  package func stop() { runs.stop() }

  // MARK: In the poll

  package var descriptors: [Int32] { [] }
  package var deadline: Monotonic? {
    [runs.deadline, rounds.deadline].compactMap(\.self).min()
  }
  package func handle(ready: Set<Int32>) { expire(.now()) }

  /// Waits no longer for the runs that are late at `now`.
  func expire(_ now: Monotonic) {
    runs.expire(now)
    if !rounds.expire(now).isEmpty { hasNews = true }
    fill()
  }

  /// Whether a sensor runs.
  package var isRunning: Bool { !roster.busy.isEmpty }

  /// The sensors that have run for a second or longer.
  var activity: [Activity.Entry] {
    runs.running.filter(\.value.isShown).map {
      Activity.Entry($0.key.text, since: $0.value.startedAt)
    }
    .sorted { $0.name < $1.name }
  }

  /// Whether something was seen, or a wait is over, since this was last asked.
  func takeNews() -> Bool {
    defer { hasNews = false }
    return hasNews
  }

  // MARK: What a decision waits for

  /// The sensors that a decision waits for, when the readings of `changed` are among its changes. What
  /// a human did since the last look cuts through: the readings that are there must do. `words` are
  /// what the human did that is not decided on yet.
  func awaited(
    by changed: Set<Identifier>, words: Set<String>, now: Monotonic = .now()
  ) -> Set<Identifier> {
    let fresh = humanWords.map(words.subtracting) ?? []
    urgentWords = urgentWords.union(fresh).intersection(words)
    humanWords = words
    if !fresh.isEmpty { rounds.cut() }
    if urgentWords.isEmpty { rounds.mend() }
    let awaited = rounds.awaited(by: changed)
    guard !awaited.isEmpty else {
      putOffAt = nil
      return []
    }
    // One act after another would put it off for ever.
    let since = putOffAt ?? now
    putOffAt = since
    return now < since + Rounds.longest ? awaited : []
  }

  // MARK: What was seen

  /// Carries out what waits to be written.
  package func record() throws(LooopError) {
    let found = writes
    writes = []
    if !found.isEmpty { try roster.carryOut(found, events) }
  }

  /// Says in the log how often sensors ran, once in ten minutes, or `isLast`.
  func tellRuns(isLast: Bool = false) {
    guard let runs = tally.take(now: clock.now(), isLast: isLast) else { return }
    events.append("sensor.runs", runs)
  }

  var result: SensingResult { roster.result }

  /// When the next sensor is due, or a reading changes by time alone; nil for never.
  func nextDue(_ pace: RosterEntry.Pace) -> Int? { roster.nextDue(pace) }
}
