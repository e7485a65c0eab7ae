package import Base

/// Runs the sensors that are due, all at once, takes in what was pushed, and gives every sensor's
/// reading.
///
/// One lives as long as its process: what it knows of a file holds as long as that was not written
/// anew, and what is not due costs no more than that look.
package final class Sense {
  struct Occasion {
    var pace: RosterEntry.Pace
    /// Whether every sensor runs, due or not.
    var sensesAll = false
    /// Whether anything may be written.
    var isKept = true
  }

  private let catalog: any SensorCatalog
  private let directory: DataDirectory
  private let snapshots: Snapshots
  private let children: ChildGroup
  private let clock: Clock
  private let environment: [String: String]
  private var roster: [Identifier: RosterEntry] = [:]
  private var due = DueTimes()
  private var pace = RosterEntry.Pace()
  private var lastNow = 0
  /// Those that are on the roster, sorted as the catalog gives them.
  private var names: [Identifier] = []
  /// Whether the readings on the disk may be of others too.
  private var hasLeftovers = true

  package init(
    catalog: any SensorCatalog, directory: DataDirectory, children: ChildGroup, clock: Clock,
    environment: [String: String]
  ) {
    self.catalog = catalog
    self.directory = directory
    snapshots = Snapshots(directory: directory)
    self.children = children
    self.clock = clock
    self.environment = environment
  }

  func run(_ occasion: Occasion, broken: BrokenFiles) throws(LooopError) -> Sensed {
    let now = clock.now()
    // The clock was set back: what was to be at some moment may be days away.
    if now < lastNow { (roster, names, due) = ([:], [], DueTimes()) }
    lastNow = now
    follow(occasion.pace)
    try callRoll(occasion, broken)
    // Asked anew: a second that began while the roll was called must make nobody wait.
    let due = occasion.sensesAll ? names : due.take(until: clock.now())
    try sense(due.compactMap { roster[$0] }, occasion)
    if occasion.isKept, hasLeftovers {
      try snapshots.forgetAll(but: Set(names))
      hasLeftovers = false
    }
    return sensed
  }

  /// When the next sensor is due, or the next reading another one by time alone; nil for never.
  func nextDue(_ pace: RosterEntry.Pace) -> Int? {
    follow(pace)
    return due.first()
  }

  private var sensed: Sensed {
    Sensed(
      readings: names.compactMap { roster[$0]?.reading },
      watched: Set(roster.values.flatMap { $0.sensor?.timing.watch ?? [] } + catalog.watched),
      inboxes: roster.values.compactMap { entry in
        entry.sensor?.push.map { _ in inbox(entry.name).new }
      })
  }

  private func follow(_ pace: RosterEntry.Pace) {
    guard pace != self.pace else { return }
    self.pace = pace
    for entry in roster.values {
      entry.follow(pace)
      schedule(entry)
    }
  }

  private func schedule(_ entry: RosterEntry) { due[entry.name] = entry.due(now: clock.now()) }

  /// After what was due was done: what is due still, since nothing could be done about it, waits.
  private func reschedule(_ entry: RosterEntry) {
    due[entry.name] = entry.due(now: clock.now()).map { max($0, clock.now() + 1) }
  }

  private func inbox(_ name: Identifier) -> Inbox {
    Inbox(directory: directory, sensor: name, clock: clock)
  }

  // MARK: Who there is

  private func callRoll(_ occasion: Occasion, _ broken: BrokenFiles) throws(LooopError) {
    var present: [Identifier] = []
    for found in try catalog.entries() {
      if case .disabled = found { continue }
      try meet(found, occasion, broken)
      present.append(found.name)
    }
    guard names != present else { return }
    names = present
    hasLeftovers = true
    for name in Set(roster.keys).subtracting(present) {
      roster[name] = nil
      due[name] = nil
    }
  }

  /// What cannot be looked at is this sensor's own problem.
  private func meet(
    _ found: SensorEntry, _ occasion: Occasion, _ broken: BrokenFiles
  ) throws(LooopError) {
    let name = found.name
    do throws(LooopError) {
      switch found {
      case .disabled: break
      case .sensor(let sensor): try look(at: name, sensor, occasion, broken)
      case .broken(_, let error):
        try look(at: name, nil, occasion, broken)
        throw error
      }
    } catch {
      let entry = roster[name] ?? RosterEntry(name)
      roster[name] = entry
      try tell(entry, error, occasion)
    }
  }

  /// Looks whether what is known of a sensor still holds, and whether anything asks for it.
  private func look(
    at name: Identifier, _ sensor: (any Sensor)?, _ occasion: Occasion, _ broken: BrokenFiles
  ) throws(LooopError) {
    let now = clock.now()
    let known = roster[name]
    let entry = known ?? RosterEntry(name)
    roster[name] = entry
    let facts = try snapshots.facts(of: name)
    let isNew = known == nil || facts != entry.facts
    if isNew {
      let reading = try broken.reading(snapshots.file(name)) { () throws(LooopError) in
        try snapshots.reading(of: name)
      }
      entry.learn(reading, facts)
    }
    let isOther = entry.become(sensor)
    guard let sensor else { return }
    let planned = entry.runAt
    if isNew || isOther { entry.planFirstRun(pace, now: now) }
    if sensor.push != nil {
      // It is watched, so it must be there.
      if occasion.isKept, !Folder.exists(inbox(name).new) { try inbox(name).prepare() }
      let hasNews = try !fresh(entry).isEmpty
      if hasNews || entry.reading?.version != sensor.version { entry.runSoon(now) }
    }
    entry.lookOutside(now: now)
    if isNew || isOther || entry.runAt != planned || due[name] == nil { schedule(entry) }
  }

  /// What was pushed and is not counted yet.
  private func fresh(_ entry: RosterEntry) throws(LooopError) -> [Inbox.Message] {
    let counted = Set(entry.reading?.inbox?.batch ?? [])
    return try inbox(entry.name).messages().filter { !counted.contains($0.mark) }
  }

  /// The files of a sensor make none.
  private func tell(
    _ entry: RosterEntry, _ error: LooopError, _ occasion: Occasion
  ) throws(LooopError) {
    due[entry.name] = nil
    let seen = Observation.impossible(error.description)
    guard entry.reading?.observation != seen || entry.reading?.version != 0 else { return }
    let isSame = entry.reading?.status == .invalid && entry.reading?.observation.signal == .null
    let since = isSame ? entry.reading?.changedAt : nil
    var reading = Reading(
      sensor: entry.name, changedAt: since ?? clock.now(), observation: seen, version: 0)
    reading.inbox = entry.reading?.inbox
    try keep(reading, entry, run: clock.now(), occasion)
  }

  // MARK: Sensing

  private func sense(_ entries: [RosterEntry], _ occasion: Occasion) throws(LooopError) {
    var running: [(entry: RosterEntry, sensor: any Sensor, command: Command)] = []
    for entry in entries {
      guard let sensor = entry.sensor else { continue }
      entry.catchUp(now: clock.now())
      let isDue = entry.runAt.map { $0 <= clock.now() } == true
      switch (sensor.push, isDue || occasion.sensesAll) {
      case (let rules?, true): try empty(entry, sensor, rules, occasion)
      case (_, false):
        try age(entry, sensor, occasion)
        reschedule(entry)
        continue
      case (nil, true):
        let setting = SensorSetting(
          environment: environment, lastReading: snapshots.file(entry.name))
        do throws(LooopError) {
          running.append((entry, sensor, try sensor.command(in: setting)))
        } catch {
          try take(.impossible(error.description), entry, sensor, duration: .zero, occasion)
          // What it needs may be there soon, and to look for it costs little.
          entry.runSoon(clock.now() + pace.interval.seconds)
        }
      }
      schedule(entry)
    }
    let results = children.run(running.map(\.command))
    for (result, (entry, sensor, _)) in zip(results, running) {
      // Cut short because looop itself stops: that says nothing about the world.
      if result.status == .interrupted { continue }
      let seen = sensor.observe(result)
      try take(seen, entry, sensor, duration: result.duration, occasion)
      schedule(entry)
    }
  }

  private func take(
    _ seen: Observation, _ entry: RosterEntry, _ sensor: any Sensor, duration: Duration,
    _ occasion: Occasion
  ) throws(LooopError) {
    let now = clock.now()
    // One beat by hand tells at once: its process does not live to try again.
    if !occasion.sensesAll, entry.triesAgain(after: seen, now: now) { return }
    let reading = ReadingRules(sensor).reading(
      seen, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
    try keep(reading, entry, run: now, duration: duration, occasion)
    entry.planNextRun(pace)
  }

  /// Time alone has passed.
  private func age(
    _ entry: RosterEntry, _ sensor: any Sensor, _ occasion: Occasion
  ) throws(LooopError) {
    guard let former = entry.reading, let last = entry.lastRun else { return }
    let reading = ReadingRules(sensor).reading(former, lastRun: last, now: clock.now())
    if reading != former { try keep(reading, entry, run: last, occasion) }
  }

  /// Counts what was pushed: first in the reading, then the files go. What a crash leaves of them is
  /// named in the reading, and not counted again.
  private func empty(
    _ entry: RosterEntry, _ sensor: any Sensor, _ rules: PushRules, _ occasion: Occasion
  ) throws(LooopError) {
    let now = clock.now()
    let inbox = inbox(entry.name)
    var tally = entry.reading?.inbox ?? InboxTally()
    let counted = Set(tally.batch)
    let waiting = try inbox.messages()
    let left = waiting.filter { counted.contains($0.mark) }
    let fresh = waiting.filter { !counted.contains($0.mark) }
    let batch = fresh.prefix(InboxTally.mostAtOnce)
    for message in batch {
      do throws(LooopError) {
        guard let payload = try inbox.payload(message.name) else { continue }
        tally.take(sensor.observe(pushed: payload), rules, now: now)
      } catch {
        tally.take(Pushed(key: nil, observation: .impossible(error.message)), rules, now: now)
      }
    }
    let gone = left + batch
    tally.batch = gone.map(\.mark)
    if batch.isEmpty, entry.reading?.version == sensor.version {
      try age(entry, sensor, occasion)
    } else {
      var reading = ReadingRules(sensor).reading(
        tally.observation, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
      reading.inbox = tally
      try keep(reading, entry, run: now, occasion)
    }
    entry.planNextRun(pace)
    if fresh.count > batch.count { entry.runSoon(now) }
    if occasion.isKept { try inbox.remove(gone.map(\.name)) }
  }

  private func keep(
    _ reading: Reading, _ entry: RosterEntry, run: Int, duration: Duration = .zero,
    _ occasion: Occasion
  ) throws(LooopError) {
    var facts = entry.facts
    if occasion.isKept {
      facts = try snapshots.keep(
        reading, former: entry.facts == nil ? nil : entry.reading, run: run,
        duration: duration)
    }
    entry.take(reading, run: run, facts)
  }
}
