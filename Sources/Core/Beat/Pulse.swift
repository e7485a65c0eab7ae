package import Base

/// The loop itself: one thread, one poll. It beats when something it watches changed or something
/// is due, and sleeps otherwise.
package final class Pulse {
  /// After the FIRST event of a burst, never extended.
  static let debounce = Duration.milliseconds(300)
  /// The time between two looks without any event: watches overflow, network file systems have none.
  static let resync = Duration.minutes(10)

  private let loop: Loop
  private let watcher: FileWatcher
  private let children: ChildGroup
  private let readSettings: () throws(LooopError) -> Settings
  private let sense: Sense
  private let log: OutcomeLog
  /// The living supervisors: the death of one that is killed changes no file.
  private var supervisors: [Int32: ProcessHandle] = [:]
  private var settings: Settings
  private var configProblem: LooopError?
  /// The beat under way.
  private var beat: Beat?
  /// When the next one begins, unless something happens before.
  private var due = Monotonic.now()

  /// `watcher` and the signal to stop are in `children`'s poll already.
  package init(
    _ loop: Loop, watcher: FileWatcher, children: ChildGroup, settings: Settings,
    readSettings: @escaping () throws(LooopError) -> Settings
  ) {
    self.loop = loop
    self.watcher = watcher
    self.children = children
    self.settings = settings
    self.readSettings = readSettings
    sense = Sense(loop.sensors, store: loop.store, events: loop.events)
    log = OutcomeLog(events: loop.events)
  }

  private var poller: Poller { children.poller }
  private var directory: DataDirectory { loop.directory }
  private var clock: Clock { loop.clock }

  /// Beats until it receives a signal to stop.
  package func run() {
    watchFolders()
    loop.events.append("pulse.started", ["degraded": JSONValue(watcher.degradation)])
    while !poller.isStopping || beat != nil {
      if poller.isStopping { beat?.stop() }
      if let pass = beat?.pass {
        end(pass)
      } else if let beat {
        poller.turn(beat.sources)
      } else if isDue {
        begin()
      } else {
        poller.turn(Array(supervisors.values), until: nextWake)
      }
    }
    loop.events.append("pulse.stopped")
  }

  // MARK: A beat

  private func begin() {
    // Before the state is read: a change from here on is an event of the next beat.
    watcher.acknowledge()
    // A folder may have been replaced; what is watched already costs a look.
    watchFolders()
    children.reap()
    holdSupervisors()
    refreshSettings()
    let beat = Beat(loop, settings: settings, sense: sense, children: children)
    self.beat = beat
    beat.begin()
  }

  private func end(_ pass: Beat.Pass) {
    beat = nil
    watcher.watchOutside(pass.watched)
    log.record(pass.outcome)
    switch pass.outcome {
    case .acted, .ranApproved, .held: tidy()
    case .skipped, .failed, .wouldAct: break
    }
    due = Self.isFollowedAtOnce(pass.outcome) ? Monotonic.now() : clock.deadline(due(after: pass))
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

  // MARK: Between two beats

  /// When the next beat begins, as far as is known now.
  private var nextWake: Monotonic {
    guard let change = watcher.firstChange else { return due }
    return min(due, change + Self.debounce)
  }

  private var isDue: Bool {
    nextWake <= Monotonic.now() || supervisors.values.contains(where: \.hasEnded)
  }

  private func holdSupervisors() {
    // When they cannot be listed the beat itself says what is wrong.
    let pids = (try? loop.fleet.supervisors()) ?? []
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
      try Retention(directory: directory, clock: clock).tidy()
      try loop.mailbox.archiveOld()
      try loop.fleet.forget(olderThan: settings.sessionTTL)
    } catch {
      loop.events.append("retention.failed", ["message": .string(error.message)])
    }
  }

  private func watchFolders() {
    watcher.watch(directory.path) { $0 == "PLAYBOOK.md" || $0 == "paused" }
    for folder in [directory.goals, directory.asks, directory.answers] { watcher.watch(folder) }
    // Hidden entries are a sensor on trial and the marks of who wrote which sensor.
    watcher.watch(directory.sensors) { !$0.hasPrefix(".") }
    // The pulse parks runners itself; only a human's word counts here.
    watcher.watch(directory.parked, accepts: ParkingLot.isUnparking)
    watcher.watch(directory.sessions)
    let configFile = loop.store.process.configFile
    let name = configFile.split(separator: "/").last.map(String.init) ?? ""
    watcher.watch(AtomicFile.folder(of: configFile)) { $0 == name }
    watcher.watchSessions(of: directory)
  }
}
