/// The routes of the paths that are watched wherever they are, and which of them a change in a folder
/// concerns.
struct WatchedRoutes {
  /// What is watched in one folder, and for which paths.
  private struct Concern {
    var names: [String: Set<String>] = [:]
    /// Those that name this folder: each of its entries counts.
    var every: Set<String> = []
    /// Those that pass through it.
    var itself: Set<String> = []

    var isEmpty: Bool { names.isEmpty && every.isEmpty && itself.isEmpty }
    var hearsEntries: Bool { !names.isEmpty || !every.isEmpty }
  }

  private var routes: [String: PathRoute] = [:]
  private var concerns: [String: Concern] = [:]
  /// The paths that lead to each file or folder.
  private var targets: [String: Set<String>] = [:]

  var paths: Set<String> { Set(routes.keys) }

  subscript(path: String) -> PathRoute? {
    get { routes[path] }
    set {
      guard newValue != routes[path] else { return }
      if let former = routes[path] { remove(path, former) }
      routes[path] = newValue
      if let newValue { insert(path, newValue) }
    }
  }

  /// Whether anything is watched in `folder`.
  func concerns(_ folder: String) -> Bool { concerns[folder] != nil }

  /// Whether entries of `folder` count, and not only the folder itself.
  func hearsEntries(of folder: String) -> Bool { concerns[folder]?.hearsEntries == true }

  func isTarget(_ path: String) -> Bool { targets[path] != nil }

  /// The paths that a change of this entry concerns; of the folder itself when `name` is empty.
  func concerned(by name: String, in folder: String) -> Set<String> {
    guard let concern = concerns[folder] else { return [] }
    guard !name.isEmpty else {
      return concern.names.values.reduce(concern.every.union(concern.itself)) { $0.union($1) }
    }
    return concern.every.union(concern.names[name] ?? [])
  }

  /// The paths that lead to `target`.
  func leading(to target: String) -> Set<String> { targets[target] ?? [] }

  private mutating func insert(_ path: String, _ route: PathRoute) {
    for step in route.steps {
      concerns[step.folder, default: Concern()].names[step.name, default: []].insert(path)
    }
    for folder in route.folders { concerns[folder, default: Concern()].itself.insert(path) }
    switch route.end {
    case .folder:
      concerns[route.target, default: Concern()].every.insert(path)
      targets[route.target, default: []].insert(path)
    case .file: targets[route.target, default: []].insert(path)
    case .missing, .unreadable, .circle: break
    }
  }

  private mutating func remove(_ path: String, _ route: PathRoute) {
    for step in route.steps {
      concerns[step.folder]?.names[step.name]?.remove(path)
      if concerns[step.folder]?.names[step.name]?.isEmpty == true {
        concerns[step.folder]?.names[step.name] = nil
      }
    }
    for folder in route.folders { concerns[folder]?.itself.remove(path) }
    concerns[route.target]?.every.remove(path)
    for folder in route.steps.map(\.folder) + route.folders + [route.target]
    where concerns[folder]?.isEmpty == true {
      concerns[folder] = nil
    }
    targets[route.target]?.remove(path)
    if targets[route.target]?.isEmpty == true { targets[route.target] = nil }
  }
}
