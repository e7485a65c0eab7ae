internal import Base

/// The broken files that a look found: each reads as absent, since looop can rebuild its content,
/// and is moved aside when the look is carried out.
struct BrokenFiles {
  struct File: Equatable {
    let path: String
    let error: LooopError
  }

  private(set) var files: [File] = []

  /// The result of `read` for the file at `path`; nil when it is absent or broken.
  mutating func reading<Value>(
    _ path: String, _ read: () throws(LooopError) -> Value?
  ) throws(LooopError) -> Value? {
    do throws(LooopError) { return try read() } catch {
      guard Record.isBroken(error) else { throw error }
      files.append(File(path: path, error: error))
      return nil
    }
  }

  /// Moves the file aside, and records an event.
  static func putAside(_ file: File, _ events: EventLog) throws(LooopError) {
    let kept = try putAside(file.path)
    events.append("file.broken", ["message": .string(file.error.message), "kept": .string(kept)])
  }

  /// Moves whatever is at `path` aside and returns its new path. Replaces what was moved aside
  /// before.
  @discardableResult
  static func putAside(_ path: String) throws(LooopError) -> String {
    let kept = "\(path).broken"
    // A rename cannot replace a folder by a file, a file by a folder, or a folder that is not
    // empty.
    if Folder.exists(path) || Folder.exists(kept) { Folder.remove(kept) }
    _ = try AtomicFile.consume(path, to: kept)
    return kept
  }

  /// Replaces the file at `path`, in a folder that a sensor beside may remove at any moment.
  static func replace(_ path: String, _ text: some Sequence<UInt8>) throws(LooopError) {
    let bytes = Array(text)
    for _ in 0..<8 {
      try makeRoom(at: path)
      do throws(LooopError) { return try AtomicFile.replace(path, bytes) } catch {
        // What a person must mend is wrong the next time too; a folder that is being removed is there
        // or not, and the file in it may be gone before it has its name.
        if error.hint != nil { throw error }
      }
    }
    try AtomicFile.replace(path, bytes)
  }

  /// Makes sure that a file can be written at `path`: creates a missing parent, and moves a folder
  /// with the file's name aside.
  private static func makeRoom(at path: String) throws(LooopError) {
    try Folder.create(AtomicFile.folder(of: path))
    if Folder.exists(path) { try putAside(path) }
  }
}
