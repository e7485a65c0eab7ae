internal import CSys
internal import Synchronization

/// The file beside a lock that says who holds it: by a record lock, whose process the kernel names,
/// whatever anyone writes into a file.
///
/// Such a lock is lost when its process closes any descriptor of the file. So a process opens the file
/// that it signed once, and answers questions about it from memory.
final class HolderFile {
  /// The files that this process signed.
  private static let own = Mutex<Set<[UInt64]>>([])

  private let path: String
  private let descriptor: Int32
  private let identity: [UInt64]

  static func path(beside lock: String) -> String { "\(AtomicFile.folder(of: lock))/holder" }

  /// Names this process as the holder of `lock`.
  init(signing lock: String) throws(LooopError) {
    path = Self.path(beside: lock)
    // Signed again, it must not be opened a second time.
    descriptor = Calls.open(
      path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    guard descriptor >= 0 else { throw AtomicFile.ownFailure("lock", path, errno: -descriptor) }
    identity = FileFacts.identity(ofOpen: descriptor) ?? []
    let code = csys_lock_record(descriptor)
    guard code == 0 else {
      if -code == EAGAIN || -code == EACCES { throw Self.isTaken(descriptor) }
      throw AtomicFile.failure("lock", path, errno: -code)
    }
    Self.own.withLock { _ = $0.insert(identity) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    Self.own.withLock { _ = $0.remove(identity) }
    close(descriptor)
  }

  /// The lock beside it was free, so whoever signed has lost it.
  private static func isTaken(_ descriptor: Int32) -> LooopError {
    var pid: Int32 = 0
    let isKnown = csys_record_holder(descriptor, &pid) == 1 && pid > 0
    return LooopError(
      .pending, code: "E_LOCK",
      "A process whose lock was removed still runs\(isKnown ? " (pid \(pid))" : "").",
      hint: "It ends by itself.")
  }

  var isInPlace: Bool { FileFacts.isAt(path, identity) }

  /// Who signed; nil for no process.
  static func holder(of lock: String) throws(LooopError) -> DirectoryLock.Holder? {
    let path = path(beside: lock)
    guard let identity = FileFacts.identity(of: path) else { return nil }
    if own.withLock({ $0.contains(identity) }) { return .process(getpid()) }
    let fd = Calls.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return nil }
      throw AtomicFile.ownFailure("look at", path, errno: -fd)
    }
    defer { close(fd) }
    var pid: Int32 = 0
    switch csys_record_holder(fd, &pid) {
    case 0: return nil
    case 1: return pid > 0 ? .process(pid) : .hidden
    case let code: throw AtomicFile.failure("look at", path, errno: -code)
    }
  }
}
