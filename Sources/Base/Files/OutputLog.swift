internal import CSys

/// A file that grows with what a child says. Not durable: it is a record, never a state.
package final class OutputLog {
  private let path: String
  private let fd: Int32
  private var room: Int

  package init(path: String, limit: Int) throws(LooopError) {
    fd = csys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK, 0o600)
    guard fd >= 0 else { throw AtomicFile.failure("write", path, -fd) }
    self.path = path
    room = limit
  }

  deinit { close(fd) }

  /// Adds `chunk`; past the limit, or with a full disk, the rest is dropped with one mark.
  package func write(_ chunk: ArraySlice<UInt8>) {
    guard room > 0 else { return }
    let kept = chunk.prefix(room)
    room -= kept.count
    Failpoints.pass("output", path, "before")
    let written = kept.withUnsafeBytes { CSys.write(fd, $0.baseAddress, $0.count) }
    Failpoints.pass("output", path, "after")
    if written < kept.count { room = 0 }
    if room == 0 {
      let mark = "\n[looop: the rest of this output is not kept]\n"
      _ = mark.utf8.withContiguousStorageIfAvailable { CSys.write(fd, $0.baseAddress, $0.count) }
    }
  }
}
