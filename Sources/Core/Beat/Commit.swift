internal import Base

/// Writes down what a beat did, in the one order that survives a kill at any point:
/// intent, effect, journal, state, baseline, intent removed.
struct Commit {
  let loop: Loop

  private var clock: Clock { loop.clock }
  private var directory: DataDirectory { loop.directory }

  /// A decided move was executed, with the intent of that name: the baseline becomes the world it was
  /// decided on, patched with what the move wrote. Nothing is read again, so what changed meanwhile is
  /// the next beat's.
  func decided(
    _ decision: Decision, _ effect: Effect, on look: Look, intent: String?, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(effect.line(decision.journalLine(loop.store.redaction)))
    serve(decision, &state)
    note(decision.move, on: look, &state)
    try settle(look, effect, intent: intent, state: &state)
  }

  /// A decided move was begun, and takes time: what it was decided on is no change any more. It may
  /// still come to nothing, so all else that it was decided on stays.
  func begun(_ decision: Decision, on look: Look, state: inout PulseState) throws(LooopError) {
    serve(decision, &state)
    note(decision.move, on: look, &state)
    state.lastDecidedAt = clock.now()
    let (commit, begun) = (self, state)
    try loop.unfinished.perform { () throws(LooopError) in
      try begun.save(commit.directory.pulseState)
      try look.decidedOn(Baseline.load(commit.directory.baseline)).save(commit.directory.baseline)
    }
  }

  /// It ended. The baseline of now is patched: other beats may have decided meanwhile.
  func done(
    _ decision: Decision, _ effect: Effect, on look: Look, intent: String, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(effect.line(decision.journalLine(loop.store.redaction)))
    forget(look, &state)
    state.outputs.add(effect.output)
    if decision.move.mayChangeWorld { (state.actedAt, state.acts) = (clock.now(), state.acts + 1) }
    try finish(effect.patch, seen: look.world, intent: intent, state)
  }

  /// `seen` is the world of the decision that ends here; nil when nothing was decided.
  private func finish(
    _ patch: Baseline.Patch, seen: World?, intent: String, _ state: PulseState
  ) throws(LooopError) {
    let commit = self
    try loop.unfinished.perform { () throws(LooopError) in
      try state.save(commit.directory.pulseState)
      try commit.patchBaseline { $0.patched(patch) }
      if let seen { try commit.deliver(seen) }
      try commit.loop.intents.remove(intent)
    }
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
    _ pending: PendingMove, by author: Author?, _ effect: Effect, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(
      "\(pending.ask) approved\(author.byline): \(effect.line(pending.decision.journalLine(loop.store.redaction)))"
    )
    if let goal = pending.decision.goal { state.served[goal.text] = clock.now() }
    state.outputs.add(effect.output)
    if pending.decision.move.mayChangeWorld {
      (state.approvedAt, state.acts) = (clock.now(), state.acts + 1)
    }
    state.declined.removeAll { $0.move == pending.decision.move.substance }
    try finish(effect.patch, seen: nil, intent: pending.ask.text, state)
  }

  /// The human said no to a pending move, or gave an answer that does not count.
  func declined(
    _ pending: PendingMove, by author: Author?, words: String, world: World,
    state: inout PulseState
  ) throws(LooopError) {
    // Before it is cut, which happens each time that they are quoted.
    let words = loop.store.redaction.text(words)
    let declined = DeclinedMove(
      ask: pending.ask.text, move: pending.decision.move.substance, by: author?.text ?? "",
      words: words, world: world.standing)
    state.declined.removeAll { $0.move == declined.move }
    state.declined = (state.declined + [declined]).suffix(DeclinedMove.kept)
    try state.save(directory.pulseState)
    try loop.journal.append(
      "\(pending.ask) declined\(author.byline):"
        + " \(JournalWords.quoted(words, bytes: Decision.maximumWords))")
    loop.events.append(ruled: pending, "declined", by: author)
  }

  /// A decided move waits for a yes to `ask`; `raised` is that ask when it is new.
  func held(
    _ decision: Decision, as ask: AskID, raised: Ask?, on look: Look, state: inout PulseState
  ) throws(LooopError) {
    try loop.journal.append(
      "\(ask) \(raised == nil ? "still asks" : "asks"): \(decision.journalLine(loop.store.redaction))"
    )
    note(decision.move, on: look, &state)
    let effect = Effect(patch: .init(written: raised.map { [Item.ask($0)] } ?? []))
    try settle(look, effect, intent: nil, state: &state)
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

  /// A decision was made: what it says of the sensors that woke it, and of steering during a call.
  private func note(_ move: Move, on look: Look, _ state: inout PulseState) {
    let known = Set(state.idleWakes.filter(\.flaps).map(\.sensor))
    state.idleWakes = IdleWakes.after(
      move.name, look.changes, of: look.world.readings, former: state.idleWakes, now: clock.now())
    for new in state.idleWakes where new.flaps && !known.contains(new.sensor) {
      loop.events.append(
        "sensor.flaps", ["sensor": .string(new.sensor), "wakes": .int(new.count)])
    }
    state.drops = 0
  }

  /// Takes out of the state what a decision on `look` has dealt with. What another beat added
  /// meanwhile stays.
  private func forget(_ look: Look, _ state: inout PulseState) {
    state.outputs.removeAll(where: look.world.outputs.contains)
    state.interrupted.removeAll(where: look.world.interrupted.contains)
    guard state.failure == look.failure else { return }
    state.failures = 0
    state.backoffUntil = 0
    state.lastFailure = nil
  }

  /// A decision was made on `look`: its asks and answers are delivered, and what its move printed
  /// waits for the next one. State, baseline, receipts, in this order.
  private func settle(
    _ look: Look, _ effect: Effect, intent: String?, state: inout PulseState
  ) throws(LooopError) {
    forget(look, &state)
    state.lastDecidedAt = clock.now()
    state.outputs.add(effect.output)
    let (commit, settled) = (self, state)
    try loop.unfinished.perform { () throws(LooopError) in
      try settled.save(commit.directory.pulseState)
      let decidedOn = try look.decidedOn(Baseline.load(commit.directory.baseline))
      try decidedOn.patched(effect.patch).save(commit.directory.baseline)
      try commit.deliver(look.world)
      if let intent { try commit.loop.intents.remove(intent) }
    }
  }

  /// Marks answers that only the decider waited for as delivered: it has seen them now.
  private func deliver(_ world: World) throws(LooopError) {
    for ask in world.mailbox.asks {
      guard world.mailbox.answers[ask.id] != nil, !world.mailbox.isDelivered(ask) else { continue }
      let isHeard = !ask.isOfLoop && world.workers.contains { $0.hasAsked(ask) }
      if !isHeard { try loop.mailbox.markDelivered(ask.id, to: .loop) }
    }
  }
}

extension Author? {
  /// As in "approved by ada via cli"; empty when the answer has no name on it.
  var byline: String { map { " by \($0.text)" } ?? "" }
}

extension EventLog {
  /// What became of a move that waited for a yes, and who ruled it.
  func append(ruled pending: PendingMove, _ ruling: String, by author: Author?) {
    append(
      "gate.ruled",
      [
        "ask": .string(pending.ask.text), "ruling": .string(ruling),
        "by": author.map { .string($0.text) } ?? .null,
        "move": .string(pending.decision.journalLine(secrets())),
      ])
  }
}
