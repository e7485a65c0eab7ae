internal import Base

/// Writes down what a beat did, in the one order that survives a kill at any point:
/// intent, effect, journal, state, baseline, intent removed.
struct Commit {
  let loop: Loop

  private var clock: Clock { loop.clock }
  private var directory: DataDirectory { loop.directory }

  /// A decided move was executed: the baseline becomes the world it was decided on, patched with
  /// what the move wrote. Nothing is read again, so what changed meanwhile is the next beat's.
  func decided(
    _ decision: Decision, _ effect: Effect, on look: Look, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(line(decision, effect))
    serve(decision, &state)
    try settle(look, patch: effect.patch, state: &state)
  }

  /// A decided move was begun, and takes time: what it was decided on is no change any more.
  func begun(_ decision: Decision, on look: Look, state: inout PulseState) throws(LooopError) {
    serve(decision, &state)
    try settle(look, patch: .init(), state: &state)
  }

  /// It ended. The baseline of now is patched: other beats may have decided meanwhile.
  func done(
    _ decision: Decision, _ effect: Effect, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(line(decision, effect))
    state.output = effect.output ?? state.output
    if decision.move.mayChangeWorld { state.actedAt = clock.now() }
    try state.save(directory.pulseState)
    try patchBaseline { $0.patched(effect.patch) }
  }

  /// It came to nothing: the changes it was decided on are changes again.
  func takeBack(_ look: Look) throws(LooopError) {
    try patchBaseline { $0.restoring(look.changes.names, from: look.baseline) }
  }

  private func patchBaseline(_ patch: (Baseline) -> Baseline) throws(LooopError) {
    guard let baseline = try Baseline.load(directory.baseline) else { return }
    try patch(baseline).save(directory.baseline)
  }

  private func serve(_ decision: Decision, _ state: inout PulseState) {
    if let goal = decision.goal { state.served[goal.text] = clock.now() }
    state.nextLookAt = decision.nextInterval.map { clock.now() + $0.seconds } ?? 0
  }

  /// An approved move was executed. Nothing was decided: the former baseline is patched, and the
  /// answer stays a change that the next beat decides on.
  func approved(
    _ pending: PendingMove, _ effect: Effect, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append("\(pending.ask) approved: \(line(pending.decision, effect))")
    if let goal = pending.decision.goal { state.served[goal.text] = clock.now() }
    state.output = effect.output ?? state.output
    if pending.decision.move.mayChangeWorld { state.actedAt = clock.now() }
    try state.save(directory.pulseState)
    try patchBaseline { $0.patched(effect.patch) }
  }

  /// A decided move waits for a yes to `ask`; `raised` is that ask when it is new.
  func held(
    _ decision: Decision, as ask: AskID, raised: Ask?, on look: Look, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(
      "\(ask) \(raised == nil ? "still asks" : "asks"): \(decision.journalLine)")
    let patch = Baseline.Patch(written: raised.map { [Item.ask($0)] } ?? [])
    try settle(look, patch: patch, state: &state)
  }

  /// The beat failed: the baseline stays, the failure backs off and reaches the next prompt. A parked
  /// runner is waited for by itself: it adds no backoff.
  func failed(_ failure: BeatFailure, steering: String, state: inout PulseState) {
    if !failure.isParked {
      state.failures += 1
      let delay = Backoff.delay(failures: state.failures, stated: failure.retryAfter)
      state.failedAt = clock.now()
      state.backoffUntil = state.failedAt + delay.seconds
      state.steering = steering
    }
    state.lastFailure = "\(failure.label): \(failure.message)"
    // A full disk is a failure that cannot be written down either; the event says so at least.
    do throws(LooopError) { try state.save(directory.pulseState) } catch {
      loop.events.append("state.unwritten", ["message": .string(error.message)])
    }
  }

  /// A crash interrupted a move: the state reports it to the next prompt, the journal to the human,
  /// each once even if a crash interrupts this too.
  func interrupted(
    _ move: InterruptedMove, state: inout PulseState
  ) throws(LooopError) {
    if !state.interrupted.contains(where: { $0.id == move.id }) {
      state.interrupted.append(move)
      try state.save(directory.pulseState)
    }
    let line = "interrupted \(move.id): \(move.move): \(move.fate)"
    if try !loop.journal.contains(line, last: 50) { try loop.journal.append(line) }
  }

  /// A decision was made on what `look` saw: its asks and answers are delivered, and what a command
  /// printed meanwhile waits for the next one. State, baseline, receipts, in this order.
  private func settle(
    _ look: Look, patch: Baseline.Patch, state: inout PulseState
  ) throws(LooopError) {
    let world = look.world
    state.failures = 0
    state.backoffUntil = 0
    state.lastFailure = nil
    state.lastDecidedAt = clock.now()
    if state.output == world.output { state.output = nil }
    state.interrupted.removeAll(where: world.interrupted.contains)
    try state.save(directory.pulseState)
    let seen = Baseline(world.items).restoring(Array(look.quiet), from: look.baseline)
    try seen.patched(patch).save(directory.baseline)
    try deliver(world)
  }

  private func line(_ decision: Decision, _ effect: Effect) -> String {
    decision.journalLine + (effect.remark.map { " (\($0))" } ?? "")
  }

  /// Marks answers that only the decider waited for as delivered: it has seen them now.
  private func deliver(_ world: World) throws(LooopError) {
    let living = Set(world.workers.filter(\.isAlive).map { "\($0.id) \($0.generation)" })
    for ask in world.mailbox.asks {
      guard world.mailbox.answers[ask.id] != nil, !world.mailbox.isDelivered(ask) else { continue }
      let asker = "\(ask.id.worker) \(ask.generation ?? "")"
      if ask.kind != .worker || !living.contains(asker) { try loop.mailbox.markDelivered(ask.id) }
    }
  }
}
