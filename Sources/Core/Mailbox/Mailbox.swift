package import Base

/// The durable mailbox between workers, the pulse and the human: one file an ask, one an answer,
/// and a receipt once the answer has reached whoever asked.
package struct Mailbox: Sendable {
  let store: Store

  package init(_ store: Store) { self.store = store }

  package var redaction: Redaction { store.redaction }
  var files: MailboxFiles { MailboxFiles(store.directory) }

  /// Everything in the mailbox; a broken record is a problem of its own, never the end of the rest.
  package struct Contents: Sendable, Equatable {
    package var asks: [Ask] = []
    package var answers: [AskID: Answer] = [:]
    package var delivered: Set<AskID> = []
    package var problems: [LooopError] = []

    package init() {}

    /// As it is shown.
    package func redacted(by redaction: Redaction) -> Contents {
      var contents = self
      contents.asks = asks.map { $0.redacted(by: redaction) }
      for id in answers.keys {
        contents.answers[id]?.text = redaction.text(answers[id]?.text ?? "")
      }
      return contents
    }

    package var pending: [Ask] { asks.filter { answers[$0.id] == nil } }

    /// A pair that the original answered counts as delivered: it wrote no receipts, and no author.
    /// But whoever asked in passing did not wait for it: the original started another worker with it.
    package func isDelivered(_ ask: Ask) -> Bool {
      if delivered.contains(ask.id) { return true }
      return ask.kind == nil && answers[ask.id].map { $0.by == nil } == true
        && ask.record["detach"] != true
    }
  }

  package func contents() throws(LooopError) -> Contents {
    var contents = Contents()
    for id in try files.identifiers(
      in: store.directory.asks, of: .record, noting: &contents.problems)
    {
      let ask = try Record.noting(&contents.problems) { () throws(LooopError) in try self.ask(id) }
      if let ask { contents.asks.append(ask) }
    }
    contents.asks.sort { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) }
    for id in try files.identifiers(in: store.directory.answers, of: .record) {
      contents.answers[id] = try Record.noting(&contents.problems) { () throws(LooopError) in
        try answer(to: id)
      }
    }
    for ask in contents.asks { contents.problems += Record.newer(ask.record, files.ask(ask.id)) }
    for (id, answer) in contents.answers.sorted(by: { $0.key < $1.key }) {
      contents.problems += Record.newer(answer.record, files.answer(id))
    }
    contents.delivered = Set(try files.identifiers(in: store.directory.mailbox, of: .receipt))
    return contents
  }

  /// Whether an ask of that life of a worker waits for an answer.
  package func isWaiting(_ life: AskingLife) throws(LooopError) -> Bool {
    for id in try files.identifiers(in: store.directory.asks, of: .record)
    where id.worker == life.worker {
      guard try FileFacts.of(files.answer(id)) == nil, let ask = try ask(id) else { continue }
      if life.hasAsked(ask) { return true }
    }
    return false
  }

  /// Whether an ask of that life of a worker has an answer that whoever asked has not taken yet.
  package func isUnheard(_ life: AskingLife) throws(LooopError) -> Bool {
    for id in try files.identifiers(in: store.directory.answers, of: .record)
    where id.worker == life.worker {
      guard try !isDelivered(id), let ask = try ask(id), ask.record["detach"] != true else {
        continue
      }
      if life.hasAsked(ask) { return true }
    }
    return false
  }

  package func ask(_ id: AskID) throws(LooopError) -> Ask? {
    let path = files.ask(id)
    guard let record = try Record.read(path) else { return nil }
    switch Ask.read(record, id: id) {
    case .success(let ask): return ask
    case .failure(let problem): throw Record.corrupt(path, problem.text)
    }
  }

  /// The ask of that id; throws `E_ASK_UNKNOWN` or `E_ASK_WITHDRAWN`.
  package func known(_ id: AskID) throws(LooopError) -> Ask {
    if let ask = try ask(id) { return ask }
    guard let record = try Record.read(files.place(id, .formerAsk)) else {
      throw LooopError(
        .badData, code: "E_ASK_UNKNOWN", "There is no ask \(id).",
        hint: Nearest.hint(
          id.text, in: try contents().pending.map(\.id.text),
          else: "`looop asks` lists what waits for you."))
    }
    let isAnswered = try FileFacts.of(files.place(id, .formerAnswer)) != nil
    let former = try? Ask.read(record, id: id).get()
    let heir = try contents().pending.last { former?.isFormer(of: $0) == true }
    throw LooopError(
      .badData, code: "E_ASK_WITHDRAWN",
      isAnswered
        ? "\(id) was answered long ago." : "\(id) was withdrawn: nobody needs its answer any more.",
      hint: heir.map { "The same is asked again as \($0.id)." }
        ?? "`looop asks` lists what waits for you.")
  }

  package func answer(to id: AskID) throws(LooopError) -> Answer? {
    let path = files.answer(id)
    guard let record = try Record.read(path) else { return nil }
    guard let answer = Answer.read(record) else {
      throw Record.corrupt(path, "it has no answer")
    }
    return answer
  }
}
