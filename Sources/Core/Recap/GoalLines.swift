package import Base

/// Which events concern one goal: those that name it, and those of its workers, of their asks, and of
/// the decisions that any of these woke.
package struct GoalLines {
  private let goal: String
  private var workers: Set<String>
  private var asks: Set<String> = []
  private var runs: Set<String> = []
  /// The run of the decision that is under way.
  private var decision: String?

  /// `workers` are those that serve the goal now; earlier ones are found in the log.
  package init(_ goal: Identifier, workers: [Identifier]) {
    self.goal = goal.text
    self.workers = Set(workers.map(\.text))
  }

  /// Call it for each event, in their order.
  package mutating func concern(_ event: LoggedEvent) -> Bool {
    let said = { (key: String) in event.fields[key]?.string }
    if event.code == "loop.woke" { decision = said("run") }
    // Its end has no run of its own.
    defer { if event.code == "beat.ended" { decision = nil } }
    if let worker = said("worker") {
      let own = said("goal")
      // Its next life may serve another goal.
      if event.code == "worker.started" {
        if own == goal { workers.insert(worker) } else { workers.remove(worker) }
      }
      return own.map { $0 == goal } ?? workers.contains(worker)
    }
    if said("goal") == goal || isNamed(said("text")) || isNamed(said("move")) {
      if let ask = said("ask") { asks.insert(ask) }
      return true
    }
    if isOfDecision(event) {
      if let ask = said("ask") { asks.insert(ask) }
      return true
    }
    if let ask = said("ask") {
      if said("asker").map(workers.contains) == true { asks.insert(ask) }
      return asks.contains(ask)
    }
    if let run = said("run") {
      if (event.fields["items"]?.array ?? []).contains(where: isItem) { runs.insert(run) }
      return runs.contains(run)
    }
    return false
  }

  private func isItem(_ item: JSONValue) -> Bool {
    guard let name = item["item"]?.string else { return false }
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    switch parts[0] {
    case "goal": return parts[1] == goal
    case "session": return workers.contains(parts[1])
    case "answer", "ask": return asks.contains(parts[1])
    default: return false
    }
  }

  private func isNamed(_ line: String?) -> Bool {
    line.map { isNamed(by: JournalSubject($0)) } ?? false
  }

  private func isNamed(by subject: JournalSubject) -> Bool {
    subject.goals.contains(goal) || subject.workers.contains(where: workers.contains)
  }

  /// Whether looop's own words in a line of the journal name the goal or one of its workers. Words in
  /// quotes are someone else's.
  package func isNamed(inJournal line: String) -> Bool { isNamed(line) }

  /// Whether a line of the journal or the end of a beat belongs to the decision that is under way: it
  /// names no other goal and no human.
  private func isOfDecision(_ event: LoggedEvent) -> Bool {
    guard let decision, runs.contains(decision),
      ["journal.written", "beat.ended"].contains(event.code), event.fields["told_by"] == nil
    else { return false }
    let subject = JournalSubject(event.fields["text"]?.string ?? "")
    let isEnd = event.code == "beat.ended"
    return subject.goals.isEmpty && subject.workers.isEmpty && (isEnd || !subject.isByHuman)
  }
}
