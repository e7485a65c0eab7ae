internal import Base

/// The steps that change the world: none of them is part of a dry run.
extension Beat {
  /// The move this beat is about.
  var decision: Decision? {
    if let approved { return approved.decision }
    if case .move(let decision, _)? = answer?.outcome { return decision }
    return nil
  }

  /// The approved move this beat runs; nil once it has called a runner.
  private var approved: PendingMove? { run == nil ? look?.approved : nil }

  /// Who said yes to it.
  private var approver: Author? { approved.flatMap { look?.world.mailbox.answers[$0.ask]?.by } }

  /// What the move's intent is called, and what it starts is marked with.
  var intent: String? { approved?.ask.text ?? run?.beat }

  func journalLine(_ decision: Decision) -> String {
    decision.journalLine(loop.store.redaction)
  }

  // MARK: Whatever is decided

  func doChores() throws(LooopError) {
    for chore in chores {
      switch chore {
      case .putAside(let file): try BrokenFiles.putAside(file, loop.events)
      case .reportInterrupted(let move):
        refresh()
        try commit.interrupted(move, state: &state)
        loop.sensors.unstage(trial: move.id)
        try loop.intents.remove(move.id)
      case .endRest(let parked):
        try loop.parking.settle(parked.runner)
        loop.events.append("runner.unparked", ["runner": .string(parked.runner)])
      case .forgetBaseline: _ = try AtomicFile.delete(loop.directory.baseline)
      case .withdraw(let ask): try loop.mailbox.withdraw(ask)
      case .tellLoss(let worker): loop.fleet.tellLoss(of: worker)
      case .askAbout(let crashes): look?.add(try Quarantine.ask(about: crashes, in: loop))
      case .recordDecline(let pending, let author, let words):
        refresh()
        try commit.declined(
          pending, by: author, words: words, world: look?.world ?? World(), state: &state)
        try loop.gates.drop(pending)
      }
    }
    chores = []
    // What workers ask wakes no decision, and programs that read the original's files see it all the same.
    if let look, !look.changes.isEmpty || !look.world.mailbox.pending.isEmpty {
      try ProbeSnapshots(directory: loop.directory, clock: loop.clock).record(look.world)
    }
  }

  func askForBudget() throws(LooopError) {
    guard let look, case .skipped(.budget(let spent)) = outcome else { return }
    try loop.budget(settings.caps).ask(about: spent, look.world.mailbox)
  }

  // MARK: The runner

  func park() throws(LooopError) {
    guard let runner = inquiry?.runner, let answer, case .failed(let failure, _) = answer.outcome
    else { return }
    let parked = try loop.parking.park(runner.preset, after: failure, settings: settings)
    loop.events.append("runner.parked", ["text": .string(parked.text)])
    if let failure = answer.failure(isParked: true) { outcome = .failed(failure) }
  }

  /// The first decision may be days away: it is said now that none could be made. A config that names
  /// no runner is reported by whoever asks one.
  func parkMissing() throws(LooopError) {
    guard state.lastDecidedAt == 0, let used = try? TickRunner.all(settings, loop.runners),
      case .runners = try Inquiry.ready(loop, settings)
    else { return }
    for parked in try loop.parking.parkMissing(used.map(\.preset), settings: settings) {
      loop.events.append("runner.parked", ["text": .string(parked.text)])
      outcome = .skipped(.parked(parked))
    }
  }

  /// A runner that answered is no longer parked, and has no row of failures: that is written now, since
  /// not every answer ends in a commit.
  func unpark() throws(LooopError) {
    guard let runner = inquiry?.runner else { return }
    try loop.parking.settle(runner.preset.name)
    guard endsRow else { return }
    refresh()
    try state.save(loop.directory.pulseState)
  }

  // MARK: A move

  func writeIntent() throws(LooopError) {
    if let decision, let run { try loop.intents.write(run.beat, decision, run: run) }
  }

  func removeIntent() throws(LooopError) {
    if let intent { try loop.intents.remove(intent) }
  }

  func takeUp() throws(LooopError) {
    guard let approved else { return }
    let isTakenUp = try loop.gates.takeUp(approved)
    if isTakenUp { loop.events.append(ruled: approved, "approved", by: approver) }
    handle(isTakenUp ? .takenUp : .gone)
  }

  func execute() {
    guard let decision, let intent else { return }
    startedAt = loop.clock.now()
    if let unruled { return fail(decision, unruled) }
    let replaced = approved.map(\.replaced) ?? replaced
    var isOver = false
    executor.execute(
      decision, over: replaced, in: approved.map { folder(of: $0) } ?? folder,
      isApproved: approved != nil,
      beat: intent
    ) { [self] ended in
      isOver = true
      do throws(LooopError) {
        effect = try ended.get()
        let line = effect.line(journalLine(decision))
        outcome = approved.map { .ranApproved($0.ask, line) } ?? .acted(line)
        handle(.moveEnded(isDone: true))
      } catch { fail(decision, error) }
    }
    if !isOver { handle(.moveStarted) }
  }

  private func fail(_ decision: Decision, _ error: LooopError) {
    let line = journalLine(decision)
    if let approved {
      // The human said yes to it: its failure is an outcome, and the next beat decides on that.
      let status = "failed: \(error.description)"
      effect = Effect(
        output: ShellOutput(id: approved.ask.text, command: line, status: status, tail: ""),
        remark: status)
      outcome = .ranApproved(approved.ask, effect.line(journalLine(decision)))
    } else {
      outcome = .failed(BeatFailure(.effect, "\(line): \(error.description)"))
    }
    handle(.moveEnded(isDone: false))
  }

