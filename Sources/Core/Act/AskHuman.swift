internal import Base

extension Executor {
  /// The pulse itself asks; nobody waits for the answer but the next decision.
  func ask(
    _ prompt: String, options: [String], reference: String?
  ) throws(LooopError) -> Effect {
    let ask = try loop.mailbox.raise(
      AskDraft(
        worker: try Identifier("pulse", "worker"), kind: .pulse, prompt: prompt, options: options,
        reference: reference))
    return Effect(patch: .init(written: [Item.ask(ask)]), remark: "as \(ask.id)")
  }
}
