internal import CSys

extension AtomicFile {
  /// Cuts off what a crash left behind the last line feed of `path`. Only for a file whose appenders hold
  /// one lock, as the caller does: a line that another process is writing looks the same.
  package static func cutTornLine(_ path: String) throws(LooopError) {
    let fd = Calls.open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW)
    guard fd >= 0 else {
      if -fd == ENOENT || -fd == ENOTDIR { return }
      throw failure("append to", path, errno: -fd)
    }
    defer { close(fd) }
    try demandFile(fd, path)
    guard endsInMidLine(fd) else { return }
    let end = try BackwardLines.read(path, longest: 1) { _ in false } ?? 0
    Failpoints.pass("cut", path, step: "before")
    let cut = Calls.truncate(fd, to: end)
    guard cut == 0 else { throw failure("append to", path, errno: -cut) }
    Failpoints.pass("cut", path, step: "after")
  }
}
