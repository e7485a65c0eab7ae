internal import CSys

/// The folder of a file that is about to get its name, opened before: what can fail of it fails while
/// nothing is visible.
struct OpenFolder: ~Copyable {
  /// -1 when the disk is not waited for.
  private let fd: Int32

  private init(fd: Int32) { self.fd = fd }

  deinit { if fd >= 0 { close(fd) } }

  /// `isUnused`: nothing is opened, and `sync` does nothing.
  init(of path: String, unless isUnused: Bool = false) throws(LooopError) {
    guard let opened = try Self.ifThere(of: path, unless: isUnused) else {
      throw AtomicFile.failure("write", path, errno: ENOENT)
    }
    self = opened
  }

  /// Nil when there is no such folder.
  static func ifThere(
    of path: String, unless isUnused: Bool = false
  ) throws(LooopError) -> OpenFolder? {
    if isUnused { return OpenFolder(fd: -1) }
    let fd = Calls.open(AtomicFile.folder(of: path), O_RDONLY | O_DIRECTORY)
    if fd == -ENOENT { return nil }
    guard fd >= 0 else { throw AtomicFile.failure("write", path, errno: -fd) }
    return OpenFolder(fd: fd)
  }

  /// Waits until the names in it are on the disk. Throws `E_STANDS`, of the `deed` that changed them.
  func sync(_ deed: @autoclosure () -> String) throws(LooopError) {
    if let problem = syncProblem() { throw LooopError.standing(deed(), errno: problem) }
  }

  /// Why that could not be made sure of. Such a failure is not tried again on this descriptor: the
  /// system reports a loss once, and then forgets it.
  func syncProblem() -> Int32? {
    if fd < 0 { return nil }
    let synced = Calls.fsync(fd)
    // Some network file systems cannot sync a folder and return EINVAL.
    return synced == 0 || synced == -EINVAL ? nil : -synced
  }
}
