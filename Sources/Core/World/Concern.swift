package import Base

/// Something that waits for a human: what it is, why, and what can be done about it.
package struct Concern: Sendable, Equatable {
  /// As `wait` lists it among what changed.
  package let name: Item.Name
  /// What a token remembers of it: as long as this stays, it is the same thing.
  package let mark: Item
  package let what: String
  package let why: String
  package let remedy: String

  private init(_ name: Item.Name, mark: Item, what: String, why: String, remedy: String) {
    self.name = name
    self.mark = mark
    self.what = what
    self.why = why
    self.remedy = remedy
  }
}

extension World {
  /// What waits for a human now, one kind after the other.
  package func concerns(_ state: PulseState, now: Int) -> [Concern] {
    let askers = askers
    let resting = resting(now: now)
    var concerns = waitingAsks.map { Concern(asking: $0, askers.of($0)) }
    concerns += workers.compactMap { worker in
      isStuck(worker) ? Concern(stuck: worker) : Concern(failed: worker)
    }
    // A beat whose runner was parked for it is no other thing than that runner, and a rest that only
    // an answer ends is no other thing than its ask.
    if state.failures > 0, let failure = state.lastFailure,
      !resting.contains(where: { failure.hasSuffix($0.message) })
    {
      concerns.append(Concern(failedBeat: failure))
    }
    return concerns + resting.filter { $0.ask == nil }.map { Concern(parked: $0) }
  }

  /// The asks that a human should answer: not those of a worker that was ended on purpose, which
  /// whoever did that knows of, nor those of a life that a later one followed.
  package var waitingAsks: [Ask] {
    let askers = askers
    return mailbox.pending.filter { ask in
      let asker = askers.of(ask)
      return asker.standing != .ended || !asker.isReplaced && asker.life?.wasStopped != true
    }
  }
}

/// As `wait --json` lists it.
extension Concern: Shaped {
  package static let shape = Shape<Concern> { field in
    field("item", \.name.text, "as `changed` names it")
    field("what", \.what, "what it is, in words")
    field("why", \.why, "why, or who asks")
    field("remedy", \.remedy, "what you can do")
  }
}

extension Concern {
  fileprivate init(asking ask: Ask, _ asker: Asker) {
    self.init(
      Item.Name(.ask, ask.id.text), mark: Item.ask(ask),
      what: "the question \(ask.id) has no answer: \(JournalWords.quoted(ask.prompt, bytes: 300))",
      why: asker.text(ask),
      remedy: ask.kind == .gate
        ? "looop answer \(ask.id) yes runs the move, any other words decline it;"
          + " looop asks \(ask.id) shows it whole"
        : "looop answer \(ask.id) \"…\"; looop asks \(ask.id) shows it whole")
  }

  /// `mark` leaves out what changes while it stays the same thing, such as a check that ran later.
  private init(_ worker: Worker, mark: String, what: String, why: String, remedy: String) {
    let goal = worker.goal.map { " (goal \($0))" } ?? ""
    self.init(
      Item.Name(.session, worker.id.text),
      mark: Item(.problem, "worker-\(worker.id)", content: "\(worker.generation) \(mark)"),
      what: "the worker \(worker.id)\(goal) \(what)", why: why, remedy: remedy)
  }

  fileprivate init(stuck worker: Worker) {
    let line = if case .stuck(let text) = worker.state { text } else { "" }
    self.init(
      worker, mark: "stuck", what: "is stuck",
      why: "it has been silent for too long; "
        + (line.isEmpty
          ? "it shows nothing" : "its last line: \(JournalWords.quoted(line, bytes: 200))"),
      remedy: "looop watch --session \(worker.id) shows its output,"
        + " looop worker kill \(worker.id) ends it")
  }

  /// Nil for one that did not fail, and for one that was ended on purpose.
  fileprivate init?(failed worker: Worker) {
    guard let why = worker.whyFailed(), !worker.wasStopped else { return nil }
    self.init(
      worker, mark: "failed", what: "failed", why: why,
      remedy: "looop worker show \(worker.id) shows what it left; the loop decides what comes next")
  }

  fileprivate init(failedBeat failure: String) {
    self.init(
      Item.Name(.problem, "beat"), mark: Item(.problem, "beat", content: failure),
      what: "the last beat failed", why: Untrusted.quoted(failure, bytes: 300),
      remedy: "the loop tries again by itself, at once when you change a goal or the PLAYBOOK")
  }

  fileprivate init(parked runner: ParkedRunner) {
    let name = Item.Name(.problem, "runner-\(runner.runner)")
    self.init(
      name,
      mark: Item(.problem, name.name, content: "\(runner.reason.rawValue) \(runner.since)"),
      what: runner.sentence, why: runner.why,
      remedy: "looop runner unpark \(runner.runner) tries it again at once; the config's"
        + " fallback_runner works meanwhile")
  }
}
