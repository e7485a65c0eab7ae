internal import CSys

/// The six write protocols of the data dir, and how whole files are read.
///
/// Absent, unreadable and corrupt are three different results: `read` gives nil for absent and
/// throws for unreadable; the caller decides whether the content is corrupt.
package enum AtomicFile {
  /// Publish-new: creates `path` complete or not at all. False when it exists already. Without
  /// `durable` it may be lost when the machine goes down, but is never torn. `workshop` is the
  /// folder of the temporary file, by default that of `path`. Throws `E_STANDS` when it has its name
  /// and the disk did not confirm it: whoever looked may have acted on it, so it is not taken back.
  package static func publishNew(
    _ path: String, _ content: some Sequence<UInt8>, mode: UInt32 = 0o600, durable: Bool = true,
    by workshop: String? = nil
  ) throws(LooopError) -> Bool {
    Failpoints.pass("publish-new", path, step: "before")
    let folder = try OpenFolder(of: path, unless: !durable)
    let temporary = try writeTemporary(
      path, Array(content), mode: mode, durable: durable, in: workshop)
    defer { _ = Calls.unlink(temporary) }
    Failpoints.pass("publish-new", path, step: "written")
    let linked = Calls.link(temporary, path)
    if linked != 0 {
      if linked == -EEXIST { return false }
      throw failure("create", path, errno: -linked)
    }
    Failpoints.pass("publish-new", path, step: "after")
    try folder.sync("What was written to \(path)")
    return true
  }

  /// Deliver: publish-new for a unique name in a folder whose files are removed as soon as they are
  /// seen. It is on the disk in `workshop`, where no reader looks, before it is moved to `path`: what
  /// fails is taken back unseen, and the sender may repeat it. Where a power cut undoes the move,
  /// whoever reads the folder finishes it (`undelivered`).
  ///
  /// `acknowledge` tells the sender, while it can still be taken back: who was not told sends it again.
  package static func deliver(
    _ path: String, _ content: some Sequence<UInt8>, by workshop: String,
    acknowledge: () throws(LooopError) -> Void = {}
  ) throws(LooopError) {
    Failpoints.pass("deliver", path, step: "before")
    let kept = "\(workshop)/\(wholePrefix)\(lastName(of: path))"
    let folder = try OpenFolder(of: kept)
    let temporary = try writeTemporary(
      path, Array(content), mode: 0o600, durable: true, in: workshop)
    Failpoints.pass("deliver", path, step: "written")
    let renamed = Calls.rename(temporary, kept)
    guard renamed == 0 else {
      _ = Calls.unlink(temporary)
      throw failure("create", path, errno: -renamed)
    }
    var problem = folder.syncProblem()
    if problem == nil {
      Failpoints.pass("deliver", path, step: "kept")
      do throws(LooopError) { try acknowledge() } catch {
        guard Calls.unlink(kept) == 0 else { throw .done("What was left as \(path)", but: error) }
        throw error
      }
      let shown = Calls.rename(kept, path)
      // Finished by who reads the folder, who took this process for dead.
      if shown == 0 || shown == -ENOENT { return Failpoints.pass("deliver", path, step: "after") }
      problem = -shown
    }
    if let problem {
      guard Calls.unlink(kept) == 0 else {
        throw LooopError.standing("What was left as \(path)", errno: problem)
      }
      throw failure("create", path, errno: problem)
    }
  }

  /// The names that were to be delivered from `workshop` before `moment`, and were kept there.
  package static func undelivered(
    in workshop: String, before moment: Int
  ) throws(LooopError) -> [(kept: String, name: String)] {
    var found: [(kept: String, name: String)] = []
    for name in try Folder.entries(of: workshop) ?? [] where name.hasPrefix(wholePrefix) {
      let path = "\(workshop)/\(name)"
      guard let facts = try FileFacts.of(path), facts.modified < moment else { continue }
      found.append((path, String(name.dropFirst(wholePrefix.count))))
    }
    return found
  }

  private static let wholePrefix = ".whole-"

  /// Replace: readers see the old content or the new one, never a mixture. Without `durable` the new
  /// one may be lost when the machine goes down. Throws `E_STANDS` as `publishNew` does. A link in the
  /// file's place is not replaced unseen, but `E_LINK`; a person's file, which may be one, is written by
  /// `LinkedFile`.
  package static func replace(
    _ path: String, _ content: some Sequence<UInt8>, mode: UInt32 = 0o600, durable: Bool = true
  ) throws(LooopError) {
    if try FileFacts.link(at: path) != nil { throw isLink("write", path) }
    Failpoints.pass("replace", path, step: "before")
    let folder = try OpenFolder(of: path, unless: !durable)
    let temporary = try writeTemporary(path, Array(content), mode: mode, durable: durable)
    Failpoints.pass("replace", path, step: "written")
    let renamed = Calls.rename(temporary, path)
    guard renamed == 0 else {
      _ = Calls.unlink(temporary)
      throw failure("write", path, errno: -renamed)
    }
    Failpoints.pass("replace", path, step: "after")
    try folder.sync("What was written to \(path)")
  }

  /// Append: one write of whole lines at the end. With `durable` it waits for the disk. Ends a line
  /// that a crash tore first, so that only that line is lost, or cuts it off with `cutting`, which
  /// takes that all appenders hold one lock: a line that another process is writing looks the same.
  /// Throws `E_STANDS` when the lines are there and the disk did not confirm them.
  package static func append(
    _ path: String, _ content: some Sequence<UInt8>, durable: Bool = true, cutting: Bool = false
  ) throws(LooopError) {
    let fd = try openToAppend(path, durable: durable)
    defer { close(fd) }
    if cutting { try cutTornLine(fd, path) }
    let bytes = (endsInMidLine(fd) ? [.lineFeed] : []) + Array(content)
    Failpoints.pass("append", path, step: "before")
    Failpoints.pass("append", path, step: "torn") { _ = write(fd, bytes, bytes.count / 2) }
    let written = bytes.withUnsafeBytes { Calls.write(fd, $0.baseAddress, count: $0.count) }
    guard written == bytes.count else {
      if written > 0 { cutBack(fd, written) }
      throw failure("append to", path, errno: written < 0 ? Int32(-written) : ENOSPC)
    }
    if durable {
      let synced = Calls.fsync(fd)
      guard synced == 0 else {
        throw LooopError.standing("What was written to \(path)", errno: -synced)
      }
    }
    Failpoints.pass("append", path, step: "after")
  }

  /// Consume: moves `path` to `destination`; false when another process consumed it first. Throws
  /// `E_STANDS` when it was moved and the disk did not confirm it.
  package static func consume(
    _ path: String, to destination: String
  ) throws(LooopError) -> Bool {
    Failpoints.pass("consume", path, step: "before")
    let isOneFolder = folder(of: path) == folder(of: destination)
    guard let source = try OpenFolder.ifThere(of: path, unless: isOneFolder) else { return false }
    let target = try OpenFolder.ifThere(of: destination)
    guard let target else {
      if try !FileFacts.hasEntry(path) { return false }
      throw failure("move", path, errno: ENOENT)
    }
    let renamed = Calls.rename(path, destination)
    if renamed != 0 {
      if renamed == -ENOENT { return false }
      throw failure("move", path, errno: -renamed)
    }
    Failpoints.pass("consume", path, step: "after")
    let deed = "The move of \(path) to \(destination)"
    try target.sync(deed)
    try source.sync(deed)
    return true
  }

  /// Moves back what `consume` moved a moment ago, when what belongs to it failed. Opens nothing: what
  /// failed may be that nothing opens. False when it stays where it is.
  @discardableResult
  package static func putBack(_ destination: String, to path: String) -> Bool {
    Calls.rename(destination, path) == 0
  }

  /// Delete; false when it did not exist. Throws `E_STANDS` when it is gone and the disk did not
  /// confirm it.
  package static func delete(_ path: String) throws(LooopError) -> Bool {
    Failpoints.pass("delete", path, step: "before")
    guard let folder = try OpenFolder.ifThere(of: path) else { return false }
    let unlinked = Calls.unlink(path)
    if unlinked != 0 {
      if unlinked == -ENOENT { return false }
      throw failure("delete", path, errno: -unlinked)
    }
    Failpoints.pass("delete", path, step: "after")
    try folder.sync("The removal of \(path)")
    return true
  }

  /// Delete, for many files of one folder; skips those that are gone or cannot be deleted.
  package static func delete(_ names: [String], in folder: String) throws(LooopError) {
    guard !names.isEmpty else { return }
    let handle = try OpenFolder(of: "\(folder)/\(names[0])")
    for name in names {
      Failpoints.pass("delete", "\(folder)/\(name)", step: "before")
      _ = Calls.unlink("\(folder)/\(name)")
    }
    try handle.sync("The removal of files in \(folder)")
  }

  /// For the repeat of an act that stands: what `path` holds, or that it is gone, is on the disk when
  /// this returns. The descriptors are new: one whose fsync failed would not report it again.
  /// Throws `E_STANDS` of the `deed`.
  package static func confirm(_ path: String, of deed: String) throws(LooopError) {
    do throws(LooopError) {
      let folder = try OpenFolder(of: path)
      // Of what was written through a link the name that changed is where the link leads.
      let route = PathRoute(path)
      let isThrough = route.end == .file && FileFacts.isLink(path)
      let target = try OpenFolder(of: route.target, unless: !isThrough)
      let fd = Calls.open(path, O_RDONLY | O_NONBLOCK)
      if fd >= 0 {
        defer { close(fd) }
        let synced = Calls.fsync(fd)
        guard synced == 0 else { throw LooopError.standing(deed, errno: -synced) }
      } else if fd != -ENOENT {
        throw LooopError.standing(deed, errno: -fd)
      }
      try folder.sync(deed)
      try target.sync(deed)
    } catch { throw .standing(deed, because: error.doubt ?? error.message) }
  }

  // MARK: -

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name that `path` has in its folder.
  static func lastName(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

  private static func writeTemporary(
    _ path: String, _ content: [UInt8], mode: UInt32, durable: Bool, in workshop: String? = nil
  ) throws(LooopError) -> String {
    // Hidden, so that no listing of records shows it; unique, so that two writers never share it.
    let unique = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let temporary = "\(workshop ?? folder(of: path))/\(temporaryPrefix(of: path))\(unique)"
    let fd = Calls.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode_t(mode))
    guard fd >= 0 else { throw failure("write", path, errno: -fd) }
    var problem: Int32 = 0
    content.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = Calls.write(
          fd, bytes.baseAddress?.advanced(by: done), count: bytes.count - done)
        if written < 0 {
          if written == -Int(EINTR) { continue }
          problem = Int32(-written)
          return
        }
        done += written
      }
    }
    if problem == 0, durable { problem = -Calls.fsync(fd) }
    close(fd)
    guard problem == 0 else {
      _ = Calls.unlink(temporary)
      throw failure("write", path, errno: problem)
    }
    return temporary
  }

  private static func temporaryPrefix(of path: String) -> String {
    // Cut, since a name has at most 255 bytes.
    let name = String(decoding: lastName(of: path).utf8.prefix(100), as: UTF8.self)
    return ".tmp-\(name)-"
  }

  /// Removes the temporary files of `path` that processes left which a crash ended: of other names, and
  /// of processes that live, nothing is touched. For a folder that is not looop's own, which nothing
  /// else tidies.
  static func sweepTemporaries(of path: String) {
    let folder = folder(of: path)
    let prefix = temporaryPrefix(of: path)
    // What cannot be listed now is swept by the next write.
    for name in ((try? Folder.entries(of: folder)) ?? nil) ?? [] where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(
        separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let pid = Int32(parts[0]), pid > 0, UInt32(parts[1]) != nil,
        "\(pid)" == parts[0], kill(pid, 0) != 0, csys_errno() == ESRCH
      else { continue }
      _ = Calls.unlink("\(folder)/\(name)")
    }
  }

  /// A log that is new has its name on the disk before its first line.
  private static func openToAppend(_ path: String, durable: Bool) throws(LooopError) -> Int32 {
    let flags = O_RDWR | O_APPEND | O_NONBLOCK | O_NOFOLLOW
    while true {
      let known = Calls.open(path, flags)
      if known >= 0 { return known }
      guard known == -ENOENT else { throw ownFailure("append to", path, errno: -known) }
      let folder = try OpenFolder(of: path, unless: !durable)
      let made = Calls.open(path, flags | O_CREAT | (durable ? O_EXCL : 0), mode: 0o600)
      if made == -EEXIST { continue }
      guard made >= 0 else { throw ownFailure("append to", path, errno: -made) }
      guard let problem = folder.syncProblem() else { return made }
      close(made)
      // Still empty, unless another process appended to it meanwhile.
      throw failure("append to", path, errno: problem)
    }
  }

  /// Takes back a line that did not fit, if nothing was appended behind it.
  private static func cutBack(_ fd: Int32, _ count: Int) {
    let end = lseek(fd, 0, SEEK_CUR)
    if end >= count, lseek(fd, 0, SEEK_END) == end { ftruncate(fd, end - off_t(count)) }
  }

  static func endsInMidLine(_ fd: Int32) -> Bool {
    var last: UInt8 = 0
    let end = lseek(fd, 0, SEEK_END)
    return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != .lineFeed
  }
}
