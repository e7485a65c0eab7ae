internal import Base

/// What was done, by the goal that it served.
struct RecapDeeds {
  private static let longest = 600

  /// Nil for what served no goal.
  private(set) var byGoal: [String?: [Recap.Deed]] = [:]
  private var goalOfWorker: [String: String] = [:]
  private var goalOfAsk: [String: String] = [:]

  init(_ workers: [Worker]) {
    // The latest life of an id comes first.
    var seen: Set<String> = []
    for worker in workers where seen.insert(worker.id.text).inserted {
      goalOfWorker[worker.id.text] = worker.goal?.text
    }
  }

  /// Learns from an event whom a worker and an ask serve.
  mutating func learn(_ event: LoggedEvent) {
    if let worker = event.word("worker"),
      event.code == "worker.started" || event.word("goal") != nil
    {
      goalOfWorker[worker] = event.word("goal")
    }
    if event.code == "ask.raised", let ask = event.word("ask"),
      let goal = event.word("asker").flatMap({ goalOfWorker[$0] })
    {
      goalOfAsk[ask] = goal
    }
  }

  /// A move for that goal waits for a yes to `ask`.
  mutating func hold(_ ask: String, for goal: String) { goalOfAsk[ask] = goal }

  /// The goal that looop's own words in `line` are about, by its name, by a worker or by an ask.
  func goal(of line: String) -> String? {
    let subject = JournalSubject(line)
    return subject.goals.last ?? subject.ask.flatMap { goalOfAsk[$0] }
      ?? subject.workers.last.flatMap { goalOfWorker[$0] }
  }

  func goal(ofAsk ask: String?) -> String? { ask.flatMap { goalOfAsk[$0] } }
  func goal(ofWorker worker: String?) -> String? { worker.flatMap { goalOfWorker[$0] } }

  mutating func add(_ text: String, by actor: Recap.Deed.Actor, at: Int, for goal: String?) {
    byGoal[goal, default: []].append(
      Recap.Deed(at: at, by: actor, text: Untrusted.quoted(text, bytes: Self.longest)))
  }
}
