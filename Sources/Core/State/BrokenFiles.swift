internal import Base

/// What becomes of a broken file that looop can learn again: it is kept beside its place, told in
/// the log, and read as absent.
struct BrokenFiles: Sendable {
  private let events: EventLog
  /// A dry run moves nothing.
  private let keepsAside: Bool

  init(events: EventLog, keepsAside: Bool) {
    self.events = events
    self.keepsAside = keepsAside
  }

  /// What `read` makes of the file at `path`; nil when it is absent or broken.
  func reading<Value>(
    _ path: String, _ read: () throws(LooopError) -> Value?
  ) throws(LooopError) -> Value? {
    do throws(LooopError) { return try read() } catch {
      guard Record.isBroken(error) else { throw error }
      guard keepsAside else { return nil }
      let kept = try Self.putAside(path)
      events.append("file.broken", ["message": .string(error.message), "kept": .string(kept)])
      return nil
    }
  }

  /// Moves whatever is at `path` beside its place, and says where to. What was put there before is
  /// gone then.
  @discardableResult
  static func putAside(_ path: String) throws(LooopError) -> String {
    let kept = "\(path).broken"
    // No move replaces a folder by a file, a file by a folder, or a folder that holds anything.
    if Folder.exists(path) || Folder.exists(kept) { Folder.remove(kept) }
    _ = try AtomicFile.consume(path, to: kept)
    return kept
  }

  /// Makes sure that a file can be written at `path`, whatever somebody did to the place: the folder
  /// may be gone, and another one may stand where the file belongs.
  static func makeRoom(at path: String) throws(LooopError) {
    try Folder.create(AtomicFile.folder(of: path))
    if Folder.exists(path) { try putAside(path) }
  }
}
