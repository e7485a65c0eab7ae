internal import CSys

/// Folders of the data dir: made, and listed.
package enum Folder {
  /// Makes `path` and what is missing above it, for the owner only.
  package static func create(_ path: String) throws(LooopError) {
    if mkdir(path, 0o700) == 0 || csys_errno() == EEXIST { return }
    let reason = csys_errno()
    let parent = AtomicFile.folder(of: path)
    guard reason == ENOENT, parent != path else {
      throw AtomicFile.failure("create", path, errno: reason)
    }
    try create(parent)
    guard mkdir(path, 0o700) == 0 || csys_errno() == EEXIST else {
      throw AtomicFile.failure("create", path, errno: csys_errno())
    }
  }

  /// Makes `path`, whose parent is there; false when something has that name already.
  package static func make(_ path: String) throws(LooopError) -> Bool {
    if mkdir(path, 0o700) == 0 { return true }
    guard csys_errno() == EEXIST else {
      throw AtomicFile.failure("create", path, errno: csys_errno())
    }
    return false
  }

  /// Makes a folder of a name of its own below /tmp, for the owner only.
  package static func temporary(_ name: String) throws(LooopError) -> String {
    let template = "/tmp/\(name)-XXXXXX"
    var path = Array(template.utf8CString)
    guard mkdtemp(&path) != nil else {
      throw AtomicFile.failure("create", template, errno: csys_errno())
    }
    return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The names in `path`, sorted by their bytes unless nobody minds; hidden ones are left out. Nil
  /// when there is no such folder.
  package static func names(
    in path: String, areSorted: Bool = true
  ) throws(LooopError) -> [String]? {
    let names = try entries(of: path)?.filter { !$0.hasPrefix(".") }
    return areSorted ? names?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : names
  }

  /// Every name in `path` but its own and its parent's, in no order. Nil when there is no such
  /// folder.
  package static func entries(of path: String) throws(LooopError) -> [String]? {
    guard let folder = opendir(path) else {
      if csys_errno() == ENOENT { return nil }
      // A file above it: then there is no such folder either. A file in its place is a failure.
      var information = stat()
      if csys_errno() == ENOTDIR, lstat(path, &information) != 0 { return nil }
      throw AtomicFile.failure("list", path, errno: csys_errno())
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Whether `path` is a folder.
  package static func exists(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0
      && Int32(information.st_mode) & Int32(S_IFMT) == Int32(S_IFDIR)
  }

  /// Removes `path` and everything in it, links not followed.
  package static func remove(_ path: String) {
    // Best effort: what cannot be removed is met again by the next retention.
    if unlink(path) == 0 || csys_errno() == ENOENT { return }
    let names = (try? entries(of: path)) ?? nil
    for name in names ?? [] { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

/// Facts about a file that are not in it.
package struct FileFacts: Sendable, Equatable {
  /// The last write, or the last `touch`, since 1970: exact enough to tell two writes apart.
  package let modification: Duration
  package let size: Int
  /// Who may do what, as chmod takes it.
  package let permissions: Int
  /// Another one when the file was replaced.
  let number: UInt64

  /// Changes with every write.
  package var version: Int { modification.nanoseconds }
  /// The last write in seconds since 1970, as `touch` sets it.
  package var modified: Int { modification.seconds }

  /// Nil when there is no such file.
  package static func of(_ path: String) throws(LooopError) -> FileFacts? {
    var information = stat()
    guard stat(path, &information) == 0 else {
      if csys_errno() == ENOENT || csys_errno() == ENOTDIR { return nil }
      throw AtomicFile.failure("read", path, errno: csys_errno())
    }
    return FileFacts(
      modification: .nanoseconds(csys_modified(&information)), size: Int(information.st_size),
      permissions: Int(information.st_mode) & 0o7777, number: UInt64(information.st_ino))
  }

  /// What tells an entry of a folder, a link itself and not what it leads to, from any other that has
  /// had its name; nil when there is none.
  package static func identity(ofEntry path: String) -> String? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    return "\(information.st_ino) \(csys_modified(&information))"
  }

  /// What tells two files apart whatever their paths are; nil when there is none.
  static func identity(of path: String) -> [UInt64]? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return [UInt64(truncatingIfNeeded: information.st_dev), UInt64(information.st_ino)]
  }

  /// Sets the time of the last write without writing.
  package static func touch(_ path: String, at seconds: Int) {
    var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    utimensat(AT_FDCWD, path, &times, 0)
  }
}
