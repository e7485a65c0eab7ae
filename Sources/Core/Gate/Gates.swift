package import Base

/// The moves that wait for a yes, and the way one of them is taken up.
package struct Gates: Sendable {
  private let directory: DataDirectory
  private let mailbox: Mailbox

  package init(directory: DataDirectory, mailbox: Mailbox) {
    self.directory = directory
    self.mailbox = mailbox
  }

  package struct Contents: Sendable, Equatable {
    package var pending: [PendingMove] = []
    package var problems: [LooopError] = []
  }

  package func contents() throws(LooopError) -> Contents {
    var contents = Contents()
    for name in try Folder.names(in: directory.gates) ?? [] where name.hasSuffix(".json") {
      guard let ask = AskID(String(name.dropLast(5))) else { continue }
      let move = try Record.noting(&contents.problems) { () throws(LooopError) in
        try pending(ask)
      }
      if let move { contents.pending.append(move) }
    }
    return contents
  }

  private func pending(_ ask: AskID) throws(LooopError) -> PendingMove? {
    let path = file(ask)
    guard let object = try Record.read(path) else { return nil }
    guard let record = try? GateRecord(object),
      case .move(let decision) = DecisionParser.parse(JSONWriter.text(record.move))
    else { throw Record.corrupt(path, "it holds no move") }
    // A record without its ask, as a crash leaves it, is answered by no one; what is wrong with an ask
    // says the mailbox.
    if let ask = (try? mailbox.ask(ask)) ?? nil,
      PendingMove.digest(of: decision, shownAs: ask.prompt, in: record.folder) != record.digest
    {
      throw Record.corrupt(path, "its move does not match its digest, or its question's text")
    }
    return PendingMove(
      ask: ask, decision: decision, digest: record.digest, beat: record.beat,
      replaced: record.replaced, folder: record.folder)
  }

  /// Puts a move before the human and returns the ask. `note` gets its name and its digest before
  /// anybody can see it.
  package func raise(
    _ move: PendingMove.Draft, note: (AskID, String) throws(LooopError) -> Void
  ) throws(LooopError) -> Ask {
    // As it will be kept: the digest is of the text that a person reads.
    let text = mailbox.redaction.command(GatePrompt.text(move, mailbox.redaction))
    let digest = PendingMove.digest(of: move.decision, shownAs: text, in: move.folder)
    let worker = try Identifier("gate", "worker")
    let draft = AskDraft(
      worker: worker, kind: .gate, prompt: text, options: ["yes", "no"], gateDigest: digest)
    // The record first: an ask that could be answered with nothing behind it would lose the yes.
    return try mailbox.raise(draft) { id throws(LooopError) in
      try note(id, digest)
      let record = GateRecord(
        ask: id.text, move: move.decision.json, digest: digest, rule: move.rule, beat: move.beat,
        replaced: move.replaced, folder: move.folder)
      let file = file(id)
      try Deed.prepare(undo: { Folder.remove(file) }) { () throws(LooopError) in
        try AtomicFile.replace(file, JSONWriter.line(record.json, .pretty))
      }
    }
  }

  /// Takes a pending move up: consumed and written ahead in one step. False when somebody did
  /// before. One that the disk does not confirm is put back: nothing of it was carried out.
  package func takeUp(_ move: PendingMove) throws(LooopError) -> Bool {
    let (file, intent) = (file(move.ask), "\(directory.intents)/\(move.ask).json")
    return try Deed.prepare(undo: { AtomicFile.putBack(intent, to: file) }) {
      () throws(LooopError) in try AtomicFile.consume(file, to: intent)
    }
  }

  package func drop(_ move: PendingMove) throws(LooopError) {
    _ = try AtomicFile.delete(file(move.ask))
  }

  private func file(_ ask: AskID) -> String { "\(directory.gates)/\(ask).json" }
}

/// `gates/<ask id>.json`.
struct GateRecord: ShapedRecord {
  var ask: String
  var move: JSONValue
  var digest: String
  var rule: String
  var beat: String
  var replaced: String?
  var folder: String?

  static let blank = GateRecord(ask: "", move: .null, digest: "", rule: "", beat: "")

  static let shape = Shape<GateRecord> { field in
    field.version()
    field("ask", \.ask, "the ask that puts it before you")
    field(needed: "move", \.move, "the move")
    field(
      needed: "digest", \.digest,
      "the digest of the move, of the text it was shown in and of its folder")
    field("rule", \.rule, "why it asks")
    field("beat", \.beat, "the beat that proposed it")
    field(
      optional: "replaced", \.replaced,
      "the digest of the sensor's files that it replaces; it is not carried out once they differ")
    field(optional: "folder", \.folder, "where it runs, as it was shown")
  }
}
