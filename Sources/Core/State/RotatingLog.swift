import Base

/// A log that is renamed when it is full, so that it takes twice its limit at most.
struct RotatingLog: Sendable {
  static let limit = 10 << 20

  let path: String
  /// What it is renamed to.
  let former: String
  /// Held while it is renamed, and by appenders that cut torn lines.
  let lock: String

  /// Makes room for a line. Best effort: a log that cannot be renamed goes on growing.
  func rotate() {
    guard isFull, let held = (try? DirectoryLock.acquire(lock)) ?? nil else { return }
    defer { withExtendedLifetime(held) {} }
    rotateHeld()
  }

  /// As `rotate`, by the holder of the lock. One process renames it: a second one would put the new log
  /// in the place of the old one.
  func rotateHeld() {
    if isFull { _ = try? AtomicFile.consume(path, to: former) }
  }

  private var isFull: Bool {
    ((try? FileFacts.of(path)) ?? nil).map { $0.size > Self.limit } ?? false
  }
}