  func hold() throws(LooopError) {
    guard let look, let run, case .hold(let decision, let rule)? = plan else { return }
    refresh()
    let digest = PendingMove.digest(of: decision)
    // The same move waits under its ask only while that ask is pending: a crash may leave the record
    // without its ask, or this very beat may have recorded its decline.
    let asked = Set(look.world.mailbox.pending.map(\.id))
    if let same = look.waiting.first(where: {
      asked.contains($0.ask) && PendingMove.digest(of: $0.decision) == digest
        && ($0.folder == nil || $0.folder == folder)
    }) {
      try commit.held(decision, as: same.ask, raised: nil, on: look, state: &state)
      outcome = .held(same.ask)
    } else {
      let substance = decision.move.substance
      var draft = PendingMove.Draft(
        decision: decision, rule: rule, beat: run.beat,
        declined: state.declined.last { $0.move == substance }?.text,
        difference: try decision.move.difference(loop.sensors))
      draft.replaced = replaced
      draft.folder = decision.move.startsInFolder ? folder : nil
      let ask = try loop.gates.raise(draft) { id, digest throws(LooopError) in try note(id, digest)
      }
      do throws(LooopError) {
        try commit.held(decision, as: ask.id, raised: ask, on: look, state: &state)
      } catch { throw error.stands ? error : .done("The question \(ask.id)", but: error) }
      outcome = .held(ask.id)
    }
  }

  /// Before anybody can answer: only what is noted here was asked by looop.
  private func note(_ ask: AskID, _ digest: String) throws(LooopError) {
    let standing = Set(try loop.gates.contents().pending.map(\.ask.text))
    state.asked = state.asked.filter { standing.contains($0.key) }
    state.asked[ask.text] = digest
    try Deed.prepare { () throws(LooopError) in try state.save(loop.directory.pulseState) }
    loop.asked.note(ask, digest)
  }

  func dropApproved() throws(LooopError) {
    guard let approved, case .ranApproved(let ask, let refusal) = outcome else { return }
    try loop.journal.append("\(ask) approved\(approver.byline) but \(refusal)")
    loop.events.append(ruled: approved, "refused", by: approver)
    try loop.gates.drop(approved)
  }

  func recordDropped() throws(LooopError) {
    guard case .drop(let decision, let reason)? = plan else { return }
    let why = reason == .pause ? "the loop was paused" : "PLAYBOOK or goals changed"
    try loop.journal.append("dropped, since \(why) meanwhile: \(journalLine(decision))")
    guard reason == .steering else { return }
    refresh()
    state.drops += 1
    state.droppedAt = loop.clock.now()
    try state.save(loop.directory.pulseState)
  }

  func recordSteering() throws(LooopError) {
    guard let wanted = look?.world.wanted, wanted != state.wanted else { return }
    refresh()
    (state.wanted, state.wantedSince) = (wanted, loop.clock.now())
    try state.save(loop.directory.pulseState)
  }

  func commitDecided() throws(LooopError) {
    guard let decision, let look else { return }
    refresh()
    try commit.decided(decision, effect, on: look, intent: intent, state: &state)
  }

  func commitDecision() throws(LooopError) {
    guard let decision, let look else { return }
    refresh()
    try commit.begun(decision, on: look, state: &state)
  }

  func commitMove() throws(LooopError) {
    guard let decision, let intent, let look else { return }
    refresh()
    try commit.done(decision, effect, on: look, intent: intent, state: &state)
  }

  func takeBack() throws(LooopError) {
    if let look { try commit.takeBack(look) }
  }

  func commitApproved() throws(LooopError) {
    guard let approved else { return }
    refresh()
    try commit.approved(approved, by: approver, effect, state: &state)
  }

  /// Reads the state again: another beat may have written it since this one began. One that cannot be
  /// read now stays as it was read then.
  private func refresh() {
    // What still cannot be written stays pending, and is written first by the next beat.
    try? loop.unfinished.finish()
    guard !loop.unfinished.isPending,
      var now = (try? PulseState.load(loop.directory.pulseState)) ?? nil
    else { return }
    now.follow(clock: loop.clock.now())
    // Only the beat that calls learns of failures.
    if inquiry != nil, !tookTime { now.unknownFailures = state.unknownFailures }
    state = now
  }

  // MARK: A failure

  /// A file that could not be read or written before anything was decided is no news for the decider once
  /// a later beat got past it, and no trouble of the human's.
  func forgetMended() {
    guard state.failedBeforeCall else { return }
    refresh()
    guard state.failedBeforeCall else { return }
    var mended = state
    (mended.failures, mended.backoffUntil, mended.lastFailure) = (0, 0, nil)
    // It still stands where this cannot be written.
    do throws(LooopError) { try mended.save(loop.directory.pulseState) } catch { return }
    state = mended
  }

  func recordFailure() {
    guard case .failed(let failure) = outcome else { return }
    // The state that waits to be written knows more than one written now.
    guard !loop.unfinished.isPending else {
      return loop.events.append("state.unwritten", ["message": .string(failure.message)])
    }
    // Steering counts from the call on: before it nothing was decided on the human's words.
    let steering = run == nil ? "" : look?.world.steering ?? ""
    refresh()
    // One that cannot be read now is not replaced by the little that this beat knows of it.
    do throws(LooopError) { _ = try PulseState.load(loop.directory.pulseState) } catch {
      guard Record.isBroken(error) else {
        return loop.events.append("state.unwritten", ["message": .string(failure.message)])
      }
    }
    commit.failed(failure, steering: steering, state: &state)
  }
}

extension PulseState {
  /// Whether the last failure is of looop's files, and nothing was decided on the human's words then.
  fileprivate var failedBeforeCall: Bool {
    steering.isEmpty && lastFailure?.hasPrefix("\(BeatFailure.Cause.state.label): ") == true
  }
}
