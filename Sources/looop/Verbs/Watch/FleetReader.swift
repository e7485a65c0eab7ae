internal import Base
internal import Core
internal import Sensors

/// Reads the loop and its workers for the window, and watches the files it reads.
final class FleetReader: PollSource {
  /// Files change in bursts; between two readings passes at least so long.
  private static let rest = Duration.milliseconds(300)
  /// What raises no event, such as the end of a lock, is seen by then.
  private static let longest = Duration.seconds(5)
  /// A data dir that is gone may come back.
  private static let patience = Duration.seconds(1)

  private let wiring: Wiring
  private let watcher = FileWatcher()
  private var readAt: Monotonic?
  private var isRead = true
  private var isExplained = false
  private var living: [Identifier] = []
  private var spending = WorkerLedger()
  /// Which folder is the data dir.
  private var place: [UInt64]?

  init(_ wiring: Wiring) {
    self.wiring = wiring
    wiring.sensors.isOnlyShown = true
  }

  var descriptors: [Int32] { watcher.descriptors }
  var deadline: Monotonic? { [watcher.deadline, due].compactMap(\.self).min() }
  func handle(ready: Set<Int32>) { watcher.handle(ready: ready) }

  private var due: Monotonic {
    guard let readAt else { return Monotonic(nanoseconds: 0) }
    if watcher.firstChange != nil { return readAt + Self.rest }
    return readAt + (isRead ? Self.longest : Self.patience)
  }

  /// What there is to be seen now, with the reasons of `why` where it is `explaining`; nil when nothing
  /// says that it changed.
  func next(at now: Monotonic, explaining: Bool) -> WatchEvent? {
    guard due <= now || explaining && !isExplained else { return nil }
    readAt = now
    isExplained = explaining
    watcher.acknowledge()
    watch()
    place = FileFacts.identity(of: wiring.directory.path)
    do throws(LooopError) {
      let fleet = try read(explaining: explaining)
      isRead = true
      return .fleet(fleet)
    } catch {
      isRead = false
      return .unreadable(wiring.redacted(OutlookRender.line(error)))
    }
  }

  /// A data dir that is moved away changes no file in it.
  func checkPlace() { if FileFacts.identity(of: wiring.directory.path) != place { readAt = nil } }

  private func watch() {
    let directory = wiring.directory
    for folder in [
      directory.path, directory.asks, directory.answers, directory.goals, directory.sessions,
      directory.snapshots, directory.parked, directory.runs,
    ] {
      watcher.watch(folder) { !$0.hasSuffix(".tmp") }
    }
    watcher.watchSessions(of: directory)
  }

  private func read(explaining: Bool) throws(LooopError) -> WatchedFleet {
    try demandFolder()
    return try wiring.sightings.once { () throws(LooopError) -> WatchedFleet in
      let report = try StateReport(wiring)
      let workers = report.world.workers
      living = workers.filter(\.isAlive).map(\.id)
      if let oldest = workers.map(\.startedAt).min() {
        try spending.update(from: wiring.loop.ledger, since: oldest)
      }
      var fleet = WatchedFleet(
        report, spending: spending, wrote: wrote(), redaction: wiring.redaction)
      if explaining {
        let why = WhyReport(wiring, report)
        let wiring = wiring
        fleet.why = { wiring.redacted(WhyRender(why, columns: $0).text) }
      }
      return fleet
    }
  }

  private func demandFolder() throws(LooopError) {
    let path = wiring.directory.path
    switch PathRoute(path).end {
    case .folder, .unreadable: return
    case .missing:
      throw LooopError(
        .badData, code: "E_NO_DATA", "There is no data dir at \(path).",
        hint: "`looop init` makes one.")
    case .file, .circle:
      throw LooopError(
        .badData, code: "E_NO_DATA", "The data dir \(path) is not a folder.",
        hint: "Move what is there away.")
    }
  }

  /// When each living worker wrote last. A file that is held open raises no event.
  func wrote() -> [SessionName: Int] {
    living.reduce(into: [:]) { times, id in
      // One that cannot be looked at is a problem of the next reading.
      let facts = try? FileFacts.of(wiring.loop.fleet.outputFile(of: id))
      times[.worker(id)] = facts?.modified
    }
  }
}
