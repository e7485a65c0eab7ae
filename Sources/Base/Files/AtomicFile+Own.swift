internal import CSys

/// Reading parts of the files that only looop writes.
extension AtomicFile {
  /// Opens a file that only looop writes, for reading; nil when there is none. Throws `E_LINK` for a link
  /// in its place.
  static func openOwn(_ path: String) throws(LooopError) -> Int32? {
    let fd = Calls.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    if fd >= 0 { return fd }
    if -fd == ENOENT || -fd == ENOTDIR { return nil }
    throw ownFailure("read", path, errno: -fd)
  }

  /// `count` bytes of an open file from `offset` on; fewer where it ends before.
  static func bytes(
    of fd: Int32, _ path: String, from offset: Int, count: Int
  ) throws(LooopError) -> ArraySlice<UInt8> {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes {
        Calls.pread(
          fd, into: $0.baseAddress?.advanced(by: done), count: count - done, at: offset + done)
      }
      if got == -Int(EINTR) { continue }
      guard got >= 0 else { throw failure("read", path, errno: Int32(-got)) }
      if got == 0 { break }
      done += got
    }
    return bytes[..<done]
  }
}
