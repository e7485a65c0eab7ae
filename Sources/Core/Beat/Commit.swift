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
    _ decision: Decision, _ effect: Effect, world: World, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(effect.line(of: decision))
    if let goal = decision.goal { state.served[goal.text] = clock.now() }
    state.nextLookAt = decision.nextInterval.map { clock.now() + $0.seconds } ?? 0
    try settle(world, patch: effect.patch, output: effect.output, state: &state)
  }

  /// An approved move was executed. Nothing was decided: the former baseline is patched, and the
  /// answer stays a change that the next beat decides on.
  func approved(
    _ pending: PendingMove, _ effect: Effect, baseline: Baseline?, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append("\(pending.ask) approved: \(effect.line(of: pending.decision))")
    if let goal = pending.decision.goal { state.served[goal.text] = clock.now() }
    state.output = effect.output ?? state.output
    try state.save(directory.pulseState)
    if let baseline { try baseline.patched(effect.patch).save(directory.baseline) }
  }

  /// A decided move waits for a yes to `ask`; `raised` is that ask when it is new.
  func held(
    _ decision: Decision, as ask: AskID, raised: Ask?, world: World, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(
      "\(ask) \(raised == nil ? "still asks" : "asks"): \(decision.journalLine)")
    let patch = Baseline.Patch(written: raised.map { [Item.ask($0)] } ?? [])
    try settle(world, patch: patch, output: nil, state: &state)
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

  /// A decision was made on `world`: its answers are delivered, and what its move printed waits for
  /// the next decision. Writes state, baseline and receipts, in this order.
  private func settle(
    _ world: World, patch: Baseline.Patch, output: ShellOutput?, state: inout PulseState
  ) throws(LooopError) {
    state.failures = 0
    state.backoffUntil = 0
    state.lastFailure = nil
    state.lastDecidedAt = clock.now()
    state.output = output
    state.interrupted = []
    try state.save(directory.pulseState)
    try Baseline(world.items).patched(patch).save(directory.baseline)
    try deliver(world)
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
