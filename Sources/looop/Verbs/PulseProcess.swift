internal import Base
internal import CSys
internal import Core

/// This process as the pulse: detached behind `up`, or in the foreground. It holds the loop's lock.
struct PulseProcess {
  let wiring: Wiring
  let lock: DirectoryLock

  /// Runs until a signal stops it; false when it lost its lock before. `log` gets its turns in the
  /// poll; `whenReady` is called once the loop is this process's for everybody to see.
  func run(
    _ manner: StopSignal.Manner, log: [any PollSource] = [], whenReady: () -> Void
  ) throws(LooopError) -> Bool {
    let settings = try wiring.chosenSettings()
    let stop = try StopSignal(manner, children: isFirst)
    let watcher = FileWatcher()
    let poller = Poller(stop: stop, permanent: [watcher] + log)
    let pulse = Pulse(
      wiring.loop, lock: lock, watcher: watcher, children: children(poller), settings: settings,
      readSettings: wiring.chosenSettings)
    // Signed once it has said what it is: a signed lock without a word is a beat by hand, to `up`.
    pulse.announce()
    try lock.sign(loopOf: wiring.directory)
    whenReady()
    return pulse.run()
  }

  /// In the foreground, as `run`: prints a line for whatever happens on standard error.
  func runInForeground() throws(LooopError) -> Bool {
    let log = ForegroundLog(wiring.directory)
    let isStopped = try run(.foreground, log: [log]) {
      log.say("pid \(getpid()) is the pulse; data in \(wiring.directory.path)")
    }
    log.show()
    if isFirst { try endWorkers() }
    log.show()
    return isStopped
  }

  /// Whether it is the first process of a container, with which everything there ends.
  private var isFirst: Bool { getpid() == 1 }

  private func children(_ poller: Poller) -> ChildGroup {
    guard isFirst else { return ChildGroup(poller: poller) }
    // Every orphan of the container is its child then; only those of its own calls, and of workers that
    // lost their supervisor, are its to end.
    let data = wiring.directory.path
    return ChildGroup(poller: poller) {
      MarkedProcesses.isMarked($0, dataDirectory: data, having: [Marks.run, Marks.session])
    }
  }

  /// In order, and so that their records say it.
  private func endWorkers() throws(LooopError) {
    let fleet = wiring.loop.fleet
    let ids = try fleet.roll().workers.filter(\.isAlive).map(\.id)
    _ = try fleet.end(ids, by: .loop, why: "the container stops", poller: Poller())
  }
}

extension DirectoryLock {
  /// As `sign`, of the loop's lock: who signed it before is a pulse, or a beat by hand.
  func sign(loopOf directory: DataDirectory) throws(LooopError) {
    do throws(LooopError) { try sign(directory.lock) } catch {
      guard error.code == "E_LOCK" else { throw error }
      throw LooopError(
        error.kind, code: "E_PULSE_UP", error.message,
        hint: "It ends by itself, or by `looop down`.")
    }
  }
}

/// What happens to a loop, as `events.jsonl` gets it, on standard error.
///
/// Whoever reads that may hang or be gone, and the pulse neither waits for them nor ends.
private final class ForegroundLog: PollSource {
  /// What the kernel takes at once where it says that it takes anything.
  private static let most = 4_000

  private let watcher = FileWatcher()
  private let directory: DataDirectory
  private var feed: EventFeed?
  private var dropped = 0

  /// Begins at the end of that log.
  init(_ directory: DataDirectory) {
    self.directory = directory
    feed = try? EventFeed(directory)
    let path = directory.events
    let name = path.split(separator: "/").last.map(String.init)
    watcher.watch(AtomicFile.folder(of: path)) { $0 == name }
  }

  var descriptors: [Int32] { watcher.descriptors }
  var deadline: Monotonic? { watcher.deadline }

  func handle(ready: Set<Int32>) {
    watcher.handle(ready: ready)
    watcher.acknowledge()
    show()
  }

  /// Says what was logged since the last call.
  func show() {
    if feed == nil { feed = try? EventFeed(directory) }
    var hasMore = true
    // What cannot be read now is read with the next change.
    while hasMore, let news = try? feed?.next() {
      for entry in news.events.compactMap(History.entry) { write(entry.line) }
      hasMore = news.hasMore
    }
  }

  func say(_ text: String) { write("\(LocalTime(Clock.system.now()).secondText) \(text)") }

  private func write(_ line: String) {
    let lost = dropped == 0 ? "" : "(\(dropped) lines were not read in time and are left out)\n"
    let bytes = Array("\(lost)\(line)\n".utf8.prefix(Self.most))
    var slot = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    let isFree = poll(&slot, 1, 0) > 0 && Int32(slot.revents) & POLLOUT != 0
    let isWritten = isFree && CSys.write(2, bytes, bytes.count) == bytes.count
    dropped = isWritten ? 0 : dropped + 1
  }
}
