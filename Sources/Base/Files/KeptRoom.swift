internal import CSys

/// Room on the disk, taken while there is some, for what is to be written also when the disk is full: a
/// file that is removed before.
package struct KeptRoom: Sendable {
  private let path: String
  private let size: Int

  package init(_ path: String, bytes size: Int = 16 << 10) {
    self.path = path
    self.size = size
  }

  /// As far as there is room.
  package func take() {
    let fd = Calls.open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode: 0o600)
    guard fd >= 0 else { return }
    defer { close(fd) }
    let bytes = [UInt8](repeating: .lineFeed, count: size)
    _ = bytes.withUnsafeBytes { Calls.write(fd, $0.baseAddress, count: $0.count) }
  }

  /// Whether it was there, and is room now.
  @discardableResult
  package func give() -> Bool { Calls.unlink(path) == 0 }
}
