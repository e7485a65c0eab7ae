package import Base

/// One life of a worker, as far as it tells which asks are its own.
package struct AskingLife: Sendable, Equatable {
  package let worker: Identifier
  package let generation: String
  package let startedAt: Int

  package init(worker: Identifier, generation: String, startedAt: Int) {
    self.worker = worker
    self.generation = generation
    self.startedAt = startedAt
  }

  /// Whether this life raised `ask`. One that names no life, as the original's, is not of a life
  /// that began after it.
  package func hasAsked(_ ask: Ask) -> Bool {
    guard ask.id.worker == worker else { return false }
    return ask.generation.map { $0 == generation } ?? (ask.raisedAt >= startedAt)
  }
}

extension Ask {
  /// Whether the loop itself asks. The original knew no kinds; the names tell.
  package var isOfLoop: Bool {
    kind.map { $0 != .worker } ?? Identifier.reserved.contains(id.worker.text)
  }

  /// Whether `other` is the same question: by its key, else in the same words.
  package func isSame(as other: Ask) -> Bool {
    key == other.key && (key != nil || prompt == other.prompt)
  }

  /// Whether another life of the same worker asked the same before `ask`.
  package func isFormer(of ask: Ask) -> Bool {
    !isOfLoop && id != ask.id && id.worker == ask.id.worker && generation != ask.generation
      && isSame(as: ask)
  }
}
