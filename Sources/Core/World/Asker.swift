package import Base

/// Who raised an ask, and whether an answer still reaches them.
package struct Asker: Sendable, Equatable {
  package enum Standing: String, CaseIterable, JSONWritable {
    /// The loop itself asks, and goes on with the answer whenever it comes.
    case loop
    /// The life of the worker that asked is at work.
    case alive
    /// That life has ended: the answer is the decider's to hear.
    case ended
    /// Asked in the name of a worker while none was at work, as from a shell: looop does not know
    /// whether somebody waits.
    case unknown
  }

  package let standing: Standing
  /// The worker that asked, as far as its record is still there.
  package let life: Worker?
  /// Whether another life of the same name came after it.
  package let isReplaced: Bool
}

/// Finds who raised an ask among the workers there are and were.
package struct Askers: Sendable {
  private let workers: [Worker]
  private let formerLives: [Worker]

  package init(workers: [Worker], formerLives: [Worker]) {
    self.workers = workers
    self.formerLives = formerLives
  }

  package func of(_ ask: Ask) -> Asker {
    if ask.isOfLoop { return Asker(standing: .loop, life: nil, isReplaced: false) }
    let present = workers.first { $0.id == ask.id.worker }
    if let present, present.hasAsked(ask) {
      return Asker(standing: .alive, life: present, isReplaced: false)
    }
    guard let generation = ask.generation else {
      return Asker(standing: .unknown, life: nil, isReplaced: present?.isAlive == true)
    }
    if let present, present.generation == generation {
      return Asker(standing: .ended, life: present, isReplaced: false)
    }
    let life = formerLives.first { $0.id == ask.id.worker && $0.generation == generation }
    return Asker(standing: .ended, life: life, isReplaced: present != nil)
  }
}

extension World {
  package var askers: Askers { Askers(workers: workers, formerLives: formerLives) }
}

extension Asker {
  /// Who asks, as a clause that ends a sentence about the ask.
  package func text(_ ask: Ask) -> String {
    let goal = life?.goal.map { " (goal \($0))" } ?? ""
    switch standing {
    case .loop: return "from \(Self.name(ask))"
    case .alive: return "from the worker \(ask.id.worker)\(goal), which is at work"
    case .unknown:
      return "asked as \(ask.id.worker) while no worker of that name was at work"
    case .ended:
      let end = life.map { ": \($0.stateInWords)" } ?? ""
      let next = isReplaced ? "; another life of it came after" : ""
      return "its worker \(ask.id.worker)\(goal) has ended\(end)\(next)"
    }
  }

  private static func name(_ ask: Ask) -> String {
    switch ask.kind {
    case .setup: "the set-up of this loop"
    case .gate: "the gate: a move waits for your yes"
    case .budget: "the budget"
    case .runner: "the runners"
    case .pulse, .worker, nil: "the loop"
    }
  }
}

/// As programs see it, in the record of the ask.
extension Asker: Shaped {
  package static let shape = Shape<Asker> { field in
    field("standing", \.standing, "whether the loop itself asks, or how the worker that did stands")
    field(
      "alive", \.isAlive, "whether an answer reaches whoever asked; null when looop cannot know")
    field("goal", { $0.life?.goal }, "the goal that the worker serves")
    field("worker_state", { $0.life?.state.text }, "how the worker is, or how it ended")
    field(
      optional: "why", { $0.life?.whyFailed() }, "of a failed worker: why it failed, in a line")
    field("ended_at", { $0.life?.endedAt }, "when it ended")
    field("replaced", \.isReplaced, "whether another life of that name came after")
  }

  package var isAlive: Bool? {
    switch standing {
    case .loop, .alive: true
    case .ended: false
    case .unknown: nil
    }
  }
}
