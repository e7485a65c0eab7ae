internal import CSys

/// Files and folders watched for change, as something to poll for. An event is a hint that state
/// should be read again, never a fact about what changed.
///
/// When the system has no watch left (128 inotify instances a user), it polls four times a second
/// until one is free, and `degradation` says why.
package final class FileWatcher: PollSource {
  static let fallbackInterval = Duration.milliseconds(250)
  static let lookAgain = Duration.minutes(1)
  /// How long what is written waits in the kernel's queue after something was: a file that is written
  /// all the time is heard once in this time, and the last write always.
  private let writeRest: Duration

  private let now: () -> Monotonic
  private var table = WatchTable()
  /// The writes to what is watched outside: a queue of its own, so that it can rest alone.
  private var writes: WatchTable?
  private var writesRestUntil: Monotonic?
  /// Which names of a watched folder count.
  private var wanted: [String: (String) -> Bool] = [:]
  private var outside = WatchedRoutes()
  /// The files whose names count.
  private var named: Set<String> = []
  /// The paths outside whose route may lead elsewhere now.
  private var stale: Set<String> = []
  private var lastWalk: Monotonic?
  /// Says that something was mounted, which may hide or show a path; -1 when nothing is watched outside
  /// or the system does not say.
  private var mounts: Int32 = -1
  private var nextLook: Monotonic?
  /// When the first change since `acknowledge` was seen.
  package private(set) var firstChange: Monotonic?
  /// The paths outside that the changes before the last `acknowledge` concerned.
  package private(set) var heard: Set<String> = []
  /// Why it polls instead of watching; nil while it watches.
  package private(set) var degradation: String?

  package init(
    writeRest: Duration = .seconds(1), now: @escaping () -> Monotonic = Monotonic.now
  ) {
    self.now = now
    self.writeRest = writeRest
    if table.problem != 0 { degrade(table.problem) }
  }

  deinit { if mounts >= 0 { close(mounts) } }

  /// Watches `folder` for entries whose name `accepts`; watching twice is once. A folder that does
  /// not exist is not watched.
  package func watch(_ folder: String, accepts: @escaping (String) -> Bool = { _ in true }) {
    wanted[folder] = accepts
    add(folder)
  }

  /// Watches `file` for the loss of its name: it is removed, moved or replaced.
  package func watchName(of file: String) {
    named.insert(file)
    _ = add(file, Int32(CSYS_WATCH_NAME), to: table)
  }

  /// Watches exactly these absolute paths, and drops those of the last call: a file, also one that is
  /// held open, or a folder with its direct entries. Links are followed, and what is not there yet is
  /// watched for where it will appear. True when something is watched only now, which may have changed
  /// meanwhile.
  package func watchOutside(_ paths: Set<String>) -> Bool {
    let known = outside.paths
    for path in known.subtracting(paths) { place(path, nil) }
    if mounts < 0, !paths.isEmpty { mounts = csys_mounts_open() }
    // Queues overflow, and network file systems have no events.
    let isDue = lastWalk.map { $0 + Self.lookAgain <= now() } ?? true
    if isDue { lastWalk = now() }
    return follow(isDue ? paths : paths.subtracting(known))
  }

  // MARK: Setting watches

  /// Walks these paths and watches their routes, until a walk finds nothing to add: only then no
  /// change can have come between the walk and the watch.
  private func follow(_ paths: Set<String>) -> Bool {
    guard degradation == nil else {
      for path in paths where outside[path] == nil { outside[path] = PathRoute(path) }
      return false
    }
    var (unsettled, isAnyNew) = (paths, false)
    for _ in 0..<8 where !unsettled.isEmpty {
      unsettled = unsettled.filter { place($0, PathRoute($0)) }
      isAnyNew = isAnyNew || !unsettled.isEmpty
    }
    return isAnyNew
  }

  /// True when it set a watch.
  @discardableResult
  private func place(_ path: String, _ route: PathRoute?) -> Bool {
    let former = outside[path]
    outside[path] = route
    var isNew = false
    if let route {
      for folder in Set(route.steps.map(\.folder) + route.folders + route.target(if: .folder))
      where add(folder) {
        isNew = true
      }
      for target in route.target(if: .file) + route.target(if: .folder) where addWrites(target) {
        isNew = true
      }
    }
    guard let former, former != route else { return isNew }
    for folder in former.steps.map(\.folder) + former.folders + [former.target]
    where !outside.concerns(folder) && wanted[folder] == nil {
      table.drop(folder)
    }
    if !outside.isTarget(former.target) { writes?.drop(former.target) }
    return isNew
  }

  @discardableResult
  private func add(_ folder: String) -> Bool {
    var kinds: Int32 = 0
    if wanted[folder] != nil { kinds |= Int32(CSYS_WATCH_ENTRIES) }
    if outside.concerns(folder) { kinds |= Int32(CSYS_WATCH_ITSELF) }
    if outside.hearsEntries(of: folder) {
      kinds |= Int32(CSYS_WATCH_ENTRIES) | Int32(CSYS_WATCH_FACTS)
    }
    return add(folder, kinds, to: table)
  }

  private func addWrites(_ target: String) -> Bool {
    let queue = writes ?? WatchTable()
    writes = queue
    if queue.problem != 0 {
      degrade(queue.problem)
      return false
    }
    return add(target, Int32(CSYS_WATCH_WRITES), to: queue)
  }

  private func add(_ path: String, _ kinds: Int32, to table: WatchTable) -> Bool {
    guard degradation == nil else { return false }
    switch table.add(path, kinds) {
    case .added: return true
    case .exhausted(let code):
      degrade(code)
      return false
    case .known, .impossible: return false
    }
  }

  /// Sets all watches up again, if the system has some now.
  private func recover() {
    (table, writes, writesRestUntil) = (WatchTable(), nil, nil)
    guard table.problem == 0 else { return }
    degradation = nil
    nextLook = nil
    for folder in wanted.keys { add(folder) }
    for file in named { watchName(of: file) }
    _ = follow(outside.paths)
  }

  private func degrade(_ code: Int32) {
    degradation =
      "no file watch to be had (\(String(cString: strerror(code)))):"
      + " looking every \(Self.fallbackInterval.milliseconds) ms instead"
    nextLook = now() + Self.fallbackInterval
  }

  // MARK: Waiting

  /// Forgets the changes seen so far; call it before reading the state they hint at. The watches follow
  /// what moved before it returns, so a later change is one of the next time.
  package func acknowledge() {
    drain()
    drainWrites()
    heard = stale
    stale = []
    _ = follow(heard.intersection(outside.paths))
    firstChange = nil
  }

  /// Waits for a change, until `limit`, for the end of `handle`'s process, or for a minute,
  /// whichever comes first: a watch may overflow, so callers must look again.
  package func wait(
    _ poller: Poller, until limit: Monotonic?, orEndOf handle: ProcessHandle? = nil
  ) {
    let look = min(Monotonic.now() + Self.lookAgain, limit ?? .distantFuture)
    while firstChange == nil, handle?.hasEnded != true, Monotonic.now() < look {
      poller.turn(handle.map { [$0] } ?? [], until: look)
    }
  }

  /// None once a change is known: whatever follows is read with it, and must not wake anyone.
  package var descriptors: [Int32] {
    guard degradation == nil, firstChange == nil else { return [] }
    return table.descriptors + (writesRestUntil == nil ? writes?.descriptors ?? [] : [])
  }

  package var alarms: [Int32] { mounts < 0 || firstChange != nil ? [] : [mounts] }

  package var deadline: Monotonic? {
    guard firstChange == nil else { return nil }
    return degradation == nil ? writesRestUntil : nextLook
  }

  package func handle(ready: Set<Int32>) {
    drain()
    if ready.contains(mounts), follow(outside.paths) {
      stale = outside.paths
      firstChange = firstChange ?? now()
    }
    if let rest = writesRestUntil, rest <= now() { writesRestUntil = nil }
    if writesRestUntil == nil { drainWrites() }
    if let nextLook, nextLook <= now() {
      self.nextLook = now() + Self.fallbackInterval
      recover()
      // Report a change: whatever happened before the watch was set up must be read.
      firstChange = firstChange ?? now()
    }
  }

  private func drain() {
    for event in table.drain() {
      for folder in event.paths { note(event.name, in: folder) }
    }
  }

  private func note(_ name: String?, in folder: String) {
    // The watched folder is gone. Session folders come and go while a pulse runs.
    if name == nil { wanted[folder] = nil }
    let name = name ?? ""
    // Temporary files are looop's own, about to be linked or renamed to a name that counts.
    guard !name.hasPrefix(".tmp-") else { return }
    let concerned = outside.concerned(by: name, in: folder)
    stale.formUnion(concerned)
    let counts =
      named.contains(folder) || !concerned.isEmpty
      || wanted[folder].map { name.isEmpty || $0(name) } == true
    if counts { firstChange = firstChange ?? now() }
  }

  private func drainWrites() {
    let events = writes?.drain() ?? []
    if !events.isEmpty { writesRestUntil = now() + writeRest }
    for event in events where event.name?.hasPrefix(".tmp-") != true {
      let concerned = event.paths.reduce(Set()) { $0.union(outside.leading(to: $1)) }
      stale.formUnion(concerned)
      if !concerned.isEmpty { firstChange = firstChange ?? now() }
    }
  }
}

extension PathRoute {
  fileprivate func target(if end: End) -> [String] { self.end == end ? [target] : [] }
}
