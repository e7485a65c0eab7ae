internal import Base
internal import Core

/// Puts a worker's questions into the mailbox, and finds their answers.
struct AskDesk {
  let wiring: Wiring
  let worker: Identifier

  /// The ask of this question: the one that waits already, or a new one.
  func pose(
    _ text: String, options: [String], reference: String?, key: String?
  ) throws(LooopError) -> Ask {
    let mailbox = wiring.loop.mailbox
    let present = try wiring.loop.fleet.worker(worker).flatMap { $0.isAlive ? $0.generation : nil }
    // What a former life left running asks as that life.
    let own = wiring.environment[Marks.session].flatMap { _ in wiring.environment[Marks.generation]
    }
    let draft = AskDraft(
      worker: worker, kind: .worker, prompt: text, options: options, reference: reference,
      generation: own ?? present, key: key
    ).redacted(by: wiring.redaction)
    let contents = try mailbox.contents()
    let ask: Ask
    if let same = same(draft, in: contents) {
      try mailbox.confirm(same)
      ask = same
    } else {
      ask = try mailbox.raise(draft)
    }
    if let present, ask.generation == present {
      try asked(ask) { () throws(LooopError) in try mailbox.withdrawFormer(ask, contents) }
    }
    return ask
  }

  /// Nil while it has none. Throws once the same question of another life took its place.
  func answer(to ask: Ask) throws(LooopError) -> Answer? {
    let mailbox = wiring.loop.mailbox
    return try asked(ask) { () throws(LooopError) -> Answer? in
      if let answer = try mailbox.answer(to: ask.id) { return answer }
      _ = try mailbox.known(ask.id)
      return nil
    }
  }

  /// What is done once the question is there: it waits, though the disk fails now.
  private func asked<Result>(
    _ ask: Ask, _ step: () throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    do throws(LooopError) { return try step() } catch {
      guard ["E_READ", "E_LIST", "E_WRITE"].contains(error.code) || error.stands else {
        throw error
      }
      throw .done("The question \(ask.id)", but: error)
    }
  }

  /// What is offered by lists of words, each once.
  static func offered(_ lists: [String]) -> [String] {
    var all: [String] = []
    for list in lists {
      for option in list.split(separator: ",").map({ Untrusted.oneLine(String($0)) })
      where !option.isEmpty && !all.contains(option) { all.append(option) }
    }
    return all
  }

  /// A pending or undelivered ask with the same words, from this life of the worker.
  private func same(_ draft: AskDraft, in contents: Mailbox.Contents) -> Ask? {
    contents.asks.last { ask in
      ask.id.worker == draft.worker && ask.generation == draft.generation
        && ask.kind == draft.kind && !contents.isDelivered(ask)
        && ask.isSame(as: draft.ask(id: ask.id, at: ask.raisedAt))
    }
  }
}
