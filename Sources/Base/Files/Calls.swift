internal import CSys

/// The system calls that read, write and name the records of the data dir. A debug build can make each
/// fail (`Failpoints`) but `rmdir`, which takes back what failed; listings and the standard streams ask
/// `Failpoints` themselves. Each returns what the system returns, or minus errno.
enum Calls {
  @inline(__always)
  static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
    if let code = Failpoints.failure(of: "open", path) { return -code }
    let isNew =
      Failpoints.notesChanges && flags & O_CREAT != 0
      && (try? FileFacts.hasEntry(path)) == false
    let fd = csys_open(path, flags, mode)
    if isNew, fd >= 0 { Failpoints.note("create", path) }
    return fd
  }

  @inline(__always)
  static func read(
    _ fd: Int32, into bytes: UnsafeMutableRawPointer?, count: Int
  ) -> Int {
    if let code = Failpoints.failure(of: "read", Self.path(of: fd)) { return Int(-code) }
    return result(CSys.read(fd, bytes, count))
  }

  @inline(__always)
  static func pread(
    _ fd: Int32, into bytes: UnsafeMutableRawPointer?, count: Int, at offset: Int
  ) -> Int {
    if let code = Failpoints.failure(of: "read", Self.path(of: fd)) { return Int(-code) }
    return result(CSys.pread(fd, bytes, count, off_t(offset)))
  }

  @inline(__always)
  static func write(
    _ fd: Int32, _ bytes: UnsafeRawPointer?, count: Int
  ) -> Int {
    if let code = Failpoints.failure(of: "write", Self.path(of: fd)) { return Int(-code) }
    let written = result(CSys.write(fd, bytes, count))
    if Failpoints.notesChanges, written > 0 {
      let data = UnsafeRawBufferPointer(start: bytes, count: written)
      Failpoints.note("write", Self.path(of: fd), with: String(decoding: data, as: UTF8.self))
    }
    return written
  }

  @inline(__always)
  static func pwrite(
    _ fd: Int32, _ bytes: UnsafeRawPointer?, count: Int, at offset: Int
  ) -> Int {
    if let code = Failpoints.failure(of: "write", Self.path(of: fd)) { return Int(-code) }
    return result(CSys.pwrite(fd, bytes, count, off_t(offset)))
  }

  @inline(__always)
  static func truncate(_ fd: Int32, to size: Int) -> Int32 {
    if let code = Failpoints.failure(of: "truncate", Self.path(of: fd)) { return -code }
    return result(CSys.ftruncate(fd, off_t(size)))
  }

  /// `flock`, which does not wait; `-EWOULDBLOCK` while another process holds it.
  @inline(__always)
  static func lock(_ fd: Int32, _ kind: Int32) -> Int32 {
    if let code = Failpoints.failure(of: "lock", Self.path(of: fd)) { return -code }
    return result(flock(fd, kind | LOCK_NB))
  }

  @inline(__always)
  static func fsync(_ fd: Int32) -> Int32 {
    if let code = Failpoints.failure(of: "fsync", Self.path(of: fd)) { return -code }
    return noting("fsync", Self.path(of: fd), made: csys_fsync(fd))
  }

  @inline(__always)
  static func link(_ path: String, _ name: String) -> Int32 {
    if let code = Failpoints.failure(of: "link", name) { return -code }
    return noting("link", path, with: name, made: result(CSys.link(path, name)))
  }

  @inline(__always)
  static func rename(_ path: String, _ name: String) -> Int32 {
    if let code = Failpoints.failure(of: "rename", name) { return -code }
    return noting("rename", path, with: name, made: result(CSys.rename(path, name)))
  }

  @inline(__always)
  static func unlink(_ path: String) -> Int32 {
    if let code = Failpoints.failure(of: "unlink", path) { return -code }
    return noting("unlink", path, made: result(CSys.unlink(path)))
  }

  @inline(__always)
  static func mkdir(_ path: String) -> Int32 {
    if let code = Failpoints.failure(of: "mkdir", path) { return -code }
    return noting("mkdir", path, made: result(CSys.mkdir(path, 0o700)))
  }

  /// Of an entry of a folder, of a link the link itself.
  @inline(__always)
  static func lstat(_ path: String, _ information: inout stat) -> Int32 {
    if let code = Failpoints.failure(of: "lstat", path) { return -code }
    return result(CSys.lstat(path, &information))
  }

  /// Where a failing descriptor leads, for the failpoint's mark.
  private static func path(of fd: Int32) -> String {
    FileFacts.text(ofLink: "/proc/self/fd/\(fd)") ?? ""
  }

  @inline(__always)
  static func rmdir(_ path: String) -> Int32 {
    noting("rmdir", path, made: result(CSys.rmdir(path)))
  }

  /// Notes a change that was made.
  @inline(__always)
  private static func noting(
    _ change: StaticString, _ path: @autoclosure () -> String, with other: String? = nil,
    made result: Int32
  ) -> Int32 {
    if Failpoints.notesChanges, result >= 0 { Failpoints.note(change, path(), with: other) }
    return result
  }

  @inline(__always)
  private static func result(_ value: Int32) -> Int32 { value < 0 ? -csys_errno() : value }

  @inline(__always)
  private static func result(_ value: Int) -> Int { value < 0 ? -Int(csys_errno()) : value }
}
