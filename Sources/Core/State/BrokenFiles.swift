internal import Base

/// The broken files that a look came across: each reads as absent, since looop can learn its content
/// again, and is put aside when the look is carried out.
struct BrokenFiles {
  struct File: Equatable {
    let path: String
    let error: LooopError
  }

  private(set) var files: [File] = []

  /// What `read` makes of the file at `path`; nil when it is absent or broken.
  mutating func reading<Value>(
    _ path: String, _ read: () throws(LooopError) -> Value?
  ) throws(LooopError) -> Value? {
    do throws(LooopError) { return try read() } catch {
      guard Record.isBroken(error) else { throw error }
      files.append(File(path: path, error: error))
      return nil
    }
  }

  /// Moves the file beside its place, and says so in the log.
  static func putAside(_ file: File, _ events: EventLog) throws(LooopError) {
    let kept = try putAside(file.path)
    events.append("file.broken", ["message": .string(file.error.message), "kept": .string(kept)])
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
  /// may be gone, and a folder may be where the file belongs.
  static func makeRoom(at path: String) throws(LooopError) {
    try Folder.create(AtomicFile.folder(of: path))
    if Folder.exists(path) { try putAside(path) }
  }
}
