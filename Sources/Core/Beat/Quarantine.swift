package import Base

/// Keeps a goal whose workers fail again and again from eating the budget: asks the human once, and
/// starts no worker for it meanwhile.
package struct Quarantine {
  private let mailbox: Mailbox
  private let events: EventLog
  private let clock: Clock

  package init(mailbox: Mailbox, events: EventLog, clock: Clock) {
    self.mailbox = mailbox
    self.events = events
    self.clock = clock
  }

  /// Raises the question of every loop that has none yet, and puts it into `world`: what this beat
  /// wrote is no news to it.
  func askAboutLoops(in world: inout World) throws(LooopError) {
    for loop in world.crashLoops(now: clock.now()) where loop.ask == nil {
      let ask = try mailbox.raise(
        AskDraft(
          worker: try Identifier("pulse", "worker"), kind: .pulse, prompt: loop.question,
          key: CrashLoop.key(loop.goal)))
      events.append(
        "goal.quarantined", ["goal": .string(loop.goal.text), "ask": .string(ask.id.text)])
      world.mailbox.asks.append(ask)
    }
  }

  /// Why `decision` may not be carried out in `world`, if it may not.
  static func refusal(of decision: Decision, in world: World, now: Int) -> String? {
    guard case .startWorker = decision.move, let goal = decision.goal,
      let loop = world.crashLoops(now: now).first(where: { $0.goal == goal })
    else { return nil }
    let until = loop.ask.map { "until \($0) is answered" } ?? "for now"
    return "no worker is started for the goal \(goal) \(until): its workers kept failing"
  }
}
