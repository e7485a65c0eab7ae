internal import CSys

/// Creates, lists and removes folders of the data dir.
package enum Folder {
  /// Creates `path` and its missing parents, for the owner only. What is made has its name on the disk
  /// when this returns, unless it is not `durable`.
  package static func create(_ path: String, durable: Bool = true) throws(LooopError) {
    try create([path], durable: durable)
  }

  /// Creates several, and waits once for each folder they were made in.
  package static func create(_ paths: [String], durable: Bool = true) throws(LooopError) {
    var made: [String] = []
    for path in paths { try makeAll(path, &made) }
    guard durable else { return }
    var synced: Set<String> = []
    for path in made where synced.insert(AtomicFile.folder(of: path)).inserted {
      try confirm(path, else: made)
    }
  }

  /// Throws when what has this name leads to no folder: it has to be noticed before something is looked
  /// for in it, and found absent.
  private static func demandFolder(_ path: String) throws(LooopError) {
    guard !exists(path) else { return }
    if FileFacts.isLink(path) { throw leadsNowhere(path) }
    throw AtomicFile.failure("create", path, errno: ENOTDIR)
  }

  /// The failure of a link to a folder that is away.
  package static func leadsNowhere(_ path: String) -> LooopError {
    LooopError(
      .badData, code: "E_NO_FOLDER",
      "Cannot list \(path): it is a link to a folder that is not there.",
      hint: "Bring the folder back, or remove the link.")
  }

  /// Creates `path`, whose parent exists; false when the name is taken.
  package static func make(_ path: String) throws(LooopError) -> Bool {
    let result = Calls.mkdir(path)
    if result == -EEXIST { return false }
    guard result == 0 else { throw AtomicFile.failure("create", path, errno: -result) }
    try confirm(path, else: [path])
    return true
  }

  private static func makeAll(_ path: String, _ made: inout [String]) throws(LooopError) {
    // As a rule: all verbs that write make sure of the data dir's twenty folders.
    if exists(path) { return }
    var result = Calls.mkdir(path)
    let parent = AtomicFile.folder(of: path)
    if result == -ENOENT, parent != path {
      try makeAll(parent, &made)
      result = Calls.mkdir(path)
    }
    if result == -EEXIST { return try demandFolder(path) }
    guard result == 0 else { throw AtomicFile.failure("create", path, errno: -result) }
    made.append(path)
  }

  /// Waits for the name of `path`. One that may not last is taken back, as far as nothing is in it, so
  /// that the next attempt makes it once more.
  private static func confirm(_ path: String, else made: [String]) throws(LooopError) {
    do throws(LooopError) {
      guard let problem = try OpenFolder(of: path).syncProblem() else { return }
      throw AtomicFile.failure("create", path, errno: problem)
    } catch {
      for path in made.reversed() { _ = Calls.rmdir(path) }
      throw error
    }
  }

  /// Creates a folder with a unique name below /tmp, for the owner only.
  package static func temporary(_ name: String) throws(LooopError) -> String {
    let template = "/tmp/\(name)-XXXXXX"
    var path = Array(template.utf8CString)
    guard mkdtemp(&path) != nil else {
      throw AtomicFile.failure("create", template, errno: csys_errno())
    }
    return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The names in `path`, sorted by their bytes unless `areSorted` is false; hidden ones are left
  /// out. Nil when there is no such folder.
  package static func names(
    in path: String, areSorted: Bool = true
  ) throws(LooopError) -> [String]? {
    let names = try entries(of: path)?.filter { !$0.hasPrefix(".") }
    return areSorted ? names?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } : names
  }

  /// The names in `path` that are symbolic links. Nil when there is no such folder.
  package static func links(in path: String) throws(LooopError) -> [String]? {
    try list(path)?.filter { entry in
      entry.kind == Int32(DT_LNK)
        || entry.kind == Int32(DT_UNKNOWN) && FileFacts.isLink("\(path)/\(entry.name)")
    }.map(\.name)
  }

  /// Every name in `path` except `.` and `..`, unsorted. Nil when there is no such folder; a link to
  /// one that is away throws `E_NO_FOLDER`.
  package static func entries(of path: String) throws(LooopError) -> [String]? {
    try list(path)?.map(\.name)
  }

  /// A listing that fails half-way is a failure: half of it would read as the rest removed.
  private static func list(_ path: String) throws(LooopError) -> [(name: String, kind: Int32)]? {
    let problem = Failpoints.failure(of: "opendir", path)
    guard problem == nil, let folder = opendir(path) else {
      let code = problem ?? csys_errno()
      if code == ENOENT {
        if FileFacts.isLink(path) { throw leadsNowhere(path) }
        return nil
      }
      // ENOTDIR for a file above it means that there is no such folder; a file at `path` itself is
      // a failure.
      var information = stat()
      if code == ENOTDIR, lstat(path, &information) != 0 { return nil }
      throw AtomicFile.failure("list", path, errno: code)
    }
    defer { closedir(folder) }
    var entries: [(name: String, kind: Int32)] = []
    var error: Int32 = 0
    while let entry = csys_next_entry(folder, &error) {
      if let code = Failpoints.failure(of: "readdir", path) {
        throw AtomicFile.failure("list", path, errno: code)
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { entries.append((name, Int32(entry.pointee.d_type))) }
    }
    guard error == 0 else { throw AtomicFile.failure("list", path, errno: error) }
    return entries
  }

  /// Whether `path` is a folder.
  package static func exists(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.kind == Int32(S_IFDIR)
  }

  /// Removes `path` and everything in it, links not followed.
  package static func remove(_ path: String) {
    // Best effort: the next retention tries again what could not be removed.
    if unlink(path) == 0 || csys_errno() == ENOENT { return }
    let names = (try? entries(of: path)) ?? nil
    for name in names ?? [] { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

/// What the file system knows about a file.
package struct FileFacts: Sendable, Equatable {
  /// When it was last written or touched, as the time since 1970; exact enough to tell two writes
  /// apart.
  package let modification: Duration
  package let size: Int
  /// The mode bits, as `chmod` takes them.
  package let permissions: Int
  /// Changes when the file is replaced.
  let inode: UInt64

  /// Changes with every write.
  package var version: Int { modification.nanoseconds }
  /// When it was last written, in seconds since 1970, as `touch` sets it.
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
      permissions: Int(information.st_mode) & 0o7777, inode: UInt64(information.st_ino))
  }

  /// A folder's entry as it is, of a link the link itself; nil when there is none.
  private static func entry(_ path: String) throws(LooopError) -> stat? {
    var information = stat()
    switch Calls.lstat(path, &information) {
    case 0: return information
    case -ENOENT, -ENOTDIR: return nil
    case let code: throw AtomicFile.failure("look at", path, errno: -code)
    }
  }

  /// Identifies a folder's entry, for a link the link itself: differs from that of any former entry
  /// of the same name. Nil when there is no such entry.
  package static func entryStamp(_ path: String) throws(LooopError) -> String? {
    guard var information = try entry(path) else { return nil }
    return "\(information.st_ino) \(csys_modified(&information))"
  }

  /// When a file was last written, renamed or linked, in seconds since 1970. Nil when there is no such
  /// file.
  package static func changed(_ path: String) -> Int? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    return Int(csys_changed(&information) / 1_000_000_000)
  }

  /// Whether a folder has such an entry, be it a link to nothing. Throws when that cannot be found out:
  /// taken for absent, what is there would be replaced or passed over.
  package static func hasEntry(_ path: String) throws(LooopError) -> Bool {
    try entry(path) != nil
  }

  /// False also for what cannot be looked at.
  package static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.kind == Int32(S_IFLNK)
  }

  /// What a link says, be it a link to nothing; nil for anything else. Throws when that cannot be found
  /// out, for whoever would take a link for a file.
  package static func link(at path: String) throws(LooopError) -> String? {
    guard try entry(path)?.kind == Int32(S_IFLNK) else { return nil }
    return text(ofLink: path)
  }

  /// As `link`, of what is known to be one; nil where it cannot be read.
  static func text(ofLink path: String) -> String? {
    bytes(ofLink: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What a link says as it stands, which need not be text.
  static func bytes(ofLink path: String) -> [UInt8]? {
    var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink(path, &text, text.count)
    return length > 0 ? Array(text.prefix(length)) : nil
  }

  /// Whether `path` leads to a regular file.
  package static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.kind == Int32(S_IFREG)
  }

  /// Identifies a file, whatever path leads to it. Nil when there is no such file.
  package static func identity(of path: String) -> [UInt64]? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return [UInt64(truncatingIfNeeded: information.st_dev), UInt64(information.st_ino)]
  }

  /// Whether two paths are one, or lead to the same file.
  static func areSame(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let identity = identity(of: one)
    return identity != nil && identity == self.identity(of: other)
  }

  /// Whether what is open is a regular file.
  static func isFile(_ descriptor: Int32) -> Bool {
    var information = stat()
    return fstat(descriptor, &information) == 0 && information.kind == Int32(S_IFREG)
  }

  /// Whether there is something at `path` that is neither a regular file nor a link.
  static func isNoFile(_ path: String) -> Bool {
    var information = stat()
    guard lstat(path, &information) == 0 else { return false }
    return ![Int32(S_IFREG), Int32(S_IFLNK)].contains(information.kind)
  }

  /// Identifies an open file, also one that has lost its name.
  static func identity(ofOpen descriptor: Int32) -> [UInt64]? {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    return [UInt64(truncatingIfNeeded: information.st_dev), UInt64(information.st_ino)]
  }

  /// Whether `path` leads to the file of that identity. What cannot be looked at is not known to be gone.
  static func isAt(_ path: String, _ identity: [UInt64]) -> Bool {
    var information = stat()
    guard stat(path, &information) == 0 else {
      return csys_errno() != ENOENT && csys_errno() != ENOTDIR
    }
    return identity
      == [UInt64(truncatingIfNeeded: information.st_dev), UInt64(information.st_ino)]
  }

  /// As `touch`, and makes an empty file where there is none. Best effort: a disk that is full or
  /// read-only leaves the former time.
  package static func mark(_ path: String, at seconds: Int) {
    if let fd = try? AtomicFile.openOwnToWrite(path) { close(fd) }
    touch(path, at: seconds)
  }

  /// Sets the modification time.
  package static func touch(_ path: String, at seconds: Int) {
    _ = csys_touch(path, Int64(seconds))
  }
}

extension stat {
  /// What it is, as `S_IFREG`.
  var kind: Int32 { Int32(st_mode) & Int32(S_IFMT) }
}
