internal import Base
internal import CSys

/// The end of what an agent writes, kept in two files of bounded size: the newer one at the path, the
/// older one at `<path>.1`. Not durable: nothing depends on it.
final class Recording {
  /// The size of one of the two files in bytes.
  static let segment = 32 << 20

  let path: String
  private let segment: Int
  private var fd: Int32 = -1
  private var size = 0

  init(path: String, segment: Int = Recording.segment) throws(LooopError) {
    self.path = path
    self.segment = segment
    let opened = open()
    if opened < 0 { throw AtomicFile.failure("write", path, -opened) }
  }

  deinit { if fd >= 0 { close(fd) } }

  /// On a full disk what does not fit is dropped; the agent and later writes are not affected.
  func write(_ chunk: ArraySlice<UInt8>) {
    if size + chunk.count > segment, size > 0 { turn() }
    if fd < 0, open() < 0 { return }
    var rest = chunk
    Failpoints.pass("record", path, "before")
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { CSys.write(fd, $0.baseAddress, $0.count) }
      if count < 0, csys_errno() == EINTR { continue }
      guard count > 0 else { return }
      size += count
      rest = rest.dropFirst(count)
    }
    Failpoints.pass("record", path, "after")
  }

  func write(_ text: String) { write(Array(text.utf8)[...]) }

  /// Frees the space of the older file, for what must be written.
  func shrink() { unlink("\(path).1") }

  /// The last `limit` bytes.
  func tail(_ limit: Int) -> [UInt8] { Self.tail(of: path, limit) }

  /// The last `limit` bytes of the recording at `path`.
  static func tail(of path: String, _ limit: Int) -> [UInt8] {
    let newer = end(of: path, limit)
    if newer.count >= limit { return newer }
    return end(of: "\(path).1", limit - newer.count) + newer
  }

  /// The last `limit` bytes of one file, without reading the rest.
  private static func end(of path: String, _ limit: Int) -> [UInt8] {
    // Only quoted, so what cannot be read is left out.
    let fd = csys_open(path, O_RDONLY | O_NONBLOCK, 0)
    guard fd >= 0 else { return [] }
    defer { close(fd) }
    var information = stat()
    guard fstat(fd, &information) == 0 else { return [] }
    let size = min(Int(information.st_size), limit)
    var bytes = [UInt8](repeating: 0, count: size)
    let count = pread(fd, &bytes, size, information.st_size - off_t(size))
    return Array(bytes.prefix(max(0, count)))
  }

  private func open() -> Int32 {
    let opened = csys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK, 0o600)
    if opened >= 0 {
      fd = opened
      var information = stat()
      size = fstat(fd, &information) == 0 ? Int(information.st_size) : 0
    }
    return opened
  }

  private func turn() {
    if fd >= 0 { close(fd) }
    (fd, size) = (-1, 0)
    rename(path, "\(path).1")
  }
}
