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
  static func refusal(of decision: Decision, among goals: [Plan.Facts.Quarantined]) -> String? {
    guard case .startWorker = decision.move, let goal = decision.goal,
      let crashes = goals.first(where: { $0.goal == goal.text })
    else { return nil }
    let until = crashes.ask.map { "until \($0) is answered" } ?? "for now"
    return "no worker is started for the goal \(goal) \(until): its workers kept failing"
  }
}
