internal import CSys

/// Folders watched for change, as something to poll for. An event is a hint that state should be
/// read again, never a fact about what changed.
///
/// Where no watch is to be had (128 inotify instances a user), it says so and asks for a look four
/// times a second instead, until there is one.
package final class FileWatcher: PollSource {
  static let fallbackInterval = Duration.milliseconds(250)
  static let lookAgain = Duration.minutes(1)

  private var fd: Int32
  /// Which entries of a folder count.
  private var wanted: [String: (String) -> Bool] = [:]
  /// The same of folders outside, by name; nil for every entry.
  private var outside: [String: Set<String>?] = [:]
  /// The folders behind a watch: two paths may lead to one folder.
  private var watches: [Int32: Set<String>] = [:]
  private var standing: [String: Standing] = [:]
  private var nextLook: Monotonic?
  /// When the first unseen change came.
  package private(set) var firstChange: Monotonic?
  /// Why it polls instead of watching, if it does.
  package private(set) var degradation: String?

  /// A watch as it was set up: of another folder of the same path it would tell nothing.
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

  /// Watches files and folders anywhere, and none that was watched so before: a file by its name in
  /// its folder, which may not be there yet, a folder with what lies right in it.
  package func watchOutside(_ paths: Set<String>) {
    var now: [String: Set<String>?] = [:]
    for path in paths.sorted() {
      let folder = AtomicFile.folder(of: path)
      let name = String(path.split(separator: "/").last ?? "")
      // Every entry counts already, or this one does too.
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

  /// Watches again if that is possible now.
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

  /// Waits for a change, until `limit`, or for a minute, whichever is first: a watch may overflow, so
  /// whoever waits looks again. The end of `handle`'s process ends the wait too.
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
      // What happened before the watch stood is seen by this look.
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
        // No name: the watched folder is gone. Sessions come and go as long as a pulse lives.
        guard let name else { return watcher.forget(watch) }
        watcher.note(watch, String(cString: name))
      }, context)
  }

  private func forget(_ watch: Int32) {
    for folder in watches.removeValue(forKey: watch) ?? [] {
      // One that stands there again is watched again by whoever wants it.
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
