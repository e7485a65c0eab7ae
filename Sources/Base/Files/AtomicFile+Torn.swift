internal import CSys

extension AtomicFile {
  /// Cuts off what a crash left behind the last line feed of the file behind `fd`.
  static func cutTornLine(_ fd: Int32, _ path: String) throws(LooopError) {
    try demandFile(fd, path)
    guard endsInMidLine(fd) else { return }
    let end = try BackwardLines.read(path, longest: 1) { _ in false } ?? 0
    Failpoints.pass("cut", path, step: "before")
    let cut = Calls.truncate(fd, to: end)
    guard cut == 0 else { throw failure("append to", path, errno: -cut) }
    Failpoints.pass("cut", path, step: "after")
  }
}
