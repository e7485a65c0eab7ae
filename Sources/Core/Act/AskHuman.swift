internal import Base

extension Executor {
  /// The pulse itself asks; nobody waits for the answer but the next decision.
  func ask(
    _ prompt: String, options: [String], reference: String?
  ) throws(LooopError) -> Effect {
    // The human answers it once. Whoever asks again need not name again what it is about.
    let pending = try loop.mailbox.contents().pending.first { ask in
      ask.kind == .pulse && ask.prompt == prompt && ask.options == options
        && (reference == nil || ask.reference == reference)
    }
    if let pending {
      return Effect(
        patch: .init(written: [Item.ask(pending)]), remark: "still asked as \(pending.id)")
    }
    let ask = try loop.mailbox.raise(
      AskDraft(
        worker: try Identifier("pulse", "worker"), kind: .pulse, prompt: prompt, options: options,
        reference: reference))
    return Effect(patch: .init(written: [Item.ask(ask)]), remark: "as \(ask.id)")
  }
}
