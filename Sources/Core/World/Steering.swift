package import Base

/// What the human wants, PLAYBOOK and goals, and what became of it during a call.
package struct SteeringChange: Sendable, Equatable {
  package var isPlaybookChanged = false
  /// Written, edited or archived.
  package var goals: Set<Identifier> = []

  package init(isPlaybookChanged: Bool = false, goals: Set<Identifier> = []) {
    self.isPlaybookChanged = isPlaybookChanged
    self.goals = goals
  }

  package var isEmpty: Bool { !isPlaybookChanged && goals.isEmpty }

  /// Whether it drops `decision`, when `drops` in a row were dropped before. The first two times any
  /// change does; then one of the PLAYBOOK, or of a goal that the move serves or writes.
  func drops(_ decision: Decision, after drops: Int) -> Bool {
    guard decision.move.name != .noop, !isEmpty else { return false }
    if drops < SteeringPause.from || isPlaybookChanged { return true }
    return [decision.goal, decision.move.writtenGoal].contains { $0.map(goals.contains) == true }
  }
}

extension Move {
  fileprivate var writtenGoal: Identifier? {
    switch self {
    case .writeGoal(let id, _), .archiveGoal(let id): id
    case .noop, .runShell, .writeSensor, .writePlaybook, .startWorker, .killWorker, .ask: nil
    }
  }
}

/// Keeps a job that steers faster than a call takes from starving the loop: after two moves that were
/// dropped in a row, no call is made until PLAYBOOK and goals rest.
enum SteeringPause {
  /// So many drops in a row.
  static let from = 2
  static let quiet = Duration.seconds(2)
  static let longest = Duration.seconds(30)

  /// When the next call may be made; nil for at once.
  static func end(_ state: PulseState, wanted: String, now: Int) -> Int? {
    guard state.drops >= from else { return nil }
    let since = wanted == state.wanted ? state.wantedSince : now
    let end = min(since + quiet.seconds, state.droppedAt + longest.seconds)
    return end > now ? end : nil
  }
}

extension World {
  /// PLAYBOOK and goals in one digest.
  var wanted: String {
    Digest.sha256(([playbook] + goals.map { "\($0.id)=\($0.body)" }).joined(separator: "\u{0}"))
  }
}
