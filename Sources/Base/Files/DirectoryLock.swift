internal import CSys

/// An exclusive `flock` on a file, for as long as any process holds the open file.
package final class DirectoryLock {
  package private(set) var descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Adopts a lock that a starter took and handed over.
  package init(adopting descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The lock, or nil when another process holds it for longer than `patience`.
  ///
  /// Never waits without end: nobody blocks on a lock while holding another. A reader that looks
  /// (`isHeld`) holds it for some microseconds, so that one refusal is no answer.
  package static func acquire(
    _ path: String, within patience: Duration = .milliseconds(20)
  ) throws(LooopError) -> DirectoryLock? {
    let fd = csys_open(path, O_RDWR | O_CREAT, 0o600)
    guard fd >= 0 else { throw AtomicFile.failure("lock", path, errno: -fd) }
    let limit = Monotonic.now() + patience
    while flock(fd, LOCK_EX | LOCK_NB) != 0 {
      guard Monotonic.now() < limit else {
        close(fd)
        return nil
      }
      usleep(2_000)
    }
    // What a former holder signed is void: its pid may be another's by now.
    ftruncate(fd, 0)
    return DirectoryLock(fd)
  }

  /// Whether a process holds it now.
  package static func isHeld(_ path: String) throws(LooopError) -> Bool {
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK, 0)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return false }
      throw AtomicFile.failure("look at", path, errno: -fd)
    }
    defer { close(fd) }
    return flock(fd, LOCK_SH | LOCK_NB) != 0
  }

  /// Writes who holds it, for those who look.
  package func sign(_ path: String) throws(LooopError) {
    let text = JSONWriter.line(["v": 1, "pid": .int(Int(getpid()))])
    Failpoints.pass("sign", path, step: "before")
    // In place: a lock file that is replaced would be another lock.
    guard ftruncate(descriptor, 0) == 0,
      text.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == text.count
    else { throw AtomicFile.failure("write", path, errno: csys_errno()) }
    Failpoints.pass("sign", path, step: "after")
  }

  /// The pid of the process that holds it; nil when nobody does or it has not signed yet.
  package static func holder(_ path: String) throws(LooopError) -> Int32? {
    guard try isHeld(path) else { return nil }
    // Unsigned or half-signed reads as nobody: the holder is still starting.
    guard let bytes = try AtomicFile.read(path), let record = try? JSONParser.parse(bytes) else {
      return nil
    }
    return record["pid"]?.int.map(Int32.init(clamping:))
  }
}
