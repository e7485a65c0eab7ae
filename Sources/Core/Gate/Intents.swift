package import Base

/// Write-ahead records of moves: `intents/<id>.json` exists from before the effect until after the
/// journal and the baseline know of it. One found at start is a move that a crash cut short: it is
/// reported, never run again.
package struct Intents: Sendable {
  private let directory: DataDirectory
  private let secrets: @Sendable () -> Redaction

  package init(_ store: Store) {
    directory = store.directory
    secrets = store.secrets
  }

  package func write(_ id: String, _ decision: Decision, run: RunFolder) throws(LooopError) {
    let record = IntentRecord(move: decision.json, beat: run.beat)
    let file = file(id)
    // Nothing was carried out: left behind, it would be reported as a move that was cut short.
    try Deed.prepare(undo: { Folder.remove(file) }) { () throws(LooopError) in
      try AtomicFile.replace(file, JSONWriter.line(record.json, .pretty))
    }
  }

  package func remove(_ id: String) throws(LooopError) { _ = try AtomicFile.delete(file(id)) }

  /// What a former pulse left, oldest first; `going` are moves of this one.
  package func found(but going: Set<String> = []) throws(LooopError) -> [InterruptedMove] {
    var found: [InterruptedMove] = []
    for name in try Folder.names(in: directory.intents) ?? [] where name.hasSuffix(".json") {
      let id = String(name.dropLast(5))
      if going.contains(id) { continue }
      // A torn record of a crash still is an interrupted move, with less to say about it.
      let record = (try? Record.read("\(directory.intents)/\(name)")) ?? nil
      var move = "an unreadable move"
      if let json = record?["move"],
        case .move(let decision) = DecisionParser.parse(JSONWriter.text(json))
      {
        move = decision.journalLine(secrets())
      }
      // An approved move names the beat that proposed it, whose outcome says nothing of its own.
      let beat = AskID(id) == nil ? record?["beat"]?.string : nil
      var isFinished = false
      if let beat {
        isFinished = try FileFacts.of("\(directory.runs)/\(beat)/outcome.json") != nil
      }
      let fate =
        isFinished
        ? "it had finished when looop was interrupted"
        : "looop was interrupted while it ran; whether it took effect is unknown"
      found.append(InterruptedMove(id: id, move: move, fate: fate))
    }
    return found
  }

  private func file(_ id: String) -> String { "\(directory.intents)/\(id).json" }
}

/// `intents/<id>.json`; of an approved move it is the gate's record.
struct IntentRecord: Shaped {
  let move: JSONValue
  let beat: String

  static let shape = Shape<IntentRecord> { field in
    field.version()
    field("move", \.move, "the move")
    field("beat", \.beat, "the beat that decided on it")
  }
}

/// A move whose effect may or may not have happened.
package struct InterruptedMove: Sendable, Equatable {
  package var id: String
  package var move: String
  /// What is known of its effect, in a sentence.
  package var fate: String
}
