package import Base

/// What one deciding beat records: enough to replay it.
package struct RunFolder: Sendable, Equatable {
  /// The name of the beat; sorts by time.
  package let beat: String
  package let path: String

  package init(beat: String, path: String) {
    self.beat = beat
    self.path = path
  }

  /// Makes `runs/<beat>/` for a beat that starts now.
  package static func create(in runs: String, at now: Int) throws(LooopError) -> RunFolder {
    let stamp = LocalTime(now).stampText
    try Folder.create(runs)
    var beat = stamp
    var number = 1
    // Creating the folder claims the name: a dry run may begin in the same second as the pulse's
    // beat.
    while try !Folder.make("\(runs)/\(beat)") {
      number += 1
      // Padded, so that names sort in the order of their beats.
      beat = "\(stamp)-\(number < 10 ? "0" : "")\(number)"
    }
    return RunFolder(beat: beat, path: "\(runs)/\(beat)")
  }

  /// What woke it.
  package var wake: String { "\(path)/woke.json" }
  package var world: String { "\(path)/world.json" }
  package var prompt: String { "\(path)/prompt.md" }
  /// The prompt without its most volatile parts, for when the whole one is too long.
  package var shortPrompt: String { "\(path)/prompt-short.md" }
  /// The output of call number `call`.
  package func stream(_ call: Int) -> String {
    call == 1 ? "\(path)/stream.jsonl" : "\(path)/stream-\(call).jsonl"
  }
  /// The streams that there are, one for each call.
  package var streams: [String] {
    get throws(LooopError) {
      var paths: [String] = []
      while try FileFacts.hasEntry(stream(paths.count + 1)) {
        paths.append(stream(paths.count + 1))
      }
      return paths
    }
  }
  /// The schema of the answer, for a CLI that enforces one.
  package var schema: String { "\(path)/schema.json" }
  package var decision: String { "\(path)/decision.json" }
  package var outcome: String { "\(path)/outcome.json" }
  /// What became of the move, and of what that was made.
  package var plan: String { "\(path)/plan.json" }
  /// What was asked again of this run later, a folder each.
  package var replays: String { "\(path)/replays" }

  /// For people alone: nothing waits for the disk.
  package func write(_ wake: RunWake) throws(LooopError) {
    try AtomicFile.replace(self.wake, JSONWriter.line(wake.json, .pretty), durable: false)
  }

  package func write(_ path: String, _ value: JSONValue) throws(LooopError) {
    try AtomicFile.replace(path, JSONWriter.line(value, .pretty))
  }
}
