internal import Base

/// A built-in observer of looop's own state: which items a part of the world stands for.
///
/// A probe is pure. A new one is a case here, in the order in which their items are compared and
/// told; the compiler names what else it needs.
enum Probe: String, CaseIterable {
  case goals, readings, asks, sessions, outcomes

  func items(_ world: World) -> [Item] {
    switch self {
    case .goals: Self.steering(world)
    case .readings: Self.observations(world)
    case .asks: Self.mailbox(world, ofDecider: false)
    case .sessions: Self.workers(world)
    case .outcomes: Self.doings(world)
    }
  }
}

extension World {
  /// What a decision is made on, and woken by.
  package var items: [Item] {
    Probe.allCases.flatMap { probe in
      // What a living worker asks and is answered concerns it and the human.
      probe == .asks ? Probe.mailbox(self, ofDecider: true) : probe.items(self)
    }
  }

  /// Everything whose change can be seen: the items, and what workers and the human say to each other.
  package var observables: [Item] { Probe.allCases.flatMap { $0.items(self) } }
}

extension Probe {
  /// What the human wants: PLAYBOOK and goals.
  private static func steering(_ world: World) -> [Item] {
    [Item(.playbook, "PLAYBOOK", content: world.playbook)]
      + world.goals.map { Item.goal($0.id, body: $0.body) }
  }

  /// What the sensors say: signal and status, as far as they count.
  private static func observations(_ world: World) -> [Item] {
    world.readings.compactMap { reading in
      reading.content.map { content in
        Item(.reading, reading.sensor.text, content: JSONWriter.text(content.json, .canonical))
      }
    }
  }

  /// The mailbox: an ask and an answer are what their records say; delivery is no change.
  fileprivate static func mailbox(_ world: World, ofDecider: Bool) -> [Item] {
    world.mailbox.asks.flatMap { ask in
      var items: [Item] = []
      if !ofDecider || ask.isOfLoop { items.append(Item.ask(ask)) }
      if let answer = world.mailbox.answers[ask.id], !ofDecider || world.isForDecider(answerTo: ask)
      {
        items.append(Item.answer(ask.id, answer))
      }
      return items
    }
  }

  /// The workers: each life, where it stands, and what it said of its own work.
  private static func workers(_ world: World) -> [Item] {
    world.workers.map { Item.session($0, isWaiting: world.isWaiting($0)) }
  }

  /// What came of looop's own doing, and what it could not read.
  private static func doings(_ world: World) -> [Item] {
    var items = world.outputs.map(Item.output)
    items += world.interrupted.map { Item(.interrupted, $0.id, content: $0.fate) }
    items += world.problems.map {
      Item(.problem, Item.name(ofProblem: $0.message), content: $0.message)
    }
    return items
  }
}

extension Worker {
  /// Starting, running, waiting for the human and ending are all the same to the loop.
  fileprivate func phase(isWaiting: Bool) -> String {
    isWaiting || state == .running ? "alive" : state.text
  }
}

extension World {
  /// Whether the answer is the decider's to hear: the loop asked, or the worker that did is gone
  /// without having heard it.
  fileprivate func isForDecider(answerTo ask: Ask) -> Bool {
    ask.isOfLoop || !mailbox.delivered.contains(ask.id) && !workers.contains { $0.hasAsked(ask) }
  }
}

extension Worker {
  /// This life of it, which tells its asks from those of other lives.
  var askingLife: AskingLife {
    AskingLife(worker: id, generation: generation, startedAt: startedAt)
  }

  /// Whether it is the living worker that waits for the answer.
  package func hasAsked(_ ask: Ask) -> Bool { isAlive && askingLife.hasAsked(ask) }
}

extension Item {
  static func goal(_ id: Identifier, body: String) -> Item { Item(.goal, id.text, content: body) }

  static func ask(_ ask: Ask) -> Item {
    Item(.ask, ask.id.text, content: JSONWriter.text(.object(ask.record), .canonical))
  }

  static func answer(_ id: AskID, _ answer: Answer) -> Item {
    Item(.answer, id.text, content: JSONWriter.text(.object(answer.record), .canonical))
  }

  /// What a command printed, under the command's own name: the same again is no change.
  static func output(_ output: ShellOutput) -> Item {
    Item(
      .output, String(Digest.sha256(output.command).prefix(12)),
      content: "\(output.command)\u{0}\(output.status)\u{0}\(output.tail)")
  }

  /// A worker at the moment of its start.
  static func sessionAtStart(_ worker: Worker) -> Item {
    Item(.session, worker.id.text, content: "\(worker.generation) alive")
  }

  static func session(_ worker: Worker, isWaiting: Bool) -> Item {
    let said = worker.saidDone.map { $0 ? " done" : " failed" } ?? ""
    let check = worker.verification.map { $0.isPassed ? " verified" : " not verified" } ?? ""
    return Item(
      .session, worker.id.text,
      content: "\(worker.generation) \(worker.phase(isWaiting: isWaiting))\(said)\(check)")
  }
}
