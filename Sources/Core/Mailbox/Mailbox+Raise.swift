package import Base

/// How a question is asked and taken back.
extension Mailbox {
  /// Publishes a new ask under the next number of its worker. `before` is called with the id that
  /// is about to be published, for what must be there first.
  package func raise(
    _ draft: AskDraft, before: (AskID) throws(LooopError) -> Void = { _ in }
  ) throws(LooopError) -> Ask {
    let draft = draft.redacted(by: store.redaction)
    var number = (try files.highestNumbers()[draft.worker] ?? 0) + 1
    while true {
      let id = AskID(worker: draft.worker, number: number)
      let record = draft.record(id: id, at: store.clock.now())
      try before(id)
      var doubt: LooopError?
      let isNew = try Deed.hold(&doubt, as: true) { () throws(LooopError) in
        try AtomicFile.publishNew(files.ask(id), JSONWriter.line(.object(record)))
      }
      if isNew {
        switch Ask.read(record, id: id) {
        case .success(let ask):
          store.events.append(raised: ask)
          if let doubt { throw doubt.of("The question \(id)") }
          return ask
        case .failure(let problem): throw Record.corrupt(files.ask(id), problem.text)
        }
      }
      number += 1
    }
  }

  /// The ask is on the disk when this returns, for who asks the same because it was not confirmed.
  package func confirm(_ ask: Ask) throws(LooopError) {
    try AtomicFile.confirm(files.ask(ask.id), of: "The question \(ask.id)")
  }

  /// Takes back a question that needs no answer any more; one that the human has answered stays. Its
  /// number stays taken.
  package func withdraw(_ id: AskID) throws(LooopError) {
    guard try FileFacts.of(files.answer(id)) == nil else { return }
    let place = files.place(id, .formerAsk)
    guard try AtomicFile.consume(files.ask(id), to: place) else { return }
    // Answered in that very moment: the human's words are not lost.
    if try FileFacts.of(files.answer(id)) != nil {
      _ = try AtomicFile.consume(place, to: files.ask(id))
      return
    }
    store.events.append("ask.withdrawn", ["ask": .string(id.text)])
  }

  /// Takes back what former lives of the worker asked in the same words and nobody answered: `ask`,
  /// of the life that is at work, takes its place.
  package func withdrawFormer(_ ask: Ask, _ contents: Contents) throws(LooopError) {
    for former in contents.pending where former.isFormer(of: ask) { try withdraw(former.id) }
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
