internal import CSys

/// The program that this process runs, by its file and, where there is a /proc, also once that file was
/// replaced or removed.
package enum OwnProgram {
  private static let link = "/proc/self/exe"

  /// Where its file is, or was; nil where the system does not say.
  package static var file: String? { target(of: link) }

  /// The path that starts it again, from this process.
  package static var again: String? { file == nil ? nil : link }

  /// The path that starts it from another process, for as long as this one lives.
  package static var held: String? { file == nil ? nil : "/proc/\(getpid())/exe" }

  /// Whether `path` leads to it now.
  package static func isAt(_ path: String) -> Bool {
    guard let own = FileFacts.identity(of: link) else { return false }
    return FileFacts.identity(of: path) == own
  }

  /// Whether a program can be started at `path`.
  package static func canStart(_ path: String) -> Bool {
    !Folder.exists(path) && access(path, X_OK) == 0
  }

  /// Whether the process `pid` runs looop, of whatever version.
  static func isRun(by pid: Int32) -> Bool {
    let link = "/proc/\(pid)/exe"
    if isAt(link) { return true }
    let name = target(of: link)?.split(separator: "/").last
    return name == "looop" || name == "looop (deleted)"
  }

  /// Where a link of /proc leads; nil where it cannot be read.
  static func target(of link: String) -> String? { FileFacts.text(ofLink: link) }
}
