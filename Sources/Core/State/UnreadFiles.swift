package import Base

/// What looop 1.0, the Rust program of the same name, left in its data dir and this version does not
/// read: a person should know what has stopped.
package enum UnreadFiles {
  private struct Kind {
    let folder, one, many: String
    /// What that means for one, and for several of them.
    let ofOne, ofMany: String
  }

  private static let kinds = [
    Kind(
      folder: "schedules", one: "schedule", many: "schedules",
      ofOne: "nothing happens at its time", ofMany: "nothing happens at their times"),
    Kind(
      folder: "tells", one: "tell", many: "tells", ofOne: "no worker hears it",
      ofMany: "no worker hears them"),
    Kind(
      folder: "claims", one: "claim", many: "claims", ofOne: "it holds nothing",
      ofMany: "they hold nothing"),
  ]

  /// How many names one sentence has.
  private static let named = 5

  /// One sentence for each kind of file.
  package static func sentences(in directory: DataDirectory) throws(LooopError) -> [String] {
    var sentences: [String] = []
    for kind in kinds {
      let names = (try Folder.names(in: "\(directory.path)/\(kind.folder)") ?? [])
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
      let what = "\(kind.folder)/ has"
      if let list = list(names, one: kind.one, many: kind.many) {
        let consequence = names.count == 1 ? kind.ofOne : kind.ofMany
        sentences.append("\(what) \(list) of looop 1.0: \(consequence).")
      }
    }
    let sessions = try folders(in: directory.sessions) { (path) throws(LooopError) -> Bool in
      // An operator's right side would lose the type of the error.
      guard Folder.exists(path) else { return false }
      return try FileFacts.of("\(path)/session.json") == nil
    }
    if let list = list(sessions, one: "session", many: "sessions") {
      sentences.append(
        "sessions/ has \(list) of looop 1.0: "
          + (sessions.count == 1
            ? "end it with looop 1.0, or remove its folder."
            : "end them with looop 1.0, or remove their folders."))
    }
    let runs = try folders(in: directory.runs) { (path) throws(LooopError) -> Bool in
      try FileFacts.of("\(path)/output.log") != nil
    }
    if let list = list(runs, one: "run record", many: "run records") {
      sentences.append(
        "runs/ has \(list) of looop 1.0: `looop runs` does not show \(runs.count == 1 ? "it" : "them"),"
          + " and the oldest runs beyond \(Retention.runsKept) are removed.")
    }
    if try FileFacts.of("\(directory.path)/.action-wal.json") != nil {
      sentences.append(
        "looop 1.0 was ended while it ran a command, which is in .action-wal.json: look whether it ran,"
          + " then remove the file.")
    }
    return sentences
  }

  /// The first folders that are the original's. Only the oldest names are looked at: what is this
  /// version's own came later.
  private static func folders(
    in folder: String, where isOriginal: (String) throws(LooopError) -> Bool
  ) throws(LooopError) -> [String] {
    var names: [String] = []
    for name in (try Folder.names(in: folder) ?? []).prefix(Self.looked) {
      if try isOriginal("\(folder)/\(name)") { names.append(name) }
    }
    return names
  }

  private static let looked = 32

  private static func list(_ names: [String], one: String, many: String) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(named).map { Untrusted.quoted($0, bytes: 60) }
    let left = names.count - shown.count
    let all = shown.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
    return "\(Counted.text(names.count, one, many: many)) (\(all))"
  }
}
