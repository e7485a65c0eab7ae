internal import Base

/// The lives of workers in one window: from the log, and from the sessions what the log lacks.
struct RecapLives {
  private struct Key: Hashable {
    let worker, generation: String
  }

  private let until: Int
  private let spent: RecapSpent
  private var found: [Key: Recap.Life] = [:]

  init(_ source: RecapSource, _ story: RecapStory, spent: RecapSpent) {
    until = source.until
    self.spent = spent
    for event in story.started { start(event) }
    for event in story.ended { end(event) }
    for worker in source.workers { add(worker, since: source.since) }
    for (key, life) in found where life.endedAt == nil && life.startedBy != nil {
      let isKnown = source.workers.contains {
        $0.id.text == key.worker && $0.generation == key.generation
      }
      if !isKnown {
        found[key]?.health = .gone
        found[key]?.state = "its end is not recorded"
      }
    }
  }

  /// The living first, then the newest.
  var lives: [Recap.Life] {
    found.values.sorted { left, right in
      let (first, second) = (left.isAlive, right.isAlive)
      if first != second { return first }
      return (left.latest, right.worker) > (right.latest, left.worker)
    }
  }

  private static func key(_ event: LoggedEvent) -> Key {
    Key(worker: event.word("worker") ?? "?", generation: event.word("generation") ?? "")
  }

  private func blank(_ key: Key) -> Recap.Life {
    var life = Recap.Life(worker: key.worker, generation: key.generation)
    life.dollars = spent.dollarsOfCall["\(key.worker)-\(key.generation)"]
    return life
  }

  private mutating func start(_ event: LoggedEvent) {
    let key = Self.key(event)
    var life = blank(key)
    life.startedAt = event.at
    life.startedBy = event.word("who") ?? event.word("by") ?? "?"
    (life.goal, life.runner) = (event.word("goal"), event.word("runner"))
    life.kind = event.word("kind")
    found[key] = life
  }

  private mutating func end(_ event: LoggedEvent) {
    let key = Self.key(event)
    var life = found[key] ?? blank(key)
    life.goal = event.word("goal") ?? life.goal
    life.endedAt = event.at
    life.state = event.word("state") ?? "?"
    let by = event.word("by") ?? "?"
    life.endedBy = event.word("who") ?? by
    life.failure = event.word("failure")
    life.isVerified = event.fields["verified"]?.bool
    if let dollars = event.fields["usd"]?.double, abs(dollars) < 1e9 { life.dollars = dollars }
    if let took = event.fields["took_s"]?.int, life.startedAt == nil {
      life.startedAt = max(0, event.at - took.within(0, event.at))
    }
    // Of older lines there is no more than a state.
    let hasFailed = life.failure != nil || (life.state != "exited(0)" && by == "?")
    life.health = ["human", "loop"].contains(by) ? .stopped : hasFailed ? .failed : .done
    found[key] = life
  }

  /// What is at work, and what ended without a line in the log.
  private mutating func add(_ worker: Worker, since: Int) {
    let key = Key(worker: worker.id.text, generation: worker.generation)
    let isInWindow = worker.isAlive || (since...until).contains(worker.endedAt ?? -1)
    guard found[key] != nil || isInWindow else { return }
    var life = found[key] ?? blank(key)
    life.goal = life.goal ?? worker.goal?.text
    life.runner = life.runner ?? worker.runner
    life.kind = worker.kind.rawValue
    life.startedAt = life.startedAt ?? worker.startedAt.within(0, until)
    if life.endedAt == nil {
      life.state = worker.state.text
      life.endedAt = worker.isAlive ? nil : worker.endedAt?.within(0, until)
      life.failure = worker.whyFailed()
      life.isVerified = worker.verification?.isPassed
      life.endedBy = worker.ending.map { $0.who ?? $0.by.rawValue }
      life.health = Self.health(worker)
    }
    found[key] = life
  }

  private static func health(_ worker: Worker) -> Recap.Life.Health {
    switch worker.state {
    case .running: .working
    case .stuck: .stuck
    case .exited, .killed, .lost:
      worker.wasStopped ? .stopped : worker.hasFailed ? .failed : .done
    }
  }
}

extension Recap.Life {
  package var isAlive: Bool { health == .working || health == .stuck }
  fileprivate var latest: Int { endedAt ?? startedAt ?? 0 }

  /// How long it took, or has taken so far; nil when its beginning is not known.
  package func seconds(until: Int) -> Int? { startedAt.map { max(0, (endedAt ?? until) - $0) } }
}
