package import Base

/// The loop itself: one thread, one poll. It beats when something it watches changed or something
/// is due, and sleeps otherwise.
package final class Pulse {
  /// After the FIRST event of a burst, never extended.
  static let debounce = Duration.milliseconds(300)
  /// The time between two looks without any event: watches overflow, network file systems have none.
  static let resync = Duration.minutes(10)

  private let directory: DataDirectory
  private let configFile: String
  private let watcher: FileWatcher
  private let poller: Poller
  private let fleet: Fleet
  /// The living supervisors: one that is killed tells it by no file.
  private var supervisors: [Int32: ProcessHandle] = [:]
  private let events: EventLog
  private let clock: Clock
  private let makeBeat: (Settings) -> Beat
  private let readSettings: () throws(LooopError) -> Settings
  private let housekeeping: (Settings) throws(LooopError) -> Void
  private var settings: Settings
  private var configProblem: LooopError?

  package init(
    directory: DataDirectory, configFile: String, watcher: FileWatcher, poller: Poller,
    fleet: Fleet, events: EventLog, clock: Clock, settings: Settings,
    readSettings: @escaping () throws(LooopError) -> Settings,
    makeBeat: @escaping (Settings) -> Beat,
    housekeeping: @escaping (Settings) throws(LooopError) -> Void
  ) {
    self.directory = directory
    self.configFile = configFile
    self.watcher = watcher
    self.poller = poller
    self.fleet = fleet
    self.events = events
    self.clock = clock
    self.settings = settings
    self.readSettings = readSettings
    self.makeBeat = makeBeat
    self.housekeeping = housekeeping
  }

  /// Beats until it is told to stop.
  package func run() {
    watchFolders()
    events.append("pulse.started", ["degraded": JSONValue(watcher.degradation)])
    let log = OutcomeLog(events: events)
    while !poller.isStopping {
      // Forgotten before the state is read: what changes from here on is another event.
      watcher.acknowledge()
      // A folder may have been replaced; what is watched already costs a look.
      watchFolders()
      holdSupervisors()
      refreshSettings()
      let beat = makeBeat(settings)
      let pass = beat.run()
      let outcome = pass.outcome
      watcher.watchOutside(pass.watched)
      log.record(outcome)
      switch outcome {
      case .acted, .ranApproved, .held: tidy()
      case .skipped, .failed, .wouldAct: break
      }
      if Self.isFollowedAtOnce(outcome) { continue }
      sleep(until: due(after: pass))
    }
    events.append("pulse.stopped")
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

  private func sleep(until due: Int) {
    let limit = clock.deadline(due)
    while !poller.isStopping {
      var until = limit
      if let change = watcher.firstChange {
        until = min(until, change + Self.debounce)
      }
      if until <= Monotonic.now() || supervisors.values.contains(where: \.hasEnded) { return }
      poller.turn(Array(supervisors.values), until: until)
    }
  }

  private func holdSupervisors() {
    // Not to be listed now is no reason to stop: the beat itself says what is wrong.
    let pids = (try? fleet.supervisors()) ?? []
    supervisors = supervisors.filter { pids.contains($0.key) && !$0.value.hasEnded }
    for pid in pids where supervisors[pid] == nil { supervisors[pid] = ProcessHandle(pid) }
  }

  /// A config that cannot be read leaves the former settings standing and is told once; `state`
  /// tells it too.
  private func refreshSettings() {
    do throws(LooopError) {
      settings = try readSettings()
      configProblem = nil
    } catch {
      if error != configProblem {
        events.append("config.invalid", ["message": .string(error.message)])
      }
      configProblem = error
    }
  }

  private func tidy() {
    do throws(LooopError) { try housekeeping(settings) } catch {
      events.append("retention.failed", ["message": .string(error.message)])
    }
  }

  private func watchFolders() {
    watcher.watch(directory.path) { $0 == "PLAYBOOK.md" || $0 == "paused" }
    for folder in [directory.goals, directory.asks, directory.answers] { watcher.watch(folder) }
    // Hidden are a sensor on trial, and who wrote which.
    watcher.watch(directory.sensors) { !$0.hasPrefix(".") }
    // The pulse parks runners itself; only a human's word counts here.
    watcher.watch(directory.parked, accepts: ParkingLot.tellsUnparking)
    watcher.watch(directory.sessions)
    let name = configFile.split(separator: "/").last.map(String.init) ?? ""
    watcher.watch(AtomicFile.folder(of: configFile)) { $0 == name }
    watcher.watchSessions(of: directory)
  }
}
