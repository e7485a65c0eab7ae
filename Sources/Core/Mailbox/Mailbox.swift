package import Base

/// The durable mailbox between workers, the pulse and the human: one file an ask, one an answer,
/// and a receipt once the answer has reached whoever asked.
package struct Mailbox: Sendable {
  /// Answered and delivered asks move out of the way after this time.
  static let retention = Duration.days(30)

  private let store: Store

  package init(_ store: Store) { self.store = store }

  package var redaction: Redaction { store.redaction }
  private var directory: DataDirectory { store.directory }
  private var clock: Clock { store.clock }

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
    for id in try identifiers(in: directory.asks, of: .record, noting: &contents.problems) {
      let ask = try Record.noting(&contents.problems) { () throws(LooopError) in try self.ask(id) }
      if let ask { contents.asks.append(ask) }
    }
    contents.asks.sort { ($0.raisedAt, $0.id) < ($1.raisedAt, $1.id) }
    for id in try identifiers(in: directory.answers, of: .record) {
      contents.answers[id] = try Record.noting(&contents.problems) { () throws(LooopError) in
        try answer(to: id)
      }
    }
    for ask in contents.asks { contents.problems += Record.newer(ask.record, askFile(ask.id)) }
    for (id, answer) in contents.answers.sorted(by: { $0.key < $1.key }) {
      contents.problems += Record.newer(answer.record, answerFile(id))
    }
    contents.delivered = Set(try identifiers(in: directory.mailbox, of: .receipt))
    return contents
  }

  /// Whether an ask of that life of a worker waits for an answer.
  package func isWaiting(_ life: AskingLife) throws(LooopError) -> Bool {
    for id in try identifiers(in: directory.asks, of: .record) where id.worker == life.worker {
      guard try FileFacts.of(answerFile(id)) == nil, let ask = try ask(id) else { continue }
      if life.hasAsked(ask) { return true }
    }
    return false
  }

  /// Whether an ask of that life of a worker has an answer that whoever asked has not taken yet.
  package func isUnheard(_ life: AskingLife) throws(LooopError) -> Bool {
    for id in try identifiers(in: directory.answers, of: .record) where id.worker == life.worker {
      guard try !isDelivered(id), let ask = try ask(id), ask.record["detach"] != true else {
        continue
      }
      if life.hasAsked(ask) { return true }
    }
    return false
  }

  package func ask(_ id: AskID) throws(LooopError) -> Ask? {
    let path = askFile(id)
    guard let record = try Record.read(path) else { return nil }
    switch Ask.read(record, id: id) {
    case .success(let ask): return ask
    case .failure(let problem): throw Record.corrupt(path, problem.text)
    }
  }

  /// The ask of that id; throws `E_ASK_UNKNOWN` or `E_ASK_WITHDRAWN`.
  package func known(_ id: AskID) throws(LooopError) -> Ask {
    if let ask = try ask(id) { return ask }
    guard let record = try Record.read(place(id, .formerAsk)) else {
      throw LooopError(
        .badData, code: "E_ASK_UNKNOWN", "There is no ask \(id).",
        hint: Nearest.hint(
          id.text, in: try contents().pending.map(\.id.text),
          else: "`looop asks` lists what waits for you."))
    }
    let isAnswered = try FileFacts.of(place(id, .formerAnswer)) != nil
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
    let path = answerFile(id)
    guard let record = try Record.read(path) else { return nil }
    guard let answer = Answer.read(record) else {
      throw Record.corrupt(path, "it has no answer")
    }
    return answer
  }

  /// Publishes a new ask under the next number of its worker. `before` is called with the id that
  /// is about to be published, for what must be there first.
  package func raise(
    _ draft: AskDraft, before: (AskID) throws(LooopError) -> Void = { _ in }
  ) throws(LooopError) -> Ask {
    let draft = draft.redacted(by: store.redaction)
    var number = try highestNumber(of: draft.worker) + 1
    while true {
      let id = AskID(worker: draft.worker, number: number)
      let record = draft.record(id: id, at: clock.now())
      try before(id)
      var doubt: LooopError?
      let isNew = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
        try AtomicFile.publishNew(askFile(id), JSONWriter.line(.object(record)))
      }
      if isNew {
        switch Ask.read(record, id: id) {
        case .success(let ask):
          store.events.append(raised: ask)
          if let doubt { throw doubt.of("The question \(id)") }
          return ask
        case .failure(let problem): throw Record.corrupt(askFile(id), problem.text)
        }
      }
      number += 1
    }
  }

  /// The ask is on the disk when this returns, for who asks the same because it was not confirmed.
  package func confirm(_ ask: Ask) throws(LooopError) {
    try AtomicFile.confirm(askFile(ask.id), of: "The question \(ask.id)")
  }

  /// Publishes the human's answer. The same words are the same answer: they are made sure of. Throws
  /// `E_ASK_UNKNOWN`, `E_ASK_ANSWERED` for other words unless `overwriting`, or `E_ASK_DELIVERED` when
  /// overwriting would reach nobody. The digest of a gated move is taken from the ask as it was shown.
  package func answer(
    _ id: AskID, _ text: String, by author: Author, overwriting: Bool
  ) throws(LooopError) {
    let ask = try known(id)
    if overwriting { try demandHearer(of: ask) }
    var answer = Answer(text: text, at: clock.now(), by: author, moveDigest: ask.gateDigest)
    if ask.gateDigest != nil { answer.shown = Digest.sha256(ask.prompt) }
    let line = JSONWriter.line(answer.json)
    let deed = "The answer to \(id)"
    var doubt: LooopError?
    if overwriting {
      try Deed.hold(&doubt) { () throws(LooopError) in
        try AtomicFile.replace(answerFile(id), line)
      }
    } else {
      let isNew = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
        if try FileFacts.hasEntry(answerFile(id)) { return false }
        return try AtomicFile.publishNew(answerFile(id), line)
      }
      guard isNew else { return try confirm(ask, text, of: deed) }
      try demandAsked(id)
    }
    tell(ask, answer, by: author)
    if let doubt { throw doubt.of(deed) }
  }

  private func confirm(_ ask: Ask, _ text: String, of deed: String) throws(LooopError) {
    guard let former = try answer(to: ask.id), former.text == text else {
      try demandHearer(of: ask)
      throw LooopError(
        .badData, code: "E_ASK_ANSWERED", "\(ask.id) has been answered already.",
        hint: "Use --force to overwrite the answer.")
    }
    try AtomicFile.confirm(answerFile(ask.id), of: deed)
  }

  /// Whoever asked has gone on with the answer that was delivered; to acknowledge another would lose
  /// it. A cap is read from its answer all day, and of a move that still waits the last ruling counts.
  private func demandHearer(of ask: Ask) throws(LooopError) {
    guard ask.kind != .budget, try contents().isDelivered(ask),
      try FileFacts.of("\(directory.gates)/\(ask.id).json") == nil
    else { return }
    throw LooopError(
      .badData, code: "E_ASK_DELIVERED",
      "\(ask.id) was answered, and the answer has been delivered: another would reach nobody.",
      hint: "Say it in a goal: `looop goal write NAME`.")
  }

  /// Whoever takes an ask back looks for its answer afterwards, and whoever answers looks for the ask
  /// afterwards: one of the two sees the other, and no acknowledged answer is left without its ask.
  private func demandAsked(_ id: AskID) throws(LooopError) {
    // One that cannot be looked at now was read just before: the answer stands.
    if (try? FileFacts.hasEntry(askFile(id))) != false { return }
    try Deed.prepare { () throws(LooopError) in _ = try AtomicFile.delete(answerFile(id)) }
    _ = try known(id)
    throw LooopError(
      .pending, code: "E_ASK_MOVED", "\(id) was being withdrawn, so nothing was stored.",
      hint: "Give the answer again.")
  }

  private func tell(_ ask: Ask, _ answer: Answer, by author: Author) {
    store.events.append(
      "ask.answered",
      [
        "ask": .string(ask.id.text), "answer": store.events.words(answer.text),
        "by": .string(Actor.human.rawValue), "who": .string(author.text),
      ])
    // Without the words: the decider reads the journal, and what a worker is answered is not for it.
    store.chronicle.journal("\(ask.id) answered by \(author.text)", toldBy: "ask.answered")
  }

  package func isDelivered(_ id: AskID) throws(LooopError) -> Bool {
    try FileFacts.of(receiptFile(id)) != nil
  }

  /// Whom the answer has reached: the worker, or `loop`. Nil before, and where the receipt does not say.
  package func hearer(of id: AskID) throws(LooopError) -> String? {
    try Record.read(receiptFile(id))?["to"]?.string
  }

  /// Notes that the answer has reached whoever asked, or the decider in its place.
  package func markDelivered(_ id: AskID, to hearer: Actor? = nil) throws(LooopError) {
    let to = JSONValue.string(hearer?.rawValue ?? id.worker.text)
    let receipt: JSONValue = ["v": 1, "ts": .int(clock.now()), "to": to]
    // A receipt that a power cut takes costs a repeated answer, never a lost one; whoever asked is
    // not made to wait for the disk.
    guard try AtomicFile.publishNew(receiptFile(id), JSONWriter.line(receipt), durable: false)
    else { return }
    store.events.append(
      "ask.delivered",
      ["ask": .string(id.text), "to": to])
  }

  /// Takes back a question that needs no answer any more; one that the human has answered stays. Its
  /// number stays taken.
  package func withdraw(_ id: AskID) throws(LooopError) {
    guard try FileFacts.of(answerFile(id)) == nil else { return }
    let place = place(id, .formerAsk)
    guard try AtomicFile.consume(askFile(id), to: place) else { return }
    // Answered in that very moment: the human's words are not lost.
    if try FileFacts.of(answerFile(id)) != nil {
      _ = try AtomicFile.consume(place, to: askFile(id))
      return
    }
    store.events.append("ask.withdrawn", ["ask": .string(id.text)])
  }

  /// Takes back what former lives of the worker asked in the same words and nobody answered: `ask`,
  /// of the life that is at work, takes its place.
  package func withdrawFormer(_ ask: Ask, _ contents: Contents) throws(LooopError) {
    for former in contents.pending where former.isFormer(of: ask) { try withdraw(former.id) }
  }

  /// Moves delivered pairs older than 30 days out of the way; their numbers stay taken.
  package func archiveOld() throws(LooopError) {
    let contents = try contents()
    let limit = clock.now() - Self.retention.seconds
    for ask in contents.asks where contents.isDelivered(ask) {
      guard let answer = contents.answers[ask.id], answer.at < limit else { continue }
      // The ask first: an answer without its ask wakes nobody, an ask without its answer would.
      _ = try AtomicFile.consume(askFile(ask.id), to: place(ask.id, .formerAsk))
      _ = try AtomicFile.consume(answerFile(ask.id), to: place(ask.id, .formerAnswer))
    }
  }

  /// Removes what was withdrawn, or delivered and moved out of the way, longer than `age` ago. The
  /// receipt of an asker's last number stays, so that no number is given twice.
  package func forget(olderThan age: Duration) throws(LooopError) {
    let limit = clock.now() - age.seconds
    let parts: [AskFile] = [.formerAsk, .formerAnswer]
    var former: Set<AskID> = []
    for part in parts { former.formUnion(try identifiers(in: directory.mailbox, of: part)) }
    guard !former.isEmpty else { return }
    let highest = try highestNumbers()
    var names: [String] = []
    for id in former {
      let moved = parts.compactMap { FileFacts.changed(place(id, $0)) }.max()
      guard let moved, moved < limit else { continue }
      names += parts.map(id.file)
      if highest[id.worker] == id.number {
        try keepNumber(id)
      } else {
        names.append(id.file(.receipt))
      }
    }
    try AtomicFile.delete(names, in: directory.mailbox)
  }

  /// A withdrawn ask has no receipt.
  private func keepNumber(_ id: AskID) throws(LooopError) {
    let receipt: JSONValue = ["v": 1, "ts": .int(clock.now())]
    _ = try AtomicFile.publishNew(receiptFile(id), JSONWriter.line(receipt), durable: false)
  }

  // MARK: -

  private func askFile(_ id: AskID) -> String { "\(directory.asks)/\(id.file(.record))" }
  private func answerFile(_ id: AskID) -> String {
    "\(directory.answers)/\(id.file(.record))"
  }
  private func receiptFile(_ id: AskID) -> String { place(id, .receipt) }
  private func place(_ id: AskID, _ file: AskFile) -> String {
    "\(directory.mailbox)/\(id.file(file))"
  }

  private func identifiers(in folder: String, of file: AskFile) throws(LooopError) -> [AskID] {
    let suffix = file.rawValue
    return (try Folder.names(in: folder) ?? []).compactMap { name in
      name.hasSuffix(suffix) ? AskID(file: String(name.dropLast(suffix.count))) : nil
    }
  }

  private func identifiers(
    in folder: String, of file: AskFile, noting problems: inout [LooopError]
  ) throws(LooopError) -> [AskID] {
    let suffix = file.rawValue
    var ids: [AskID] = []
    for name in try Folder.names(in: folder) ?? [] where name.hasSuffix(suffix) {
      if let id = AskID(file: String(name.dropLast(suffix.count))) {
        ids.append(id)
      } else {
        problems.append(
          LooopError(
            .badData, code: "E_ID",
            "\(Untrusted.oneLine("\(folder)/\(name)")) is not shown as an ask: its name is not that of"
              + " a worker, a dash and a number.",
            hint: "Rename it, for example to fix-1.json, and its id with it."))
      }
    }
    return ids
  }

  private func highestNumber(of worker: Identifier) throws(LooopError) -> Int {
    try highestNumbers()[worker] ?? 0
  }

  private func highestNumbers() throws(LooopError) -> [Identifier: Int] {
    var highest: [Identifier: Int] = [:]
    let places: [(String, AskFile)] = [
      (directory.asks, .record), (directory.answers, .record), (directory.mailbox, .formerAsk),
      (directory.mailbox, .receipt),
      // Where the original put what was answered and done with.
      ("\(directory.asks)/archive", .record), ("\(directory.answers)/archive", .record),
    ]
    for (folder, file) in places {
      for id in try identifiers(in: folder, of: file) {
        highest[id.worker] = max(highest[id.worker] ?? 0, id.number)
      }
    }
    return highest
  }
}

extension EventLog {
  fileprivate func append(raised ask: Ask) {
    append(
      "ask.raised",
      [
        "ask": .string(ask.id.text), "kind": JSONValue(ask.kind?.rawValue),
        "asker": .string(ask.id.worker.text), "prompt": words(ask.prompt),
      ])
  }
}
