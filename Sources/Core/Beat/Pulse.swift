package import Base

/// The loop itself: one thread, one poll. Sensors run beside the beats, and a beat whose move takes
/// time goes on beside the next one; at most one looks, asks and decides. It sleeps until something it
/// watches changed or something is due.
package final class Pulse {
  /// After the FIRST event of a burst, never extended.
  static let debounce = Duration.milliseconds(300)
  /// The time between two looks without any event: watches overflow, network file systems have none.
  static let resync = Duration.minutes(10)
  /// The time between two looks for what is kept for months.
  static let sweepInterval = Duration.hours(1)

  private let loop: Loop
  private let lock: DirectoryLock
  private let watcher: FileWatcher
  private let children: ChildGroup
  private let readSettings: () throws(LooopError) -> Settings
  private let sense: Sense
  private let log: OutcomeLog
  /// The living supervisors: the death of one that is killed changes no file.
  private var supervisors: [Int32: ProcessHandle] = [:]
  private var settings: Settings
  private var configProblem: LooopError?
  /// The beats that are not over, oldest first.
  private var beats: [Beat] = []
  /// What calls for the next one.
  private var call: BeatMachine.Event? = .due
  /// When the next one begins, unless something happens before.
  private var due = Monotonic.now()
  /// The decider's wish for the next look; 0 for none.
  private var nextLookAt = 0
  private var nextSweep = 0
  /// The sensors for which the last beat put its decision off.
  private var awaited: Set<String> = []
  /// What it says it does.
  private var report: ActivityReport
  private var sensingProblem: LooopError?
  /// Why files were not watched at some time, as far as the log says so.
  private var degradations: Set<String> = []
  /// Time alone starts no sensor before this moment: it would fail again.
  private var sensesFrom = Monotonic.now()

  /// `lock` is the loop's. `watcher` and the signal to stop are in `children`'s poll already.
  package init(
    _ loop: Loop, lock: DirectoryLock, watcher: FileWatcher, children: ChildGroup,
    settings: Settings,
    readSettings: @escaping () throws(LooopError) -> Settings
  ) {
    self.loop = loop
    self.lock = lock
    self.watcher = watcher
    self.children = children
    self.settings = settings
    self.readSettings = readSettings
    sense = Sense(loop.sensors, store: loop.store, events: loop.events, children: children)
    log = OutcomeLog(events: loop.events)
    report = ActivityReport(loop.directory)
  }

  private var poller: Poller { children.poller }
  private var directory: DataDirectory { loop.directory }
  private var clock: Clock { loop.clock }

  /// Says that this process is the pulse now: what a former one said has no meaning from here on.
  package func announce() {
    report.wakes(at: clock.now())
    report.say(Activity())
  }

  /// Beats until it receives a signal to stop. False when it ended because its lock is no longer the
  /// one on the disk.
  package func run() -> Bool {
    poller.stop?.onStray = { [loop] in
      loop.events.append("pulse.signalled", ["signal": .string(SignalName.of(Int($0)))])
    }
    watchFolders()
    loop.events.append("pulse.started", ["degraded": JSONValue(watcher.degradation)])
    if let degradation = watcher.degradation { degradations.insert(degradation) }
    // A state that cannot be read is the first beat's to report.
    nextLookAt = (try? PulseState.load(directory.pulseState))??.nextLookAt ?? 0
    attend()
    while !poller.isStopping || !beats.isEmpty || sense.isRunning {
      if case let standing = lock.standing, standing != .inPlace {
        leave(standing)
        return false
      }
      if poller.isStopping { stop() }
      if poller.stop?.hasChildNews == true { reapStrangers() }
      recordReadings()
      for wish in beats.compactMap({ $0.takeWish() }) { nextLookAt = wish }
      if let over = beats.firstIndex(where: { $0.pass != nil }) {
        end(beats.remove(at: over))
      } else if !poller.isStopping, isDue {
        attend()
      } else if !poller.isStopping, thinking == nil, let event = call {
        begin(event)
      } else {
        tellActivity()
        poller.turn(sources, until: poller.isStopping ? nil : nextWake)
      }
    }
    sense.tellRuns(isLast: true)
    tellActivity()
    let signal = poller.stop?.received.map { SignalName.of(Int($0)) }
    loop.events.append("pulse.stopped", ["signal": JSONValue(signal)])
    return true
  }

  /// As the first process of a container it is the parent of every orphan there.
  private func reapStrangers() {
    poller.stop?.hasChildNews = false
    children.reap()
  }

  /// Another pulse may be up already, with a data dir at the same path: ends what runs, carries nothing
  /// out any more, and leaves a word where that is surely this pulse's place.
  private func leave(_ standing: DirectoryLock.Standing) {
    children.abandon()
    let what =
      standing == .gone ? "its data dir was removed or moved" : "its lock was removed or replaced"
    if standing == .replaced {
      report.sayEnd()
      loop.events.append("pulse.stopped", ["signal": .null, "why": .string(what)])
    }
    loop.store.report("The pulse ended: \(what).")
  }

  private var sources: [any PollSource] {
    [children, sense] + beats.flatMap { [$0.executor, $0] as [any PollSource] }
      + Array(supervisors.values)
  }

  /// The beat that looks, asks or decides.
  private var thinking: Beat? { beats.first { $0.underWay == nil } }

  /// Says what takes time and when it wakes next. A turn of the poll that changes nothing of it writes
  /// nothing.
  private func tellActivity() {
    var now = Activity()
    now.deciding = thinking?.asked
    now.sensors = sense.activity
    now.awaited = now.sensors.map(\.name).filter(awaited.contains)
    now.moves = beats.compactMap { $0.underWay?.activity(loop.store.redaction) }
    now.isStopping = poller.isStopping
    report.say(now)
    if !poller.isStopping { report.wakes(at: clock.moment(nextWake)) }
  }

  private func stop() {
    sense.stop()
    children.stop()
    for beat in beats { beat.stop() }
  }

  // MARK: What happened

  /// Something changed or is due: the sensors that are due start, also while a beat is under way.
  private func attend() {
    let isSensingAlone =
      watcher.firstChange == nil && due > Monotonic.now()
      && !supervisors.values.contains(where: \.hasEnded)
    // Before the state is read: a change from here on is an event of the next beat.
    watcher.acknowledge()
    // A folder may have been replaced; what is watched already costs a look.
    watchFolders()
    children.reap()
    holdSupervisors()
    refreshSettings()
    do throws(LooopError) {
      try sense.start(pace: pace, heard: watcher.heard)
      // What changed between the look and the watch would not be heard.
      if try watchOutside() { try sense.start(pace: pace) }
    } catch { fail(error) }
    recordDegradation()
    if !isSensingAlone { call = call ?? .humanActed }
    if due <= Monotonic.now() { due = clock.deadline(clock.now() + Self.resync.seconds) }
  }

  /// What counts and lies elsewhere: what sensors watch, what the data dir links to, the config.
  private func watchOutside() throws(LooopError) -> Bool {
    let sensing = sense.result
    return watcher.watchOutside(
      sensing.watched.union(sensing.inboxes).union(try directory.links())
        // The route to the data dir itself: a pulse of one that was moved ends.
        .union([loop.store.process.configFile, directory.formatFile]))
  }

  private func recordDegradation() {
    guard let degradation = watcher.degradation, degradations.insert(degradation).inserted else {
      return
    }
    loop.events.append("pulse.degraded", ["degraded": .string(degradation)])
  }

  private func recordReadings() {
    do throws(LooopError) { try sense.record() } catch { fail(error) }
    sense.tellRuns()
    if sense.takeNews() { call = call ?? .roundEnded }
  }

  /// Readings that cannot be recorded are a failed beat.
  private func fail(_ error: LooopError) {
    sensingProblem = error
    sensesFrom = Monotonic.now() + Backoff.first
    call = call ?? .due
  }

  // MARK: A beat

  private func begin(_ event: BeatMachine.Event) {
    call = nil
    var occasion = Occasion()
    occasion.underWay = beats.compactMap(\.underWay)
    occasion.problem = sensingProblem
    sensingProblem = nil
    let beat = Beat(
      loop, settings: settings, sense: sense, children: children, occasion: occasion)
    beats.append(beat)
    beat.begin(event)
  }

  private func end(_ beat: Beat) {
    guard let pass = beat.pass else { return }
    log.record(pass.outcome)
    awaited = []
    if case .skipped(.sensing(let names)) = pass.outcome {
      // Part of the beat that follows.
      awaited = Set(names.map(\.text))
    } else {
      report.ended(pass.outcome.report, at: clock.now())
    }
    switch pass.outcome {
    case .acted, .ranApproved, .held: tidy()
    case .skipped, .failed, .wouldAct: break
    }
    nextLookAt = pass.nextLookAt
    if beat.tookTime || Self.isFollowedAtOnce(pass.outcome) { call = call ?? .due }
    due = clock.deadline(due(after: pass))
  }

  /// An approved move decides nothing: its outcome is decided on at once. A dropped move means that
  /// there are new words to read.
  private static func isFollowedAtOnce(_ outcome: BeatOutcome) -> Bool {
    switch outcome {
    case .ranApproved, .skipped(.superseded): true
    case .acted, .held, .skipped, .failed, .wouldAct: false
    }
  }

  private func due(after pass: Beat.Pass) -> Int {
    let resync = clock.now() + Self.resync.seconds
    let due = min(pass.nextDue ?? resync, resync)
    // A full disk fails each beat again: nothing that is due can be done.
    if case .failed(let failure) = pass.outcome, failure.cause == .state {
      return max(due, clock.now() + Backoff.first.seconds)
    }
    return due
  }

  // MARK: Until something happens

  private var pace: RosterEntry.Pace {
    RosterEntry.Pace(nextLookAt: nextLookAt, interval: settings.interval)
  }

  /// When it attends to the next thing, as far as is known now.
  private var nextWake: Monotonic {
    var wakes = [due]
    if let change = watcher.firstChange { wakes.append(change + Self.debounce) }
    if let sensing = sense.nextDue(pace) { wakes.append(max(clock.deadline(sensing), sensesFrom)) }
    return wakes.min() ?? due
  }

  private var isDue: Bool {
    nextWake <= Monotonic.now() || supervisors.values.contains(where: \.hasEnded)
  }

  private func holdSupervisors() {
    // When they cannot be listed the beat itself says what is wrong.
    guard let holders = try? loop.fleet.supervisors() else { return }
    let pids = holders.compactMap(\.holder.pid)
    supervisors = supervisors.filter { pids.contains($0.key) && !$0.value.hasEnded }
    for pid in pids where supervisors[pid] == nil { supervisors[pid] = ProcessHandle(pid) }
  }

  /// A config that cannot be read leaves the former settings standing and is reported once; `state`
  /// reports it too.
  private func refreshSettings() {
    do throws(LooopError) {
      settings = try readSettings()
      configProblem = nil
    } catch {
      if error != configProblem {
        loop.events.append("config.invalid", ["message": .string(error.message)])
      }
      configProblem = error
    }
  }

  private func tidy() {
    do throws(LooopError) {
      let retention = Retention(directory: directory, clock: clock)
      try retention.tidy()
      try loop.fleet.forget(olderThan: settings.sessionTTL)
      // What is kept for months is not looked through after each decision.
      guard clock.now() >= nextSweep else { return }
      nextSweep = clock.now() + Self.sweepInterval.seconds
      try loop.mailbox.archiveOld()
      guard settings.retention > .zero else { return }
      try loop.mailbox.forget(olderThan: settings.retention)
      // A report is kept as long as its session.
      try retention.forget(olderThan: max(settings.retention, settings.sessionTTL))
    } catch {
      loop.events.append("retention.failed", ["message": .string(error.message)])
    }
  }

  private func watchFolders() {
    let waking = Set(directory.wakingEntries)
    watcher.watch(directory.path, accepts: waking.contains)
    for folder in [directory.goals, directory.asks, directory.answers] { watcher.watch(folder) }
    // Hidden entries are a sensor on trial and the marks of who wrote which sensor.
    watcher.watch(directory.sensors) { !$0.hasPrefix(".") }
    // The pulse parks runners itself; only a human's word counts here.
    watcher.watch(directory.parked, accepts: ParkingLot.isUnparking)
    watcher.watch(directory.sessions)
    watcher.watchName(of: directory.lock)
    watcher.watchSessions(of: directory)
  }
}
