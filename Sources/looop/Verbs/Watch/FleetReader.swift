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
  private var living: [Identifier] = []

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

  /// What there is to be seen now; nil when nothing says that it changed.
  func next(at now: Monotonic) -> WatchEvent? {
    guard due <= now else { return nil }
    readAt = now
    watcher.acknowledge()
    watch()
    do throws(LooopError) {
      let fleet = try read()
      isRead = true
      return .fleet(fleet)
    } catch {
      isRead = false
      return .unreadable(wiring.redacted(error.message))
    }
  }

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

  private func read() throws(LooopError) -> WatchedFleet {
    guard try FileFacts.of(wiring.directory.path) != nil else {
      throw LooopError(
        .badData, code: "E_NO_DATA", "There is no data dir at \(wiring.directory.path).")
    }
    return try wiring.sightings.once { () throws(LooopError) -> WatchedFleet in
      let report = try StateReport(wiring)
      let workers = report.world.workers
      living = workers.filter(\.isAlive).map(\.id)
      return WatchedFleet(
        report, spending: try spending(of: workers), wrote: wrote(),
        redaction: wiring.redaction)
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

  private func spending(of workers: [Worker]) throws(LooopError) -> WorkerSpending {
    guard let oldest = workers.map(\.startedAt).min() else { return WorkerSpending([]) }
    return WorkerSpending(try wiring.loop.ledger.lines(since: oldest))
  }
}
