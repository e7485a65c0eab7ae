internal import Base

/// Keeps a goal whose workers fail again and again from eating the budget: the human is asked once,
/// and no worker is started for it meanwhile.
enum Quarantine {
  static func ask(about crashes: CrashLoop, in loop: Loop) throws(LooopError) -> Ask {
    let ask = try loop.mailbox.raise(
      AskDraft(
        worker: try Identifier("pulse", "worker"), kind: .pulse, prompt: crashes.question,
        key: CrashLoop.key(crashes.goal)))
    loop.events.append(
      "goal.quarantined", ["goal": .string(crashes.goal.text), "ask": .string(ask.id.text)])
    return ask
  }

  /// Why `decision` may not be carried out, if it may not.
  static func refusal(of decision: Decision, among goals: [QuarantinedGoal]) -> String? {
    guard case .startWorker = decision.move, let goal = decision.goal,
      let crashes = goals.first(where: { $0.goal == goal.text })
    else { return nil }
    let until = crashes.ask.map { "until \($0) is answered" } ?? "for now"
    return "no worker is started for the goal \(goal) \(until): its workers kept failing"
  }
}

/// A goal whose workers keep failing, and the question that waits for the human.
struct QuarantinedGoal: Sendable, Equatable {
  var goal: String
  var ask: String?
}

extension QuarantinedGoal: ShapedRecord {
  static let blank = QuarantinedGoal(goal: "")

  static let shape = Shape<QuarantinedGoal> { field in
    field(needed: "goal", \.goal, "the goal")
    field(optional: "ask", \.ask, "the question about it that waits for you")
  }
}
