internal import CSys

/// Finds out whether files can be written, by writing one that never has a name for longer than it
/// takes to remove it.
package enum WriteProbe {
  /// About what one beat writes: room for less would not help.
  private static let size = 64 << 10

  /// Why no file can be written in `folder`; nil when one can.
  package static func problem(writingIn folder: String) -> LooopError? {
    let path = "\(folder)/.tmp-probe-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let fd = Calls.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    guard fd >= 0 else { return AtomicFile.failure("write in", folder, errno: -fd) }
    defer { close(fd) }
    // What is not removed is swept with the other `.tmp-` files.
    _ = Calls.unlink(path)
    let bytes = [UInt8](repeating: 0, count: size)
    var done = 0
    while done < size {
      let count = bytes[done...].withUnsafeBytes {
        Calls.write(fd, $0.baseAddress, count: $0.count)
      }
      if count == -Int(EINTR) { continue }
      guard count > 0 else {
        return AtomicFile.failure("write in", folder, errno: count < 0 ? Int32(-count) : ENOSPC)
      }
      done += count
    }
    return nil
  }

  /// Why `path`, a file or a folder, cannot be written; nil when it can, or is not there. Nothing is
  /// written to find that out.
  package static func problem(with path: String) -> LooopError? {
    guard access(path, W_OK) != 0, csys_errno() != ENOENT, csys_errno() != ENOTDIR else {
      return nil
    }
    let number = csys_errno()
    let act = Folder.exists(path) ? "write in" : "write to"
    return AtomicFile.failure(act, path, errno: number)
  }

  /// As `problem(with:)`, of a file that looop itself appends to.
  package static func problem(appendingTo path: String) -> LooopError? {
    if FileFacts.isLink(path) {
      return AtomicFile.ownFailure("append to", path, errno: ELOOP)
    }
    return FileFacts.isNoFile(path)
      ? AtomicFile.noFile("append to", path) : problem(with: path)
  }

  /// Why no folder can be made at `path`, which does not exist yet.
  package static func problem(making path: String) -> LooopError? {
    var parent = path
    do throws(LooopError) {
      repeat {
        parent = AtomicFile.folder(of: parent)
        if parent == "/" { break }
      } while try !FileFacts.hasEntry(parent)
    } catch { return error }
    guard Folder.exists(parent) else {
      return AtomicFile.failure("create", path, errno: ENOTDIR)
    }
    guard access(parent, W_OK) != 0 else { return nil }
    return AtomicFile.failure("create", path, errno: csys_errno())
  }
}
