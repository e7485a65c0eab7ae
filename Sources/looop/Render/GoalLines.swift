internal import Base
internal import Core

/// Which events concern one goal: those that name it, and those of its workers, of their asks, and of
/// the decisions that any of these woke.
struct GoalLines {
  private let goal: String
  private var workers: Set<String>
  private var asks: Set<String> = []
  private var runs: Set<String> = []

  /// `workers` are those that serve the goal now; earlier ones are found in the log.
  init(_ goal: Identifier, workers: [Identifier]) {
    self.goal = goal.text
    self.workers = Set(workers.map(\.text))
  }

  /// Call it for each event, in their order.
  mutating func concern(_ event: LoggedEvent) -> Bool {
    let said = { (key: String) in event.fields[key]?.string }
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
    line.map { Self.names(goal, or: workers, in: $0) } ?? false
  }

  /// Whether looop's own words in a line of the journal name the goal or one of its workers. Words in
  /// quotes are someone else's.
  func isNamed(inJournal line: String) -> Bool { isNamed(line) }

  private static func names(_ goal: String, or workers: Set<String>, in line: String) -> Bool {
    let words = unquoted(line).split { " :,;()".contains($0) }.map(String.init)
    return zip(words, words.dropFirst()).contains { before, word in
      switch before {
      case "goal", "for", "write_goal", "archive_goal": word == goal
      case "worker", "start_worker", "kill_worker": workers.contains(word)
      default: false
      }
    }
  }

  /// A quoted word ends at the next quotation mark that is not escaped.
  private static func unquoted(_ line: String) -> String {
    var own: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped
      own.append(isQuoted || byte == UInt8(ascii: "\"") ? .space : byte)
    }
    return String(decoding: own, as: UTF8.self)
  }
}
