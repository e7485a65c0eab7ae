package import Base

/// What whoever asked has heard.
extension Mailbox {
  package func isDelivered(_ id: AskID) throws(LooopError) -> Bool {
    try FileFacts.of(files.receipt(id)) != nil
  }

  /// Whom the answer has reached: the worker, or `loop`. Nil before, and where the receipt does not say.
  package func hearer(of id: AskID) throws(LooopError) -> String? {
    try Record.read(files.receipt(id))?["to"]?.string
  }

  /// Notes that the answer has reached whoever asked, or the decider in its place.
  package func markDelivered(_ id: AskID, to hearer: Actor? = nil) throws(LooopError) {
    let to = JSONValue.string(hearer?.rawValue ?? id.worker.text)
    let receipt: JSONValue = ["v": 1, "ts": .int(store.clock.now()), "to": to]
    // A receipt that a power cut takes costs a repeated answer, never a lost one; whoever asked is
    // not made to wait for the disk.
    guard try AtomicFile.publishNew(files.receipt(id), JSONWriter.line(receipt), durable: false)
    else { return }
    store.events.append(
      "ask.delivered",
      ["ask": .string(id.text), "to": to])
  }
}
