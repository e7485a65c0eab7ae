internal import CSys

extension Folder {
  /// Copies a file, a link, or a folder with all that is in it, hidden or not. Files keep their
  /// modes, links stay links, and folders are for the owner only. Throws when `target` exists.
  package static func copy(_ source: String, to target: String) throws(LooopError) {
    var information = stat()
    guard lstat(source, &information) == 0 else {
      throw AtomicFile.failure("read", source, errno: csys_errno())
    }
    switch information.kind {
    case Int32(S_IFDIR):
      try create(target, durable: false)
      for name in try entries(of: source) ?? [] {
        try copy("\(source)/\(name)", to: "\(target)/\(name)")
      }
    case Int32(S_IFLNK): try copyLink(source, to: target)
    default: try copyFile(source, to: target, mode: information.st_mode & 0o7777)
    }
  }

  private static func copyFile(
    _ source: String, to target: String, mode: mode_t
  ) throws(LooopError) {
    guard let content = try AtomicFile.read(source) else {
      throw AtomicFile.failure("read", source, errno: ENOENT)
    }
    guard try AtomicFile.publishNew(target, content, durable: false) else {
      throw AtomicFile.failure("create", target, errno: EEXIST)
    }
    // Set apart from the creation, which applies the umask.
    guard chmod(target, mode) == 0 else {
      throw AtomicFile.failure("create", target, errno: csys_errno())
    }
  }

  private static func copyLink(_ source: String, to target: String) throws(LooopError) {
    guard let bytes = FileFacts.bytes(ofLink: source) else {
      throw AtomicFile.failure("read", source, errno: csys_errno())
    }
    guard symlink(bytes.map(CChar.init(bitPattern:)) + [0], target) == 0 else {
      throw AtomicFile.failure("create", target, errno: csys_errno())
    }
  }

  /// Makes the file executable for its owner.
  package static func makeExecutable(_ path: String) throws(LooopError) {
    var information = stat()
    guard stat(path, &information) == 0, chmod(path, information.st_mode & 0o7777 | 0o700) == 0
    else { throw AtomicFile.failure("create", path, errno: csys_errno()) }
  }

  /// Creates a symbolic link at `path` to `target`.
  package static func link(_ path: String, to target: String) throws(LooopError) {
    guard symlink(target, path) == 0 else {
      throw AtomicFile.failure("create", path, errno: csys_errno())
    }
  }

  /// `path` with all symbolic links resolved; unchanged when it does not exist.
  package static func resolved(_ path: String) -> String {
    guard let bytes = realpath(path, nil) else { return path }
    defer { free(bytes) }
    return String(cString: bytes)
  }
}
