internal import CSys

// Inside the type, `AtomicFile.read` hides the C function.
private let systemRead = CSys.read

/// The five write protocols of the data dir, and the one way to read.
///
/// Absent, unreadable and corrupt are three different results: `read` gives nil for absent and
/// throws for unreadable; the caller decides whether the content is corrupt.
package enum AtomicFile {
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
    // Do not block on a named pipe in a file's place; for a regular file the flag has no effect.
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK | (following ? 0 : O_NOFOLLOW), 0)
    guard fd >= 0 else {
      if -fd == ENOENT, FileFacts.isLink(path) { throw leadsNowhere(path) }
      if -fd == ENOENT || -fd == ENOTDIR { return nil }
      throw following ? failure("read", path, errno: -fd) : ownFailure("read", path, errno: -fd)
    }
    defer { close(fd) }
    let size = try demandFile(fd, path)
    guard size <= maximumSize else { throw tooLarge(path) }
    // Another process may append meanwhile: read to the end, not to the initial size.
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(size, Self.leastPiece) + 1)
    while true {
      let got = systemRead(fd, &chunk, chunk.count)
      if got == 0 { return content }
      if got < 0 {
        if csys_errno() == EINTR { continue }
        throw failure("read", path, errno: csys_errno())
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
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK | (following ? 0 : O_NOFOLLOW), 0)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return }
      throw following ? failure("read", path, errno: -fd) : ownFailure("read", path, errno: -fd)
    }
    defer { close(fd) }
    try demandFile(fd, path)
    var lines = LineSplitter(limit: longest)
    var chunk = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let got = systemRead(fd, &chunk, chunk.count)
      if got == 0 { break }
      if got < 0 {
        if csys_errno() == EINTR { continue }
        throw failure("read", path, errno: csys_errno())
      }
      lines.add(chunk[..<got], each)
    }
    lines.finish(each)
  }

  /// The content as text; bytes that are not UTF-8 read as U+FFFD.
  package static func readText(_ path: String) throws(LooopError) -> String? {
    try read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Publish-new: creates `path` complete or not at all. False when it exists already. Without
  /// `durable` it may be lost when the machine goes down, but is never torn. `workshop` is the
  /// folder of the temporary file, by default that of `path`.
  package static func publishNew(
    _ path: String, _ content: some Sequence<UInt8>, mode: UInt32 = 0o600, durable: Bool = true,
    by workshop: String? = nil
  ) throws(LooopError) -> Bool {
    Failpoints.pass("publish-new", path, step: "before")
    let temporary = try writeTemporary(
      path, Array(content), mode: mode, durable: durable, in: workshop)
    defer { unlink(temporary) }
    Failpoints.pass("publish-new", path, step: "written")
    if link(temporary, path) != 0 {
      if csys_errno() == EEXIST { return false }
      throw failure("create", path, errno: csys_errno())
    }
    Failpoints.pass("publish-new", path, step: "after")
    if durable { try syncFolder(of: path) }
    return true
  }

  /// Replace: readers see the old content or the new one, never a mixture. Without `durable` the new
  /// one may be lost when the machine goes down. A link in the file's place is not replaced unseen, but
  /// `E_LINK`; a person's file, which may be one, is written by `LinkedFile`.
  package static func replace(
    _ path: String, _ content: some Sequence<UInt8>, mode: UInt32 = 0o600, durable: Bool = true
  ) throws(LooopError) {
    if FileFacts.isLink(path) { throw isLink("write", path) }
    Failpoints.pass("replace", path, step: "before")
    let temporary = try writeTemporary(path, Array(content), mode: mode, durable: durable)
    Failpoints.pass("replace", path, step: "written")
    guard rename(temporary, path) == 0 else {
      let reason = csys_errno()
      unlink(temporary)
      throw failure("write", path, errno: reason)
    }
    Failpoints.pass("replace", path, step: "after")
    if durable { try syncFolder(of: path) }
  }

  /// Append: one write of whole lines at the end. With `durable` it waits for the disk. Ends a line
  /// that a crash tore first, so that only that line is lost.
  package static func append(
    _ path: String, _ content: some Sequence<UInt8>, durable: Bool = true
  ) throws(LooopError) {
    let fd = csys_open(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, 0o600)
    guard fd >= 0 else { throw ownFailure("append to", path, errno: -fd) }
    defer { close(fd) }
    let bytes = (endsInMidLine(fd) ? [.lineFeed] : []) + Array(content)
    Failpoints.pass("append", path, step: "before")
    Failpoints.pass("append", path, step: "torn") { _ = write(fd, bytes, bytes.count / 2) }
    let written = bytes.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
    guard written == bytes.count else {
      throw failure("append to", path, errno: written < 0 ? csys_errno() : ENOSPC)
    }
    if durable {
      let synced = csys_fsync(fd)
      guard synced == 0 else { throw failure("append to", path, errno: -synced) }
    }
    Failpoints.pass("append", path, step: "after")
  }

  /// Consume: moves `path` to `destination`; false when another process consumed it first.
  package static func consume(
    _ path: String, to destination: String
  ) throws(LooopError) -> Bool {
    Failpoints.pass("consume", path, step: "before")
    if rename(path, destination) != 0 {
      if csys_errno() == ENOENT { return false }
      throw failure("move", path, errno: csys_errno())
    }
    Failpoints.pass("consume", path, step: "after")
    try syncFolder(of: destination)
    if folder(of: path) != folder(of: destination) { try syncFolder(of: path) }
    return true
  }

  /// Delete; false when it did not exist.
  package static func delete(_ path: String) throws(LooopError) -> Bool {
    Failpoints.pass("delete", path, step: "before")
    if unlink(path) != 0 {
      if csys_errno() == ENOENT { return false }
      throw failure("delete", path, errno: csys_errno())
    }
    Failpoints.pass("delete", path, step: "after")
    try syncFolder(of: path)
    return true
  }

  /// Delete, for many files of one folder; skips those that are gone or cannot be deleted.
  package static func delete(_ names: [String], in folder: String) throws(LooopError) {
    guard !names.isEmpty else { return }
    for name in names {
      Failpoints.pass("delete", "\(folder)/\(name)", step: "before")
      unlink("\(folder)/\(name)")
    }
    try syncFolder(of: "\(folder)/\(names[0])")
  }

  // MARK: -

  package static func failure(_ verb: String, _ path: String, errno code: Int32) -> LooopError {
    let reason = String(cString: strerror(code))
    let hint: String? =
      switch code {
      case ENOSPC, EDQUOT: "Make room on the disk that holds it, then try again."
      case EACCES, EPERM: "Make it readable and writable for the user looop runs as."
      case EROFS: "It is on a read-only file system; use --data-dir to name another place."
      case ENAMETOOLONG: "Choose a shorter name."
      case EFBIG: "Raise the limit on the size of files (`ulimit -f`)."
      default: nil
      }
    let isReading = verb == "read" || verb == "list"
    return LooopError(
      isReading ? .badData : .cannotWrite, code: isReading ? "E_READ" : "E_WRITE",
      "Cannot \(verb) \(path): \(reason).", hint: hint)
  }

  /// The size of the regular file behind `fd`; throws `E_NO_FILE` for anything else.
  @discardableResult
  static func demandFile(_ fd: Int32, _ path: String) throws(LooopError) -> Int {
    var information = stat()
    guard fstat(fd, &information) == 0 else { throw failure("read", path, errno: csys_errno()) }
    guard Int32(information.st_mode) & Int32(S_IFMT) == Int32(S_IFREG) else {
      throw LooopError(
        .badData, code: "E_NO_FILE", "Cannot read \(path): it is not a regular file.",
        hint: "Put a file in its place or move it away.")
    }
    return Int(information.st_size)
  }

  static func leadsNowhere(_ path: String, _ verb: String = "read") -> LooopError {
    LooopError(
      .badData, code: "E_NO_FILE",
      "Cannot \(verb) \(path): it is a link to a file that is not there.",
      hint: "Bring the file back, or remove the link.")
  }

  /// The failure of an open that follows no link in the file's own place.
  static func ownFailure(_ verb: String, _ path: String, errno code: Int32) -> LooopError {
    code == ELOOP && FileFacts.isLink(path)
      ? isLink(verb, path) : failure(verb, path, errno: code)
  }

  private static func isLink(_ verb: String, _ path: String) -> LooopError {
    LooopError(
      verb == "read" ? .badData : .cannotWrite, code: "E_LINK",
      "Cannot \(verb) \(path): it is a link, and only looop itself writes this file.",
      hint: "Put the file itself in its place, or remove the link. The data dir and its folders may"
        + " be links; this may not.")
  }

  private static func tooLarge(_ path: String) -> LooopError {
    LooopError(
      .badData, code: "E_TOO_LARGE", "\(path) is larger than \(maximumSize >> 20) MiB.",
      hint: "Move it away; looop writes no file of that size.")
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func writeTemporary(
    _ path: String, _ content: [UInt8], mode: UInt32, durable: Bool, in workshop: String? = nil
  ) throws(LooopError) -> String {
    // Hidden, so that no listing of records shows it; unique, so that two writers never share it.
    let name = path.dropFirst(folder(of: path).utf8.count).drop { $0 == "/" }
    let unique = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = "\(workshop ?? folder(of: path))/.tmp-\(name.prefix(100))-\(unique)"
    let fd = csys_open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode_t(mode))
    guard fd >= 0 else { throw failure("write", path, errno: -fd) }
    var problem: Int32 = 0
    content.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = write(fd, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if written < 0 {
          if csys_errno() == EINTR { continue }
          problem = csys_errno()
          return
        }
        done += written
      }
    }
    if problem == 0, durable { problem = -csys_fsync(fd) }
    close(fd)
    guard problem == 0 else {
      unlink(temporary)
      throw failure("write", path, errno: problem)
    }
    return temporary
  }

  private static func endsInMidLine(_ fd: Int32) -> Bool {
    var last: UInt8 = 0
    let end = lseek(fd, 0, SEEK_END)
    return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != .lineFeed
  }

  private static func syncFolder(of path: String) throws(LooopError) {
    let name = folder(of: path)
    let fd = csys_open(name, O_RDONLY | O_DIRECTORY, 0)
    guard fd >= 0 else { throw failure("write", path, errno: -fd) }
    defer { close(fd) }
    let synced = csys_fsync(fd)
    // Some network file systems cannot sync a folder and return EINVAL.
    guard synced == 0 || synced == -EINVAL else { throw failure("write", path, errno: -synced) }
  }
}
