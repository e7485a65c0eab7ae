package import Base

/// A goal whose workers fail again and again: no worker is started for it until the human answers a
/// question. A pure function of the sessions and the mailbox.
package struct CrashLoop: Sendable, Equatable {
  /// So many failed workers of one goal…
  package static let failures = 3
  /// …within so long.
  package static let window = Duration.minutes(30)

  package let goal: Identifier
  /// The workers that failed, the last one last; empty when only the question is left.
  package let failed: [Worker]
  /// The question that waits for the human; nil when it has not been raised yet.
  package let ask: AskID?

  /// The key by which the question of one goal is recognised.
  package static func key(_ goal: Identifier) -> String { "\(keyPrefix)\(goal)" }
  package static let keyPrefix = "crash-loop "

  /// The loops there are now. A worker that a kill or `down` ended does not count, and an answer resets
  /// the count.
  package static func all(
    among workers: [Worker], _ mailbox: Mailbox.Contents, now: Int
  ) -> [CrashLoop] {
    let goals = Set(workers.compactMap(\.goal)).sorted()
    return goals.compactMap { goal in
      let asked = mailbox.asks.filter { $0.kind == .pulse && $0.key == key(goal) }
      let answered = asked.compactMap { mailbox.answers[$0.id]?.at }.max() ?? 0
      let failed = workers.filter {
        $0.goal == goal && $0.hasFailed && !$0.isAlive && !$0.wasStopped
          && $0.lastSeen > max(now - window.seconds, answered)
      }.sorted { $0.lastSeen < $1.lastSeen }
      let waiting = asked.first { mailbox.answers[$0.id] == nil }?.id
      guard waiting != nil || failed.count >= failures else { return nil }
      return CrashLoop(goal: goal, failed: failed, ask: waiting)
    }
  }

  /// The question for the human.
  package var question: String {
    let reasons = failed.suffix(Self.failures).map { worker in
      "\n- \(worker.id): \(worker.stateInWords)"
    }
    return "\(Self.failures) workers of the goal \(goal) failed within \(Self.window.text)"
      + (reasons.isEmpty ? ".\n" : ":\(reasons.joined())\n")
      + "The loop starts no more of them until you answer: what should be done differently?"
  }
}

extension Worker {
  fileprivate var lastSeen: Int { endedAt ?? startedAt }
}
