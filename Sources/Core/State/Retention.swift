package import Base

/// Removes old runs and leftovers, so that the data dir stays small.
package struct Retention: Sendable {
  static let runsKept = 200
  static let bytesKept = 200 << 20

  /// An unpublished file of this age was left behind by a kill.
  static let unpublishedAge = Duration.hours(1)

  private let directory: DataDirectory
  private let clock: Clock

  package init(directory: DataDirectory, clock: Clock) {
    self.directory = directory
    self.clock = clock
  }

  package func tidy() throws(LooopError) {
    try tidyRuns()
    try tidyUnpublished()
  }

  /// Removes reports and archived goals that are older than `age`.
  package func forget(olderThan age: Duration) throws(LooopError) {
    let limit = clock.now() - age.seconds
    for folder in [directory.reports, directory.archivedGoals] {
      let names = try Folder.names(in: folder) ?? []
      try AtomicFile.delete(
        names.filter { name in
          // By when it came there: a goal is archived under the time of its last edit.
          name.hasSuffix(".md") && FileFacts.changed("\(folder)/\(name)").map { $0 < limit } == true
        }, in: folder)
    }
  }

  /// Removes temporary files that were never linked or renamed to a name that counts.
  private func tidyUnpublished() throws(LooopError) {
    // Each sensor's inbox has a folder for them.
    let inboxes = (try Folder.names(in: directory.inbox) ?? []).map {
      "\(directory.inbox)/\($0)/tmp"
    }
    for folder in directory.folders + inboxes + ["\(directory.sensors)/.by-loop"] {
      for name in try Folder.entries(of: folder) ?? [] where name.hasPrefix(".tmp-") {
        let path = "\(folder)/\(name)"
        guard let facts = try FileFacts.of(path) else { continue }
        if facts.modified < clock.now() - Self.unpublishedAge.seconds {
          _ = try AtomicFile.delete(path)
        }
      }
    }
  }

  /// Removes the oldest run folders beyond `runsKept` or `bytesKept`.
  private func tidyRuns() throws(LooopError) {
    var kept = 0
    var bytes = 0
    for name in (try Folder.names(in: directory.runs) ?? []).reversed() {
      let path = "\(directory.runs)/\(name)"
      kept += 1
      bytes += try size(of: path)
      let replays = RunFolder(beat: name, path: path).replays
      for replay in try Folder.names(in: replays) ?? [] {
        bytes += try size(of: "\(replays)/\(replay)")
      }
      if kept > Self.runsKept || bytes > Self.bytesKept && kept > 1 { Folder.remove(path) }
    }
  }

  private func size(of folder: String) throws(LooopError) -> Int {
    var bytes = 0
    for file in try Folder.names(in: folder) ?? [] {
      bytes += try FileFacts.of("\(folder)/\(file)")?.size ?? 0
    }
    return bytes
  }
}
