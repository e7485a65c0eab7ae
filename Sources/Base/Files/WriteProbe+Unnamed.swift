internal import CSys

extension WriteProbe {
  /// What came of writing a file that never had a name.
  package enum Trial: Sendable, Equatable {
    case written
    case refused(LooopError)
    /// The file system has no such files.
    case untried
  }

  /// As `problem(writingIn:)`, and no one can see it: nothing in `folder` changes.
  package static func trial(writingUnnamedIn folder: String) -> Trial {
    let fd = csys_open_unnamed(folder)
    if fd == -ENOTSUP { return .untried }
    guard fd >= 0 else { return .refused(AtomicFile.failure("write in", folder, errno: -fd)) }
    defer { close(fd) }
    // About what one beat writes.
    let code = Descriptor.write([UInt8](repeating: 0, count: 64 << 10), to: fd)
    return code == 0 ? .written : .refused(AtomicFile.failure("write in", folder, errno: code))
  }
}
