internal import Base

/// The state of a watched file or folder, whose change runs a sensor.
///
/// Two states that differ show a change, with or without a file event. A folder's state covers the
/// folder and its direct entries, nothing deeper.
struct WatchedPath: Sendable, Equatable {
  /// Seconds since 1970 of the newest visible change; nil when the path does not exist.
  let newest: Int?
  /// False when a folder has so many entries that changes within some of them do not show here.
  let isWhole: Bool
  private let facts: [FileFacts]
  private let names: [String]

  /// The most entries of a folder that are looked at one by one.
  private static let mostEntries = 1_000

  static func look(_ path: String) -> WatchedPath {
    // An unreadable path counts as missing: it is only watched.
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
    isWhole = names.count <= Self.mostEntries
    newest = facts.map(\.modified).max()
  }
}
