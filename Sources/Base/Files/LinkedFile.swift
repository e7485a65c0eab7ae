internal import CSys

/// A file of a person's: PLAYBOOK, a goal, a sensor's files, the config. It may be a link into a folder
/// of theirs, such as a repository: what is written goes where the link leads, and the link stays.
package enum LinkedFile {
  /// As `AtomicFile.replace`, of what the link leads to: in that folder, and with the mode of the file
  /// there.
  package static func replace(
    _ path: String, _ content: some Sequence<UInt8>, mode: UInt32 = 0o600
  ) throws(LooopError) {
    let target = try target(of: path)
    guard target != path else { return try AtomicFile.replace(path, content, mode: mode) }
    AtomicFile.sweepTemporaries(of: target)
    let kept = try FileFacts.of(target).map { UInt32($0.permissions) } ?? mode
    do throws(LooopError) { try AtomicFile.replace(target, content, mode: kept) } catch {
      if error.stands { throw error }
      throw LooopError(
        error.kind, code: error.code, "\(error.message) \(path) is a link to it.",
        hint: error.hint)
    }
  }

  /// The file that a write to `path` changes, which is `path` itself unless it is a link. Throws when
  /// the link leads to no file.
  package static func target(of path: String) throws(LooopError) -> String {
    guard try FileFacts.link(at: path) != nil else { return path }
    let route = PathRoute(path)
    switch route.end {
    case .file: return route.target
    case .missing: throw AtomicFile.leadsNowhere(path, "write")
    case .circle: throw AtomicFile.failure("write", path, errno: ELOOP)
    case .folder: throw AtomicFile.failure("write", path, errno: EISDIR)
    case .unreadable: throw AtomicFile.failure("write", path, errno: route.problem ?? EACCES)
    }
  }

  /// Whether `path` is a link to what is not there now.
  package static func isAway(_ path: String) -> Bool {
    FileFacts.isLink(path) && PathRoute(path).end == .missing
  }

  package static let awayCode = "E_AWAY"

  /// The problem of a file of a person's that cannot be read now: its name is taken by a link whose file
  /// `isAway`, by a folder, by a pipe, or it is another's. It may come back, and counts as unknown.
  package static func away(_ error: LooopError) -> LooopError {
    LooopError(error.kind, code: awayCode, error.message, hint: error.hint)
  }

  /// Why `replace` would not get as far as the disk; nil when nothing is known to be in its way.
  package static func problem(replacing path: String) -> LooopError? {
    do throws(LooopError) {
      let target = try target(of: path)
      guard target != path, let problem = WriteProbe.problem(with: AtomicFile.folder(of: target))
      else { return nil }
      return LooopError(
        problem.kind, code: problem.code, "\(problem.message) \(path) is a link into it.",
        hint: problem.hint)
    } catch { return error }
  }

  /// As `AtomicFile.consume`. A link keeps leading where it led: one that is relative would lead
  /// elsewhere from its new place.
  package static func consume(
    _ path: String, to destination: String
  ) throws(LooopError) -> Bool {
    guard let text = try FileFacts.link(at: path), !text.hasPrefix("/") else {
      return try AtomicFile.consume(path, to: destination)
    }
    // Two steps: a kill between them leaves both links.
    let target = "\(Folder.resolved(AtomicFile.folder(of: path)))/\(text)"
    try Folder.link(destination, to: target)
    return try AtomicFile.delete(path)
  }
}
