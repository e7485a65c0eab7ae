internal import CSys

// Inside the type, its own names hide the C functions.
private let systemRead = CSys.read
private let systemWrite = CSys.write

/// Reads and writes descriptors that another program opened, such as the standard streams: a call may
/// do a part of what was asked, and on a non-blocking one it is this that waits.
package enum Descriptor {
  /// Reads some of what there is, waiting for it. Returns the count, 0 at the end, or minus errno.
  package static func read(_ fd: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      if let code = Failpoints.failure(of: "input", "standard input") { return -Int(code) }
      let count = systemRead(fd, &buffer, buffer.count)
      if count >= 0 { return count }
      let code = csys_errno()
      guard waits(code, fd, for: POLLIN) else { return -Int(code) }
    }
  }

  /// Writes all of it. Returns 0, or the errno of the part that could not be written.
  package static func write(_ bytes: some Collection<UInt8>, to fd: Int32) -> Int32 {
    let bytes = Array(bytes)
    var done = 0
    while done < bytes.count {
      if let code = Failpoints.failure(of: "output", "a standard stream") { return code }
      let count = bytes[done...].withUnsafeBytes { systemWrite(fd, $0.baseAddress, $0.count) }
      let code = count < 0 ? csys_errno() : EIO
      if count > 0 { done += count } else if !waits(code, fd, for: POLLOUT) { return code }
    }
    return 0
  }

  /// Whether a write of a few kilobytes returns at once: there is room for them, or it fails.
  package static func hasRoom(_ fd: Int32) -> Bool {
    var slot = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
    return poll(&slot, 1, 0) > 0
  }

  /// Whether the call that failed with this errno is to be made again, now that it may succeed.
  private static func waits(_ code: Int32, _ fd: Int32, for events: Int32) -> Bool {
    if code == EINTR { return true }
    guard code == EAGAIN || code == EWOULDBLOCK else { return false }
    var slot = pollfd(fd: fd, events: Int16(events), revents: 0)
    return poll(&slot, 1, -1) >= 0 || csys_errno() == EINTR
  }
}

/// A regular file as it was when somebody began to read it.
package struct ReadStand {
  private let size: Int
  private let version: Int64

  /// Nil unless it is a regular file.
  package init?(_ fd: Int32) {
    guard let now = Self.look(fd) else { return nil }
    (size, version) = (Int(now.st_size), Self.version(now))
  }

  /// Whether all of it was read, and nothing was written to it meanwhile.
  package func isRead(_ fd: Int32) -> Bool {
    guard let now = Self.look(fd), size == Int(now.st_size), version == Self.version(now) else {
      return false
    }
    // The kernel's own files (/proc, /sys) hold another amount than they say.
    return now.st_blocks == 0 || Int(lseek(fd, 0, SEEK_CUR)) >= size
  }

  private static func look(_ fd: Int32) -> stat? {
    var information = stat()
    guard fstat(fd, &information) == 0, information.kind == Int32(S_IFREG) else { return nil }
    return information
  }

  private static func version(_ information: stat) -> Int64 {
    withUnsafePointer(to: information) { csys_modified($0) }
  }
}
