internal import CSys

/// What a child writes, appended to a file of bounded size. Not durable: nothing depends on it. On
/// a full disk, what does not fit is dropped; the child and later writes are not affected.
package final class Recording {
  /// Which part is kept when there is more than fits.
  private enum Bound {
    /// The first so many bytes, followed by a mark.
    case first(Int)
    /// The last bytes, in two files of so many bytes: the newer one at the path, the older one at
    /// `<path>.1`.
    case last(Int)
  }

  /// The size of one of the two files in bytes.
  package static let segment = 32 << 20
  private static let mark = "\n[looop: the rest of this output is not kept]\n"

  package let path: String
  private let bound: Bound
  private var fd: Int32 = -1
  private var size = 0
  private var isFull = false

  private init(_ path: String, _ bound: Bound) throws(LooopError) {
    self.path = path
    self.bound = bound
    let opened = open()
    if opened < 0 { throw AtomicFile.ownFailure("write", path, errno: -opened) }
  }

  /// Keeps the first `limit` bytes.
  package convenience init(path: String, limit: Int) throws(LooopError) {
    try self.init(path, .first(limit))
  }

  /// Keeps the last `segment` to `2 * segment` bytes.
  package convenience init(path: String, segment: Int = Recording.segment) throws(LooopError) {
    try self.init(path, .last(segment))
  }

  /// Where the older one of the two files is.
  package static func older(than path: String) -> String { "\(path).1" }

  deinit { if fd >= 0 { close(fd) } }

  package func write(_ chunk: ArraySlice<UInt8>) {
    switch bound {
    case .last(let segment):
      if size + chunk.count > segment, size > 0 { turn() }
      if fd < 0, open() < 0 { return }
      append(chunk)
    case .first(let limit):
      guard !isFull else { return }
      isFull = !append(chunk.prefix(max(0, limit - size))) || size >= limit
      if isFull { append(Array(Self.mark.utf8)[...]) }
    }
  }

  package func write(_ text: String) { write(Array(text.utf8)[...]) }

  /// False when not all of it could be written.
  @discardableResult
  private func append(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    Failpoints.pass("record", path, step: "before")
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Calls.write(fd, $0.baseAddress, count: $0.count) }
      if count == -Int(EINTR) { continue }
      guard count > 0 else { return false }
      size += count
      rest = rest.dropFirst(count)
    }
    Failpoints.pass("record", path, step: "after")
    return true
  }

  /// Deletes the older file, to free space on a full disk.
  package func shrink() { _ = Calls.unlink(Self.older(than: path)) }

  /// The last `limit` bytes; empty when they cannot be read.
  package func tail(_ limit: Int) -> [UInt8] { (try? Self.tail(of: path, limit)) ?? [] }

  /// The last `limit` bytes of the recording at `path`; empty when there is none.
  package static func tail(of path: String, _ limit: Int) throws(LooopError) -> [UInt8] {
    let newer = try end(of: path, limit)
    if newer.count >= limit { return newer }
    return try end(of: older(than: path), limit - newer.count) + newer
  }

  /// The last `limit` bytes of one file, without reading the rest.
  private static func end(of path: String, _ limit: Int) throws(LooopError) -> [UInt8] {
    guard let fd = try AtomicFile.openOwn(path) else { return [] }
    defer { close(fd) }
    let size = try AtomicFile.demandFile(fd, path)
    let count = min(size, limit)
    return Array(try AtomicFile.bytes(of: fd, path, from: size - count, count: count))
  }

  private func open() -> Int32 {
    let opened = Calls.open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOFOLLOW, mode: 0o600)
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
    _ = Calls.rename(path, Self.older(than: path))
  }
}
