internal import Base

/// A file or a folder outside whose change runs a sensor: how it stands now, in short.
///
/// Two looks that differ tell of a change whether or not an event did. A folder stands for itself
/// and for what lies right in it, not for what lies deeper.
struct WatchedPath: Sendable, Equatable {
  /// Seconds since 1970 of the newest change that shows; nil when nothing is there.
  let newest: Int?
  private let facts: [FileFacts]
  private let names: [String]

  /// Of a larger folder no more entries are looked at one by one.
  private static let mostEntries = 1_000

  static func look(_ path: String) -> WatchedPath {
    // Not to be looked at is as good as not there: it is only watched.
    let own = (try? FileFacts.of(path)) ?? nil
    var names: [String] = []
    if own != nil, Folder.exists(path) { names = ((try? Folder.names(in: path)) ?? nil) ?? [] }
    let inside = names.prefix(mostEntries).compactMap {
      (try? FileFacts.of("\(path)/\($0)")) ?? nil
    }
    return WatchedPath(facts: (own.map { [$0] } ?? []) + inside, names: names)
  }

  private init(facts: [FileFacts], names: [String]) {
    self.facts = facts
    self.names = names
    newest = facts.map(\.modified).max()
  }
}
