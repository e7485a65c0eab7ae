internal import CSys

/// Reads what is appended to a growing file of looop's own, a piece at a time; a link in its place
/// throws `E_LINK`.
package struct FileTail {
  /// The most bytes that one call returns.
  package static let piece = 64 << 10

  private let path: String
  private var offset: Int

  /// Begins `last` bytes before the current end.
  package init(path: String, last: Int) throws(LooopError) {
    self.path = path
    offset = max(0, (try FileFacts.of(path)?.size ?? 0) - last)
  }

  /// What was appended since the last call; empty when nothing was, or when there is no file. Throws
  /// `E_NO_FILE` for what is not a regular file: some devices never end.
  package mutating func next() throws(LooopError) -> [UInt8] {
    let fd = Calls.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return [] }
      throw AtomicFile.ownFailure("read", path, errno: -fd)
    }
    defer { close(fd) }
    // Rotated or rewritten: from the start.
    if try AtomicFile.demandFile(fd, path) < offset { offset = 0 }
    var bytes = [UInt8](repeating: 0, count: Self.piece)
    let count = pread(fd, &bytes, bytes.count, off_t(offset))
    guard count >= 0 else { throw AtomicFile.failure("read", path, errno: csys_errno()) }
    guard count > 0 else { return [] }
    offset += count
    return Array(bytes[0..<count])
  }
}
