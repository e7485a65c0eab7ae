internal import CSys

/// Reading parts of the files that only looop writes.
extension AtomicFile {
  /// Opens a file that only looop writes, for reading; nil when there is none. Throws `E_LINK` for a link
  /// in its place.
  static func openOwn(_ path: String) throws(LooopError) -> Int32? {
    try openToRead(path, following: false)
  }

  /// Opens a file that only looop writes, for writing, and makes it where there is none. Throws for a link
  /// in its place, and for anything else that is no file: to open a named pipe could take for ever.
  static func openOwnToWrite(_ path: String) throws(LooopError) -> Int32 {
    let fd = Calls.open(
      path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOFOLLOW, mode: 0o600)
    // What a pipe without a reader says.
    if fd == -ENXIO { throw noFile("write", path) }
    guard fd >= 0 else { throw ownFailure("write", path, errno: -fd) }
    guard FileFacts.isFile(fd) else {
      close(fd)
      throw noFile("write", path)
    }
    return fd
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
