internal import CSys

/// The way from `/` to what a path names, through every link on it.
///
/// It says where a change of the way shows: a link that is replaced, a folder that is moved, a name
/// that appears where nothing was.
package struct PathRoute: Sendable, Equatable {
  package enum End: Sendable, Equatable {
    case file, folder
    /// Nothing has this name; `target` is the place nearest to it that would have to appear.
    case missing
    /// `target` may not be read, or what is in it cannot be looked at.
    case unreadable
    /// Links that lead to each other.
    case circle
  }

  /// An entry of a folder on the way, which decides where the way leads.
  struct Step: Sendable, Hashable {
    let folder, name: String
  }

  /// Folders that take the path along when they are moved or removed.
  private(set) var folders: [String] = []
  private(set) var steps: [Step] = []
  /// What the path leads to, without links.
  package private(set) var target = "/"
  package private(set) var end = End.folder
  /// Why it ends in what is `.unreadable`: an errno.
  package private(set) var problem: Int32?
  /// Whether a link is on the way.
  package private(set) var isLinked = false

  /// From `/` to each link on the way, and last to the target; all without links.
  var ways: [[String]] {
    steps.map { step in
      var way = ["/"]
      var path = ""
      for name in step.folder.split(separator: "/") + [step.name[...]] {
        path += "/\(name)"
        way.append(path)
      }
      return way
    }
  }

  /// As the kernel has it, `ELOOP`.
  private static let mostLinks = 40

  /// Follows an absolute `path` as far as it goes now.
  package init(_ path: String) {
    end = follow(path, EntryFacts.look(at:))
    // The kernel watches only what may be read.
    if end == .file || end == .folder, access(target, R_OK) != 0 {
      problem = csys_errno()
      end = .unreadable
    }
  }

  /// The way alone, as it was seen: whether its end may be read is not asked.
  init(_ path: String, _ seen: Sightings) { end = follow(path, seen.found) }

  private mutating func follow(_ path: String, _ look: (String) -> EntryFacts.Found) -> End {
    var rest = Self.names(path)
    var links = 0
    while let name = rest.popLast() {
      if name == ".." {
        target = AtomicFile.folder(of: target)
        continue
      }
      let step = Step(folder: target, name: name)
      let entry = target == "/" ? "/\(name)" : "\(target)/\(name)"
      let facts: EntryFacts
      switch look(entry) {
      case .entry(let found): facts = found
      case .missing:
        steps.append(step)
        target = entry
        return .missing
      case .unreadable(let code):
        addStep(to: target)
        problem = code
        return .unreadable
      }
      switch facts.kind {
      case .folder:
        folders.append(entry)
        target = entry
      case .file:
        steps.append(step)
        target = entry
        // Nothing can be below a file.
        return rest.isEmpty ? .file : .missing
      case .link(let text):
        links += 1
        isLinked = true
        steps.append(step)
        guard links <= Self.mostLinks else { return .circle }
        if text.hasPrefix("/") { target = "/" }
        rest += Self.names(text)
      }
    }
    folders.removeAll { $0 == target }
    addStep(to: target)
    return .folder
  }

  private mutating func addStep(to folder: String) {
    guard folder != "/", let name = folder.split(separator: "/").last else { return }
    steps.append(Step(folder: AtomicFile.folder(of: folder), name: String(name)))
  }

  /// The names of a path, last one first.
  private static func names(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.reversed().map(String.init)
  }
}
