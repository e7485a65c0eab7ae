internal import CSys

/// How whole files are read.
extension AtomicFile {
  /// Larger than any file of looop; protects the reader's memory.
  static let maximumSize = 64 << 20
  /// The smallest read: a file of /proc reports no size.
  private static let leastPiece = 4_095

  /// The content, or nil when there is no such file. Throws `E_READ` when it cannot be read,
  /// `E_NO_FILE` and `E_TOO_LARGE` when it is not a regular file, or too large for one of looop's. A
  /// link to nothing is not absent: somebody put it there, and what it leads to may come back. A file
  /// that only looop writes is read with `following: false`: a link in its place throws `E_LINK`.
  package static func read(
    _ path: String, following: Bool = true
  ) throws(LooopError) -> [UInt8]? {
    guard let fd = try openToRead(path, following: following) else {
      if FileFacts.isLink(path) { throw leadsNowhere(path) }
      return nil
    }
    defer { close(fd) }
    for _ in 0..<readings {
      if let content = try readWhole(fd, path) { return content }
      lseek(fd, 0, SEEK_SET)
    }
    throw LooopError(
      .badData, code: "E_READ", "Cannot read \(path): it ends before the size it has.",
      hint: "It is being written, or the disk fails; try again.")
  }

  /// How often a file is read that becomes shorter meanwhile, as the one of a lock does.
  private static let readings = 3

  /// Nil when it came to its end too early: it was cut meanwhile, and half of it is no content.
  private static func readWhole(_ fd: Int32, _ path: String) throws(LooopError) -> [UInt8]? {
    let size = try demandFile(fd, path)
    guard size <= maximumSize else { throw tooLarge(path) }
    // Another process may append meanwhile: read to the end, not to the initial size.
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(size, Self.leastPiece) + 1)
    while true {
      let got = Calls.read(fd, into: &chunk, count: chunk.count)
      if got == 0 { return content.count < size ? nil : content }
      if got < 0 {
        if got == -Int(EINTR) { continue }
        throw failure("read", path, errno: Int32(-got))
      }
      content += chunk[..<got]
      guard content.count <= maximumSize else { throw tooLarge(path) }
    }
  }

  /// Passes every line of `path` on, without its line feed and without reading the whole file at
  /// once; a line is cut after `longest` bytes. Throws as `read` does; a missing file has no lines.
  package static func readLines(
    _ path: String, longest: Int, following: Bool = false, _ each: (ArraySlice<UInt8>) -> Void
  ) throws(LooopError) {
    guard let fd = try openToRead(path, following: following) else { return }
    defer { close(fd) }
    try demandFile(fd, path)
    var lines = LineSplitter(limit: longest)
    var chunk = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let got = Calls.read(fd, into: &chunk, count: chunk.count)
      if got == 0 { break }
      if got < 0 {
        if got == -Int(EINTR) { continue }
        throw failure("read", path, errno: Int32(-got))
      }
      lines.add(chunk[..<got], each)
    }
    lines.finish(each)
  }

  /// The content as text; bytes that are not UTF-8 read as U+FFFD.
  package static func readText(_ path: String) throws(LooopError) -> String? {
    try read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Opens a file; nil when there is none. With `following` false it is one that only looop writes: a link
  /// in its place throws `E_LINK`.
  static func openToRead(_ path: String, following: Bool) throws(LooopError) -> Int32? {
    // Do not block on a named pipe in a file's place; for a regular file the flag has no effect.
    let fd = Calls.open(path, O_RDONLY | O_NONBLOCK | (following ? 0 : O_NOFOLLOW))
    if fd >= 0 { return fd }
    if -fd == ENOENT || -fd == ENOTDIR { return nil }
    throw following ? failure("read", path, errno: -fd) : ownFailure("read", path, errno: -fd)
  }

  /// The size of the regular file behind `fd`; throws `E_NO_FILE` for anything else.
  @discardableResult
  static func demandFile(_ fd: Int32, _ path: String) throws(LooopError) -> Int {
    Int(try information(ofFile: fd, path).st_size)
  }

  /// The same with all that is known of it.
  static func information(ofFile fd: Int32, _ path: String) throws(LooopError) -> stat {
    var information = stat()
    guard fstat(fd, &information) == 0 else { throw failure("read", path, errno: csys_errno()) }
    guard information.kind == Int32(S_IFREG) else {
      throw noFile("read", path)
    }
    return information
  }

  private static func tooLarge(_ path: String) -> LooopError {
    LooopError(
      .badData, code: "E_TOO_LARGE", "\(path) is larger than \(maximumSize >> 20) MiB.",
      hint: "Move it away; looop writes no file of that size.")
  }
}
