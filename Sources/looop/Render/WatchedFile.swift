internal import Base

/// A watched path as it is now, in `sensor show`.
struct WatchedFile: Shaped {
  enum State: String, CaseIterable, JSONWritable { case file, folder, missing, unreadable, circle }

  let path: String
  private let route: PathRoute

  init(_ path: String) {
    self.path = path
    route = PathRoute(path)
  }

  var state: State {
    switch route.end {
    case .file: .file
    case .folder: .folder
    case .missing: .missing
    case .unreadable: .unreadable
    case .circle: .circle
    }
  }

  /// Whether a change within it can be heard.
  var isThere: Bool { state == .file || state == .folder }

  static let shape = Shape<WatchedFile> { field in
    field("path", \.path, "the path")
    field(
      "state", \.state,
      "what is there: `missing` is watched for, `circle` is a link that leads to itself")
    field("target", \.route.target, "what it leads to, without links, as far as it goes")
  }

  var text: String {
    switch state {
    case .file, .folder: route.isLinked ? "\(path) -> \(route.target)" : path
    case .missing where route.target == path: "\(path) (not there yet)"
    case .missing: "\(path) (not there yet: \(route.target))"
    case .unreadable where route.target == path: "\(path) (may not be read)"
    case .unreadable: "\(path) (\(route.target) may not be read)"
    case .circle: "\(path) (a link that leads to itself)"
    }
  }
}
