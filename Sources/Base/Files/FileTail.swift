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
    guard let fd = try AtomicFile.openOwn(path) else { return [] }
    defer { close(fd) }
    // Rotated or rewritten: from the start.
    if try AtomicFile.demandFile(fd, path) < offset { offset = 0 }
    let bytes = try AtomicFile.bytes(of: fd, path, from: offset, count: Self.piece)
    offset += bytes.count
    return Array(bytes)
  }
}
