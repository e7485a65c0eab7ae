internal import CSys

/// Folders watched for change, as something to poll for. An event is a hint that state should be
/// read again, never a fact about what changed.
///
/// When the system has no watch left (128 inotify instances a user), it polls four times a second
/// until one is free, and `degradation` says why.
package final class FileWatcher: PollSource {
  static let fallbackInterval = Duration.milliseconds(250)
  static let lookAgain = Duration.minutes(1)

  private var fd: Int32
  /// Which names of a watched folder count.
  private var wanted: [String: (String) -> Bool] = [:]
  /// The names that count in each folder outside the data dir; nil for all of them.
  private var outside: [String: Set<String>?] = [:]
  /// The paths of each watch: two paths may lead to the same folder.
  private var watches: [Int32: Set<String>] = [:]
  private var standing: [String: Standing] = [:]
  private var nextLook: Monotonic?
  /// When the first change since `acknowledge` was seen.
  package private(set) var firstChange: Monotonic?
  /// Why it polls instead of watching; nil while it watches.
  package private(set) var degradation: String?

  /// A watch and the identity of its folder: a watch does not follow the path to a new folder.
  private struct Standing: Equatable {
    let watch: Int32
    let identity: [UInt64]?
  }

  package init() {
    fd = csys_watch_open()
    if fd < 0 { degrade(-fd) }
  }

  deinit { if fd >= 0 { close(fd) } }

  /// Watches `folder` for entries whose name `accepts`; watching twice is once. A folder that does
  /// not exist is not watched.
  package func watch(_ folder: String, accepts: @escaping (String) -> Bool = { _ in true }) {
    wanted[folder] = accepts
    add(folder)
  }

  /// Watches exactly these files and folders anywhere, and drops those of the last call: a file by
  /// name in its folder, so that it need not exist yet, a folder with its direct entries.
  package func watchOutside(_ paths: Set<String>) {
    var now: [String: Set<String>?] = [:]
    for path in paths.sorted() {
      let folder = AtomicFile.folder(of: path)
      let name = String(path.split(separator: "/").last ?? "")
      // Keep `nil`: then every entry counts already.
      if case .some(nil) = now[folder] {} else { now[folder] = (now[folder] ?? [])?.union([name]) }
      if Folder.exists(path) { now.updateValue(nil, forKey: path) }
    }
    for folder in outside.keys where now[folder] == nil && wanted[folder] == nil { drop(folder) }
    outside = now
    for folder in now.keys { add(folder) }
  }

  private func add(_ folder: String) {
    guard degradation == nil else { return }
    let identity = FileFacts.identity(of: folder)
    if let known = standing[folder], known.identity == identity, watches[known.watch] != nil {
      return
    }
    let watch = csys_watch_add(fd, folder)
    if watch >= 0 {
      watches[watch, default: []].insert(folder)
      standing[folder] = Standing(watch: watch, identity: identity)
    } else if -watch == ENOSPC || -watch == ENOMEM {
      degrade(-watch)
    }
  }

  private func drop(_ folder: String) {
    guard let watch = standing.removeValue(forKey: folder)?.watch else { return }
    watches[watch]?.remove(folder)
    guard watches[watch]?.isEmpty == true else { return }
    watches[watch] = nil
    csys_watch_remove(fd, watch)
  }

  /// Sets all watches up again, if the system has some now.
  private func recover() {
    (watches, standing) = ([:], [:])
    if fd >= 0 { close(fd) }
    fd = csys_watch_open()
    guard fd >= 0 else { return }
    degradation = nil
    nextLook = nil
    for folder in Set(wanted.keys).union(outside.keys) { add(folder) }
  }

  private func degrade(_ code: Int32) {
    degradation =
      "no file watch to be had (\(String(cString: strerror(code)))):"
      + " looking every \(Self.fallbackInterval.milliseconds) ms instead"
    nextLook = Monotonic.now() + Self.fallbackInterval
  }

  /// Forgets the changes seen so far; call it before reading the state they hint at.
  package func acknowledge() {
    drain()
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

  package var descriptors: [Int32] { degradation == nil ? [fd] : [] }
  package var deadline: Monotonic? { firstChange == nil ? nextLook : nil }

  package func handle(ready: Set<Int32>) {
    drain()
    if let nextLook, nextLook <= Monotonic.now() {
      self.nextLook = Monotonic.now() + Self.fallbackInterval
      recover()
      // Report a change: whatever happened before the watch was set up must be read.
      firstChange = firstChange ?? Monotonic.now()
    }
  }

  private func drain() {
    guard fd >= 0 else { return }
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = csys_watch_drain(
      fd,
      { context, watch, name in
        guard let context else { return }
        let watcher = Unmanaged<FileWatcher>.fromOpaque(context).takeUnretainedValue()
        // No name: the watched folder is gone. Session folders come and go while a pulse runs.
        guard let name else { return watcher.forget(watch) }
        watcher.note(watch, String(cString: name))
      }, context)
  }

  private func forget(_ watch: Int32) {
    for folder in watches.removeValue(forKey: watch) ?? [] {
      // A new folder at the path is watched once a caller asks for it.
      guard standing[folder]?.watch == watch else { continue }
      standing[folder] = nil
      wanted[folder] = nil
    }
  }

  private func note(_ watch: Int32, _ name: String) {
    // Without a name (an overflow, or a system that gives none) anything may have changed.
    // Temporary files are looop's own, about to be linked or renamed to a name that counts.
    let counts = name.isEmpty || (watches[watch]?.contains { self.counts(name, in: $0) } ?? true)
    if counts, !name.hasPrefix(".tmp-") { firstChange = firstChange ?? Monotonic.now() }
  }

  private func counts(_ name: String, in folder: String) -> Bool {
    if wanted[folder]?(name) == true { return true }
    guard let names = outside[folder] else { return false }
    return names?.contains(name) ?? true
  }
}
