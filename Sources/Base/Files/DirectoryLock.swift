internal import CSys

/// An exclusive `flock` on a file, for as long as any process holds the open file. Who that is, a record
/// lock beside it says; the pid in the file is for people.
package final class DirectoryLock {
  /// Who holds a lock.
  package enum Holder: Sendable, Equatable {
    case free
    /// A process that has not signed it yet.
    case unsigned
    case process(Int32)
    /// A process that has no pid here: of a container, or of another machine.
    case hidden

    package var pid: Int32? { if case .process(let pid) = self { pid } else { nil } }
  }

  /// What became of a lock that this process holds.
  package enum Standing: Sendable, Equatable {
    case inPlace
    /// Its file was removed or replaced: others find another lock, or none.
    case replaced
    /// So was its folder, or one above it.
    case gone
  }

  package private(set) var descriptor: Int32
  private var path: String
  private var folder: [UInt64]?
  private var signature: HolderFile?
  private var isSigned = false

  private init(_ descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
    folder = FileFacts.identity(of: AtomicFile.folder(of: path))
  }

  /// Adopts the lock at `path` that the starter acquired and passed on; throws `E_LOCK` when the
  /// descriptor is of another file.
  package convenience init(adopting descriptor: Int32, at path: String) throws(LooopError) {
    self.init(descriptor, path)
    guard standing == .inPlace else { throw Self.replacedMeanwhile(path) }
  }

  private static func replacedMeanwhile(_ path: String) -> LooopError {
    LooopError(
      .failed, code: "E_LOCK", "\(path) was removed or replaced while this process started.",
      hint: "Try again.")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The lock, or nil when another process holds it for longer than `patience`.
  ///
  /// The wait is bounded, so that no process blocks on a lock while holding another. `isHeld` holds
  /// the lock for some microseconds, so one refusal does not mean that it is taken.
  package static func acquire(
    _ path: String, within patience: Duration = .milliseconds(20)
  ) throws(LooopError) -> DirectoryLock? {
    let fd = Calls.open(
      path, O_RDWR | O_CREAT | O_NONBLOCK | O_NOFOLLOW, mode: 0o600)
    guard fd < 0 || FileFacts.isFile(fd) else {
      close(fd)
      throw AtomicFile.noFile("lock", path)
    }
    return try acquire(path, fd, within: patience)
  }

  /// As `acquire`, of a folder that exists: nothing is left behind in it.
  package static func acquire(
    folder path: String, within patience: Duration = .milliseconds(20)
  ) throws(LooopError) -> DirectoryLock? {
    try acquire(path, Calls.open(path, O_RDONLY | O_DIRECTORY), within: patience)
  }

  private static func acquire(
    _ path: String, _ fd: Int32, within patience: Duration
  ) throws(LooopError) -> DirectoryLock? {
    guard fd >= 0 else { throw AtomicFile.ownFailure("lock", path, errno: -fd) }
    let lock = DirectoryLock(fd, path)
    let limit = Monotonic.now() + patience
    while true {
      let locked = Calls.lock(fd, LOCK_EX)
      if locked == 0 { break }
      // A failure is no holder: `up` would say that a pulse is up.
      guard locked == -EWOULDBLOCK || locked == -EINTR else {
        throw AtomicFile.failure("lock", path, errno: -locked)
      }
      guard Monotonic.now() < limit else { return nil }
      usleep(2_000)
    }
    // Removed between the two calls, it keeps no other process out.
    guard lock.standing == .inPlace else { throw replacedMeanwhile(path) }
    // Erase the former holder's pid: it may belong to another process by now.
    _ = Calls.truncate(fd, to: 0)
    return lock
  }

  /// Whether a process holds it now.
  package static func isHeld(_ path: String) throws(LooopError) -> Bool {
    try holder(path) != .free
  }

  /// Who holds it now. A process that signed counts also when its lock was removed or replaced, as long
  /// as it lives.
  package static func holder(_ path: String) throws(LooopError) -> Holder {
    if let holder = try HolderFile.holder(of: path) { return holder }
    guard try isLocked(path) else { return .free }
    // It may have been signed, or have ended, between the two looks.
    if let holder = try HolderFile.holder(of: path) { return holder }
    return try isLocked(path) ? .unsigned : .free
  }

  private static func isLocked(_ path: String) throws(LooopError) -> Bool {
    let fd = Calls.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return false }
      throw AtomicFile.ownFailure("look at", path, errno: -fd)
    }
    defer { close(fd) }
    while true {
      switch Calls.lock(fd, LOCK_SH) {
      case 0: return false
      case -EWOULDBLOCK: return true
      case -EINTR: continue
      case let code: throw AtomicFile.failure("look at", path, errno: -code)
      }
    }
  }

  /// Whether standard input is the lock at `path`, as a starter passes it.
  package static func isPassed(_ path: String) -> Bool {
    FileFacts.identity(ofOpen: 0).map { FileFacts.isAt(path, $0) } ?? false
  }

  /// Names this process as the holder, for `holder`, and in the file for people. Throws `E_LOCK` while
  /// a process that lost the lock still runs.
  package func sign(_ path: String) throws(LooopError) {
    self.path = path
    folder = FileFacts.identity(of: AtomicFile.folder(of: path))
    let text = JSONWriter.line(["v": 1, "pid": .int(Int(getpid()))])
    Failpoints.pass("sign", path, step: "before")
    if signature == nil { signature = try HolderFile(signing: path) }
    isSigned = true
    // In place: replacing the file would create a second lock.
    let cut = Calls.truncate(descriptor, to: 0)
    guard cut == 0 else { throw AtomicFile.failure("write", path, errno: -cut) }
    var done = 0
    while done < text.count {
      let count = text[done...].withUnsafeBytes {
        Calls.pwrite(descriptor, $0.baseAddress, count: $0.count, at: done)
      }
      guard count > 0 else {
        throw AtomicFile.failure("write", path, errno: count < 0 ? Int32(-count) : ENOSPC)
      }
      done += count
    }
    Failpoints.pass("sign", path, step: "after")
  }

  /// Whether it still is the lock that others find. A signature that was removed alone is renewed.
  package var standing: Standing {
    guard let own = FileFacts.identity(ofOpen: descriptor) else { return .gone }
    guard FileFacts.isAt(path, own) else {
      return folder.map { FileFacts.isAt(AtomicFile.folder(of: path), $0) } == true
        ? .replaced : .gone
    }
    if isSigned, signature?.isInPlace != true {
      signature = nil
      // What cannot be signed now is signed at the next look.
      signature = try? HolderFile(signing: path)
    }
    return .inPlace
  }
}
