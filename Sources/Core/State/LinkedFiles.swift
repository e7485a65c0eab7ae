package import Base

extension DataDirectory {
  /// The entries of the data dir whose change wakes a pulse. The folders are among them: one that is
  /// replaced is watched in its new place.
  package var wakingEntries: [String] {
    [playbook, paused, goals, sensors, asks, answers, sessions].map(Self.name)
  }

  /// The links among the PLAYBOOK, the goals and the sensors: what they name lies elsewhere, so the
  /// folders of the data dir say nothing of its change.
  /// `root` are the links right in the data dir, where they are known.
  package func links(amid root: Set<String>? = nil) throws(LooopError) -> Set<String> {
    var links =
      wakingEntries
      .filter { name in root.map { $0.contains(name) } ?? FileFacts.isLink("\(path)/\(name)") }
      .map { "\(path)/\($0)" }
    for folder in [goals, sensors] {
      // One that is away is itself among the links.
      guard !links.contains(folder) || !LinkedFile.isAway(folder) else { continue }
      // Hidden entries are no goals and no sensors.
      links += (try Folder.links(in: folder) ?? []).filter { !$0.hasPrefix(".") }
        .map { "\(folder)/\($0)" }
    }
    return Set(links)
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }
}
