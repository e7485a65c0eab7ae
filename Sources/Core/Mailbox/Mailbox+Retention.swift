package import Base

/// How long what is done with stays.
extension Mailbox {
  /// Answered and delivered asks move out of the way after this time.
  static let retention = Duration.days(30)

  /// Moves delivered pairs older than 30 days out of the way; their numbers stay taken.
  package func archiveOld() throws(LooopError) {
    let contents = try contents()
    let limit = store.clock.now() - Self.retention.seconds
    for ask in contents.asks where contents.isDelivered(ask) {
      guard let answer = contents.answers[ask.id], answer.at < limit else { continue }
      // The ask first: an answer without its ask wakes nobody, an ask without its answer would.
      _ = try AtomicFile.consume(files.ask(ask.id), to: files.place(ask.id, .formerAsk))
      _ = try AtomicFile.consume(files.answer(ask.id), to: files.place(ask.id, .formerAnswer))
    }
  }

  /// Removes what was withdrawn, or delivered and moved out of the way, longer than `age` ago. The
  /// receipt of an asker's last number stays, so that no number is given twice.
  package func forget(olderThan age: Duration) throws(LooopError) {
    let limit = store.clock.now() - age.seconds
    let parts: [AskFile] = [.formerAsk, .formerAnswer]
    var former: Set<AskID> = []
    for part in parts {
      former.formUnion(try files.identifiers(in: store.directory.mailbox, of: part))
    }
    guard !former.isEmpty else { return }
    let highest = try files.highestNumbers()
    var names: [String] = []
    for id in former {
      let moved = parts.compactMap { FileFacts.changed(files.place(id, $0)) }.max()
      guard let moved, moved < limit else { continue }
      names += parts.map(id.file)
      if highest[id.worker] == id.number {
        try keepNumber(id)
      } else {
        names.append(id.file(.receipt))
      }
    }
    try AtomicFile.delete(names, in: store.directory.mailbox)
  }

  /// A withdrawn ask has no receipt.
  private func keepNumber(_ id: AskID) throws(LooopError) {
    let receipt: JSONValue = ["v": 1, "ts": .int(store.clock.now())]
    _ = try AtomicFile.publishNew(files.receipt(id), JSONWriter.line(receipt), durable: false)
  }
}
