internal import CSys

/// The watches of one queue of the kernel, by path.
final class WatchTable {
  /// A watch and the identity of what it watches: a watch does not follow its path to a new folder.
  private struct Standing {
    let watch: Int32
    let identity: [UInt64]?
    let kinds: Int32
  }

  struct Event {
    let paths: Set<String>
    /// Nil when what was watched is gone; empty for the path itself, and when unknown.
    let name: String?
  }

  private var fd: Int32
  /// The paths of each watch: two paths may lead to the same folder.
  private var watches: [Int32: Set<String>] = [:]
  private var standing: [String: Standing] = [:]

  init() { fd = csys_watch_open() }

  deinit { if fd >= 0 { close(fd) } }

  /// Why there is no queue; 0 when there is one.
  var problem: Int32 { max(0, -fd) }
  var descriptors: [Int32] { fd < 0 ? [] : [fd] }

  enum Addition: Equatable {
    case known, added
    /// Missing, or not readable.
    case impossible
    /// The kernel has no watch left.
    case exhausted(Int32)
  }

  func add(_ path: String, _ kinds: Int32) -> Addition {
    guard fd >= 0 else { return .impossible }
    let identity = FileFacts.identity(of: path)
    let known = standing[path]
    let all = (known?.kinds ?? 0) | kinds
    if let known, known.identity == identity, known.kinds == all, watches[known.watch] != nil {
      return .known
    }
    let watch = csys_watch_add(fd, path, all)
    guard watch >= 0 else {
      drop(path)
      return -watch == ENOSPC || -watch == ENOMEM || -watch == EMFILE
        ? .exhausted(-watch) : .impossible
    }
    if let known, known.watch != watch { release(known.watch, path) }
    watches[watch, default: []].insert(path)
    standing[path] = Standing(watch: watch, identity: identity, kinds: all)
    return .added
  }

  func drop(_ path: String) {
    guard let known = standing.removeValue(forKey: path) else { return }
    release(known.watch, path)
  }

  private func release(_ watch: Int32, _ path: String) {
    watches[watch]?.remove(path)
    guard watches[watch]?.isEmpty == true else { return }
    watches[watch] = nil
    csys_watch_remove(fd, watch)
  }

  /// What has happened since the last call.
  func drain() -> [Event] {
    guard fd >= 0 else { return [] }
    var raw: [(watch: Int32, name: String?)] = []
    withUnsafeMutablePointer(to: &raw) { pointer in
      _ = csys_watch_drain(
        fd,
        { context, watch, name in
          context?.assumingMemoryBound(to: [(watch: Int32, name: String?)].self).pointee
            .append((watch, name.map { String(cString: $0) }))
        }, pointer)
    }
    return raw.compactMap { watch, name in
      // An overflow: anything may have changed.
      if watch < 0 { return Event(paths: Set(standing.keys), name: "") }
      guard let name else { return forget(watch).map { Event(paths: $0, name: nil) } }
      return watches[watch].map { Event(paths: $0, name: name) }
    }
  }

  /// The kernel gave the watch up: a new folder at the path is watched once it is added again.
  private func forget(_ watch: Int32) -> Set<String>? {
    guard let paths = watches.removeValue(forKey: watch) else { return nil }
    let former = paths.filter { standing[$0]?.watch == watch }
    for path in former { standing[path] = nil }
    return former
  }
}
