internal import Base

/// The sensors there are, what is known of each, and when each is due.
///
/// It lives as long as its process. What was read from a file stays valid until the file is
/// replaced, so a sensor that is not due costs one look at its file.
final class Roster {
  let snapshots: Snapshots
  private let catalog: any SensorCatalog
  private let store: Store
  private var entries: [Identifier: RosterEntry] = [:]
  private var due = DueTimes()
  private var pace = RosterEntry.Pace()
  private var lastNow = 0
  /// The watched paths that something was heard of before the present look.
  private var heard: Set<String> = []
  /// Those on the roster, sorted as the catalog gives them.
  private var names: [Identifier] = []
  /// Those that run or are about to: they are due again only after that.
  private(set) var busy: Set<Identifier> = []
  /// Whether the disk may hold readings of others too.
  private var hasLeftovers = true

  init(_ catalog: any SensorCatalog, store: Store) {
    self.catalog = catalog
    self.store = store
    snapshots = Snapshots(directory: store.directory)
  }

  subscript(name: Identifier) -> RosterEntry? { entries[name] }

  /// Everyone on the roster.
  var all: [RosterEntry] { names.compactMap { entries[$0] } }

  private var clock: Clock { store.clock }

  var result: SensingResult {
    SensingResult(
      readings: names.compactMap { entries[$0]?.reading },
      watched: Set(entries.values.flatMap { $0.sensor?.timing.watch ?? [] } + catalog.watched),
      inboxes: entries.values.compactMap { entry in
        entry.sensor?.push.map { _ in inbox(entry.name).new }
      })
  }

  func inbox(_ name: Identifier) -> Inbox {
    Inbox(directory: store.directory, sensor: name, clock: clock)
  }

  // MARK: The sensors there are

  /// Looks at the folder of sensors and at what asks for a run; returns what is to be written.
  func refresh(
    _ pace: RosterEntry.Pace, heard: Set<String> = []
  ) throws(LooopError) -> [SensingWrite] {
    let now = clock.now()
    self.heard = heard
    // The clock was set back: what was due at some moment may be days away.
    if now < lastNow { (entries, names, due) = ([:], [], DueTimes()) }
    lastNow = now
    follow(pace)
    var writes: [SensingWrite] = []
    var present: [Identifier] = []
    for found in try catalog.entries() {
      if case .disabled = found { continue }
      try refresh(found, &writes)
      present.append(found.name)
    }
    if names != present {
      for name in Set(entries.keys).subtracting(present) { forget(name) }
      names = present
      hasLeftovers = true
    }
    if hasLeftovers {
      writes.append(.forgetAll(but: Set(names)))
      hasLeftovers = false
    }
    return writes
  }

  /// Reads of this sensor again from the disk at the next look.
  func forget(_ name: Identifier) {
    entries[name] = nil
    due[name] = nil
    hasLeftovers = true
  }

  /// A failure becomes this sensor's invalid reading; the other sensors go on.
  private func refresh(
    _ found: SensorEntry, _ writes: inout [SensingWrite]
  ) throws(LooopError) {
    let name = found.name
    do throws(LooopError) {
      switch found {
      case .disabled: break
      case .sensor(let sensor): try look(at: name, sensor, &writes)
      case .broken(_, let error):
        try look(at: name, nil, &writes)
        throw error
      }
    } catch {
      let entry = entries[name] ?? RosterEntry(name)
      entries[name] = entry
      due[name] = nil
      if let reading = entry.invalidReading(for: error, now: clock.now()) {
        writes.append(record(reading, entry, run: clock.now()))
      }
    }
  }

  /// Re-reads what changed of a sensor, and finds out whether anything asks for a run.
  private func look(
    at name: Identifier, _ sensor: (any Sensor)?, _ writes: inout [SensingWrite]
  ) throws(LooopError) {
    let now = clock.now()
    let known = entries[name]
    let entry = known ?? RosterEntry(name)
    entries[name] = entry
    let facts = try snapshots.facts(of: name)
    let isNew = known == nil || facts != entry.facts
    if isNew {
      var broken = BrokenFiles()
      let record = try broken.reading(snapshots.file(name)) { () throws(LooopError) in
        try snapshots.record(of: name)
      }
      writes += broken.files.map(SensingWrite.putAside)
      entry.learn(record?.reading, facts, duration: record?.duration)
    }
    let isChanged = entry.replaceSensor(by: sensor)
    guard let sensor else { return }
    let planned = entry.runAt
    if isNew || isChanged { entry.planFirstRun(pace, now: now) }
    if sensor.push != nil {
      let inbox = inbox(name)
      if try !inbox.isPrepared() { writes.append(.prepare(inbox)) }
      let hasNews = try !entry.uncounted(in: inbox).isEmpty
      if hasNews || entry.reading?.version != sensor.version { entry.runSoon(now) }
    }
    entry.lookOutside(now: now, heard: heard)
    if isNew || isChanged || entry.runAt != planned || due[name] == nil { schedule(entry) }
  }

  // MARK: When each is due

  /// Removes the sensors that are due from the heap and returns them; with `all`, returns every one.
  func takeDue(all: Bool) -> [RosterEntry] {
    // By the clock of now: a second that began during the look must not delay a sensor.
    (all ? names : due.take(until: clock.now())).compactMap { entries[$0] }
  }

  func schedule(_ entry: RosterEntry) { due[entry.name] = due(entry) }

  /// As `schedule`, but at least a second from now: what is still due could not be done.
  func scheduleLater(_ entry: RosterEntry) {
    due[entry.name] = due(entry).map { max($0, clock.now() + 1) }
  }

  private func due(_ entry: RosterEntry) -> Int? {
    entry.due(now: clock.now(), isBusy: busy.contains(entry.name))
  }

  /// Its run is about to begin.
  func begin(_ entry: RosterEntry) {
    busy.insert(entry.name)
    entry.begin()
    schedule(entry)
  }

  /// Its run ended, or does not begin; nil for a sensor that is gone.
  func end(_ name: Identifier) -> RosterEntry? {
    busy.remove(name)
    return entries[name]
  }

  /// After a run.
  func planNext(_ entry: RosterEntry) { entry.planNextRun(pace, now: clock.now()) }

  /// For a sensor that could not start: what it needs may be there soon, and looking is cheap.
  func planRetry(_ entry: RosterEntry) { entry.runSoon(clock.now() + pace.interval.seconds) }

  /// When the next sensor is due, or a reading changes by time alone; nil for never.
  func nextDue(_ pace: RosterEntry.Pace) -> Int? {
    follow(pace)
    return due.first()
  }

  private func follow(_ pace: RosterEntry.Pace) {
    guard pace != self.pace else { return }
    self.pace = pace
    for entry in entries.values where !busy.contains(entry.name) {
      entry.follow(pace)
      schedule(entry)
    }
  }

  // MARK: What is recorded

  /// Makes `reading`, of the run at `run`, what is known of the sensor; returns how it is recorded.
  func record(
    _ reading: Reading, _ entry: RosterEntry, run: Int, duration: Duration = .zero
  ) -> SensingWrite {
    let former = entry.facts == nil ? nil : entry.reading
    entry.learn(reading, run: run, duration: duration)
    return .record(reading, former: former, run: run, duration: duration)
  }
}
