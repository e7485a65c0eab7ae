internal import CSys

/// An exclusive `flock` on a file, for as long as any process holds the open file.
package final class DirectoryLock {
  package private(set) var descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Adopts a lock that the starter acquired and passed on.
  package init(adopting descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The lock, or nil when another process holds it for longer than `patience`.
  ///
  /// The wait is bounded, so that no process blocks on a lock while holding another. `isHeld` holds
  /// the lock for some microseconds, so one refusal does not mean that it is taken.
  package static func acquire(
    _ path: String, within patience: Duration = .milliseconds(20)
  ) throws(LooopError) -> DirectoryLock? {
    try acquire(path, csys_open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600), within: patience)
  }

  /// As `acquire`, of a folder that exists: nothing is left behind in it.
  package static func acquire(
    folder path: String, within patience: Duration = .milliseconds(20)
  ) throws(LooopError) -> DirectoryLock? {
    try acquire(path, csys_open(path, O_RDONLY | O_DIRECTORY, 0), within: patience)
  }

  private static func acquire(
    _ path: String, _ fd: Int32, within patience: Duration
  ) throws(LooopError) -> DirectoryLock? {
    guard fd >= 0 else { throw AtomicFile.ownFailure("lock", path, errno: -fd) }
    let limit = Monotonic.now() + patience
    while flock(fd, LOCK_EX | LOCK_NB) != 0 {
      guard Monotonic.now() < limit else {
        close(fd)
        return nil
      }
      usleep(2_000)
    }
    // Erase the former holder's pid: it may belong to another process by now.
    ftruncate(fd, 0)
    return DirectoryLock(fd)
  }

  /// Whether a process holds it now.
  package static func isHeld(_ path: String) throws(LooopError) -> Bool {
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, 0)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return false }
      throw AtomicFile.ownFailure("look at", path, errno: -fd)
    }
    defer { close(fd) }
    return flock(fd, LOCK_SH | LOCK_NB) != 0
  }

  /// Writes this process's pid into the lock file, for `holder`.
  package func sign(_ path: String) throws(LooopError) {
    let text = JSONWriter.line(["v": 1, "pid": .int(Int(getpid()))])
    Failpoints.pass("sign", path, step: "before")
    // In place: replacing the file would create a second lock.
    guard ftruncate(descriptor, 0) == 0,
      text.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == text.count
    else { throw AtomicFile.failure("write", path, errno: csys_errno()) }
    Failpoints.pass("sign", path, step: "after")
  }

  /// The pid of the process that holds it; nil when it is free or not signed yet.
  package static func holder(_ path: String) throws(LooopError) -> Int32? {
    guard try isHeld(path) else { return nil }
    // An unsigned or half-signed lock has no holder yet: that process is still starting.
    guard let bytes = try AtomicFile.read(path), let record = try? JSONParser.parse(bytes) else {
      return nil
    }
    return record["pid"]?.int.map(Int32.init(clamping:))
  }
}
