internal import Base
package import ShellRules

/// From a decision to what is on the disk: gate, executor, commit.
package final class Enact {
  private let loader: WorldLoader
  private let gates: Gates
  private let policy: Policy
  private let executor: Executor
  private let intents: Intents
  private let commit: Commit
  private let isStopping: () -> Bool

  package init(
    loader: WorldLoader, gates: Gates, policy: Policy, executor: Executor, intents: Intents,
    commit: Commit, isStopping: @escaping () -> Bool
  ) {
    self.loader = loader
    self.gates = gates
    self.policy = policy
    self.executor = executor
    self.intents = intents
    self.commit = commit
    self.isStopping = isStopping
  }

  /// Rules the decided move, then executes it, puts it before the human, or refuses it.
  func decided(
    _ decision: Decision, _ run: RunFolder, _ world: World, waiting: [PendingMove], now: Int,
    _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    if let refusal = Quarantine.refusal(of: decision, in: world, now: now) {
      return .failed(BeatFailure(.refused, "\(decision.journalLine): \(refusal)"))
    }
    let ruling: Ruling
    do throws(LooopError) { ruling = try rule(decision) } catch {
      return .failed(BeatFailure(.effect, error.description))
    }
    if decision.move.name != .noop, try !loader.isSteeringCurrent(world) {
      try commit.note("dropped, since PLAYBOOK or goals changed meanwhile: \(decision.journalLine)")
      return .skipped(.superseded)
    }
    switch ruling {
    case .refuse(let rule):
      return .failed(BeatFailure(.refused, "\(decision.journalLine): refused for good: \(rule)"))
    case .ask(let rule):
      return try hold(decision, rule, run, world, waiting, &state)
    case .allow:
      return try perform(decision, run, world, &state)
    }
  }

  /// What a dry run tells of the move.
  func wouldBe(_ decision: Decision) throws(LooopError) -> BeatOutcome {
    do throws(LooopError) {
      return .wouldAct(decision, ruling: try rule(decision).text)
    } catch {
      return .failed(BeatFailure(.effect, error.description))
    }
  }

  private func rule(_ decision: Decision) throws(LooopError) -> Ruling {
    policy.rule(try executor.shellReach(of: decision.move))
  }

  private func hold(
    _ decision: Decision, _ rule: String, _ run: RunFolder, _ world: World,
    _ waiting: [PendingMove], _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    let digest = PendingMove.digest(of: decision)
    // Only a question that still stands can be waited for: the record of one may be left without
    // its ask by a crash, or have been declined in this very beat.
    let asked = Set(world.mailbox.pending.map(\.id))
    if let same = waiting.first(where: { $0.digest == digest && asked.contains($0.ask) }) {
      try commit.held(decision, as: same.ask, raised: nil, world: world, state: &state)
      return .held(same.ask)
    }
    let ask = try gates.raise(decision, rule: rule, beat: run.beat)
    try commit.held(decision, as: ask.id, raised: ask, world: world, state: &state)
    return .held(ask.id)
  }

  private func perform(
    _ decision: Decision, _ run: RunFolder, _ world: World, _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    // A noop has no effect that could happen twice.
    let isWrittenAhead = decision.move.name != .noop
    if isWrittenAhead { try intents.write(run.beat, decision, run: run) }
    let effect: Effect
    do throws(LooopError) { effect = try executor.execute(decision, beat: run.beat) } catch {
      try intents.remove(run.beat)
      return .failed(BeatFailure(.effect, "\(decision.journalLine): \(error.description)"))
    }
    let outcome = BeatOutcome.acted(decision.journalLine)
    // Found after a crash, it says that the move had finished.
    if isWrittenAhead { try run.write(run.outcome, outcome.json) }
    try commit.decided(decision, effect, world: world, state: &state)
    if isWrittenAhead { try intents.remove(run.beat) }
    return outcome
  }

  /// Runs a move the human said yes to: ruled again by today's policy, which only a refusal stops.
  func approved(
    _ pending: PendingMove, baseline: Baseline?, _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    if case .refuse(let rule) = try rule(pending.decision) {
      try commit.note("\(pending.ask) approved but refused for good: \(rule)")
      try gates.drop(pending)
      return .ranApproved(pending.ask, "refused for good: \(rule)")
    }
    // Taken up while stopping, it would be cut short and the yes spent.
    guard !isStopping(), try gates.takeUp(pending) else { return .skipped(.stopping) }
    let effect: Effect
    do throws(LooopError) {
      effect = try executor.execute(pending.decision, beat: pending.ask.text)
    } catch {
      // Nothing is tried again without a new yes: the outcome is told, and the next beat decides.
      effect = Effect(
        output: ShellOutput(
          id: pending.ask.text, command: pending.decision.journalLine,
          status: "failed: \(error.description)", tail: ""),
        remark: "failed: \(error.description)")
    }
    try commit.approved(pending, effect, baseline: baseline, state: &state)
    try intents.remove(pending.ask.text)
    return .ranApproved(pending.ask, pending.decision.journalLine)
  }

  /// The human's no, or an answer that does not count.
  func declined(_ pending: PendingMove, _ words: String) throws(LooopError) {
    try commit.note("\(pending.ask) declined: \(words)")
    try gates.drop(pending)
  }

  /// An intent that nobody is working on is a move that was cut short: told once, to the human
  /// and to the next prompt, and never run again.
  func reportInterrupted(_ state: inout PulseState) throws(LooopError) {
    for move in try intents.found() {
      try commit.interrupted(move, state: &state)
      try intents.remove(move.id)
    }
  }
}
