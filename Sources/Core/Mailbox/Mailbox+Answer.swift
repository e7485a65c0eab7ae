package import Base

/// How an answer of the human is stored.
extension Mailbox {
  /// Publishes the human's answer. The same words are the same answer: they are made sure of. Throws
  /// `E_ASK_UNKNOWN`, `E_ASK_ANSWERED` for other words unless `overwriting`, or `E_ASK_DELIVERED` when
  /// overwriting would reach nobody. The digest of a gated move is taken from the ask as it was shown.
  package func answer(
    _ id: AskID, _ text: String, by author: Author, overwriting: Bool
  ) throws(LooopError) {
    let ask = try known(id)
    if overwriting { try demandHearer(of: ask) }
    var answer = Answer(text: text, at: store.clock.now(), by: author, moveDigest: ask.gateDigest)
    if ask.gateDigest != nil { answer.shown = Digest.sha256(ask.prompt) }
    let line = JSONWriter.line(answer.json)
    let deed = "The answer to \(id)"
    var doubt: LooopError?
    if overwriting {
      try Deed.hold(&doubt) { () throws(LooopError) in
        try AtomicFile.replace(files.answer(id), line)
      }
    } else {
      let isNew = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
        if try FileFacts.hasEntry(files.answer(id)) { return false }
        return try AtomicFile.publishNew(files.answer(id), line)
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
    try AtomicFile.confirm(files.answer(ask.id), of: deed)
  }

  /// Whoever asked has gone on with the answer that was delivered; to acknowledge another would lose
  /// it. A cap is read from its answer all day, and of a move that still waits the last ruling counts.
  private func demandHearer(of ask: Ask) throws(LooopError) {
    guard ask.kind != .budget, try contents().isDelivered(ask),
      try FileFacts.of("\(store.directory.gates)/\(ask.id).json") == nil
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
    if (try? FileFacts.hasEntry(files.ask(id))) != false { return }
    try Deed.prepare { () throws(LooopError) in _ = try AtomicFile.delete(files.answer(id)) }
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
}
