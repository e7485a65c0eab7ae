internal import Base

/// A built-in observer of looop's own state: which items a part of the world stands for.
///
/// A probe is pure. To add one, write it below and name it in `all`.
struct Probe: Sendable {
  let name: String
  let items: @Sendable (World) -> [Item]

  /// In the order in which their items are compared and told.
  static let all: [Probe] = [
    .steering, .readings, .asks, .sessions, .outcomes,
  ]
}

extension World {
  package var items: [Item] { Probe.all.flatMap { $0.items(self) } }
}

extension Probe {
  /// What the human wants: PLAYBOOK and goals.
  static let steering = Probe(name: "goals") { world in
    [Item(.playbook, "PLAYBOOK", content: world.playbook)]
      + world.goals.map { Item.goal($0.id, body: $0.body) }
  }

  /// What the sensors say: signal and status, as far as they count.
  static let readings = Probe(name: "readings") { world in
    world.readings.compactMap { reading in
      reading.content.map { content in
        Item(.reading, reading.sensor.text, content: JSONWriter.text(content.json, .canonical))
      }
    }
  }

  /// The mailbox: an ask and an answer are what their records say; delivery is no change.
  static let asks = Probe(name: "asks") { world in
    world.mailbox.asks.flatMap { ask in
      [Item.ask(ask)]
        + (world.mailbox.answers[ask.id].map { [Item.answer(ask.id, $0)] } ?? [])
    }
  }

  /// The workers: each life, where it stands, and what it said of its own work.
  static let sessions = Probe(name: "sessions") { world in
    world.workers.map { Item.session($0, isWaiting: world.isWaiting($0)) }
  }

  /// What came of looop's own doing, and what it could not read.
  static let outcomes = Probe(name: "outcomes") { world in
    var items: [Item] = []
    if let output = world.output { items.append(Item(.output, output.id, content: output.status)) }
    items += world.interrupted.map { Item(.interrupted, $0.id, content: $0.fate) }
    items += world.problems.map { Item(.problem, Digest.sha256($0.message), content: $0.message) }
    return items
  }
}

extension Worker {
  /// Starting, running and ending are all the same to the loop.
  fileprivate func phase(isWaiting: Bool) -> String {
    if isWaiting { return "waiting-ask" }
    return state == .running ? "alive" : state.text
  }
}

extension Item {
  static func goal(_ id: Identifier, body: String) -> Item { Item(.goal, id.text, content: body) }

  static func ask(_ ask: Ask) -> Item {
    Item(.ask, ask.id.text, content: JSONWriter.text(.object(ask.record), .canonical))
  }

  static func answer(_ id: AskID, _ answer: Answer) -> Item {
    Item(.answer, id.text, content: JSONWriter.text(.object(answer.record), .canonical))
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
