/// The folders a line may be in when it comes to a command: the one it starts in, and those it has
/// gone into since. A `cd` may fail, so the former ones stay.
struct Places {
  /// As written, each below the one before; empty for the folder that is not known.
  private(set) var folders: [String]
  /// There were more than are kept, so nothing is known of a relative path any more.
  private(set) var isLost = false
  /// The folder that a person chose for the loop, if it is one where programs keep their settings.
  private let chosen: PlainPath?

  private static let most = 16

  /// In a folder that is not known.
  init() {
    folders = [""]
    chosen = nil
  }

  /// In the folder of a move.
  init(of reach: ShellReach) {
    folders = [reach.folder ?? ""]
    let folder = reach.namesFolder ? nil : reach.folder.map(PlainPath.init)
    chosen = folder.flatMap { ProgramSettings.contain($0) ? $0 : nil }
  }

  func isSetting(_ path: PlainPath) -> Bool {
    if let chosen, path.root == chosen.root, path.parts.starts(with: chosen.parts) { return false }
    return ProgramSettings.contain(path)
  }

  mutating func enter(_ folder: ShellWord) {
    for path in paths(folder.text) where !folders.contains(path) {
      guard folders.count < Self.most else {
        isLost = true
        return
      }
      folders.append(path)
    }
  }

  /// What `text` may name as a path.
  func paths(_ text: String) -> [String] {
    if ["/", "~", "$HOME"].contains(where: text.startsWithBytes) { return [text] }
    let here = "$PWD"
    let rest =
      text.startsWithBytes(here)
      ? String(decoding: text.utf8.dropFirst(here.utf8.count), as: UTF8.self) : text
    return folders.map { $0.isEmpty ? text : "\($0)/\(rest)" }
  }
}

/// A path as it is written, with `.` left out and `..` gone up, case folded.
struct PlainPath {
  enum Root { case system, home, unknown }

  private(set) var root: Root
  /// Below the root. Starts with `..` where that leads out of what is known.
  private(set) var parts: [String] = []
  /// Up, and from there into what may be `/dev` or `/proc`.
  private(set) var climbsIntoSystem = false

  init(_ text: String) {
    var written = text.lowercased().splitBytes("/").filter { $0 != "." }[...]
    if text.startsWithBytes("/") {
      root = .system
    } else if text.startsWithBytes("~") || text.startsWithBytes("$HOME") {
      root = .home
      written = written.dropFirst()
    } else {
      root = .unknown
    }
    for (part, next) in zip(written, written.dropFirst()) where part == ".." {
      if Self.mayBeSystem(next) { climbsIntoSystem = true }
    }
    for part in written {
      if part != ".." {
        parts.append(part)
      } else if let last = parts.last, last != ".." {
        parts.removeLast()
      } else if root != .system {
        parts.append(part)
      }
    }
  }

  /// The folder of devices or of processes.
  static func mayBeSystem(_ part: String?) -> Bool {
    part.map { part in ["dev", "proc"].contains { Glob.mayBe(part, $0) } } ?? false
  }

  /// The parts below somebody's home; nil when it is not known to be in one.
  var belowHome: [String]? {
    switch root {
    case .home: return parts.first == ".." ? Array(parts.dropFirst(2)) : parts
    case .unknown: return nil
    case .system:
      guard let first = parts.first else { return nil }
      if Glob.mayBe(first, "root") { return Array(parts.dropFirst()) }
      return Glob.mayBe(first, "home") || Glob.mayBe(first, "users")
        ? Array(parts.dropFirst(2)) : nil
    }
  }
}
