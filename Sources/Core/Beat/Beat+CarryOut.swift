internal import Base

/// The steps that change the world: none of them is part of a dry run.
extension Beat {
  /// The move this beat is about.
  private var decision: Decision? {
    if let approved { return approved.decision }
    if case .move(let decision, _)? = answer?.outcome { return decision }
    return nil
  }

  /// The approved move this beat runs; nil once it has called a runner.
  private var approved: PendingMove? { run == nil ? look?.approved : nil }

  /// What the move's intent is called, and what it starts is marked with.
  private var intent: String? { approved?.ask.text ?? run?.beat }

  // MARK: Whatever is decided

  func doChores() throws(LooopError) {
    for chore in chores {
      switch chore {
      case .putAside(let file): try BrokenFiles.putAside(file, loop.events)
      case .reportInterrupted(let move):
        try commit.interrupted(move, state: &state)
        try loop.intents.remove(move.id)
      case .endRest(let parked):
        try loop.parking.settle(parked.runner)
        loop.events.append("runner.unparked", ["runner": .string(parked.runner)])
      case .withdraw(let ask): try loop.mailbox.withdraw(ask)
      case .askAbout(let crashes): look?.add(try Quarantine.ask(about: crashes, in: loop))
      case .recordDecline(let pending, let words):
        try loop.journal.append("\(pending.ask) declined: \(words)")
        try loop.gates.drop(pending)
      }
    }
    chores = []
    if let look, !look.changes.isEmpty {
      try ProbeSnapshots(directory: loop.directory, clock: loop.clock).record(look.world)
    }
  }

  func recordReadings() throws(LooopError) {
    let found = writes
    writes = []
    try sense.carryOut(found)
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

  /// A runner that answered is no longer parked, and its row of failures is over: that is written now, since not every answer ends in a commit.
  func unpark() throws(LooopError) {
    guard let runner = inquiry?.runner else { return }
    try loop.parking.settle(runner.preset.name)
    if endsRow { try state.save(loop.directory.pulseState) }
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
    handle(try loop.gates.takeUp(approved) ? .takenUp : .gone)
  }

  func execute() {
    guard let decision, let intent else { return }
    executor.execute(decision, beat: intent) { [self] ended in
      do throws(LooopError) {
        effect = try ended.get()
        let line = effect.line(of: decision)
        outcome = approved.map { .ranApproved($0.ask, line) } ?? .acted(line)
        handle(.moveEnded(isDone: true))
      } catch { fail(decision, error) }
    }
  }

  private func fail(_ decision: Decision, _ error: LooopError) {
    let line = decision.journalLine
    if let approved {
      // The human said yes to it: its failure is an outcome, and the next beat decides on that.
      let status = "failed: \(error.description)"
      effect = Effect(
        output: ShellOutput(id: approved.ask.text, command: line, status: status, tail: ""),
        remark: status)
      outcome = .ranApproved(approved.ask, effect.line(of: decision))
    } else {
      outcome = .failed(BeatFailure(.effect, "\(line): \(error.description)"))
    }
    handle(.moveEnded(isDone: false))
  }

  func hold() throws(LooopError) {
    guard let look, let run, case .hold(let decision, let rule)? = plan else { return }
    let digest = PendingMove.digest(of: decision)
    // The same move waits under its ask only while that ask is pending: a crash may leave the record
    // without its ask, or this very beat may have recorded its decline.
    let asked = Set(look.world.mailbox.pending.map(\.id))
    if let same = look.waiting.first(where: { $0.digest == digest && asked.contains($0.ask) }) {
      try commit.held(decision, as: same.ask, raised: nil, world: look.world, state: &state)
      outcome = .held(same.ask)
    } else {
      let ask = try loop.gates.raise(.init(decision: decision, rule: rule, beat: run.beat))
      try commit.held(decision, as: ask.id, raised: ask, world: look.world, state: &state)
      outcome = .held(ask.id)
    }
  }

  func dropApproved() throws(LooopError) {
    guard let approved, case .ranApproved(let ask, let refusal) = outcome else { return }
    try loop.journal.append("\(ask) approved but \(refusal)")
    try loop.gates.drop(approved)
  }

  func recordDropped() throws(LooopError) {
    guard let decision else { return }
    try loop.journal.append(
      "dropped, since PLAYBOOK or goals changed meanwhile: \(decision.journalLine)")
  }

  func commitDecided() throws(LooopError) {
    guard let decision, let look else { return }
    try commit.decided(decision, effect, world: look.world, state: &state)
  }

  func commitApproved() throws(LooopError) {
    guard let approved else { return }
    try commit.approved(approved, effect, baseline: look?.baseline, state: &state)
  }

  // MARK: A failure

  func recordFailure() {
    guard case .failed(let failure) = outcome else { return }
    // Steering counts from the call on: before it nothing was decided on the human's words.
    let steering = run == nil ? "" : look?.world.steering ?? ""
    commit.failed(failure, steering: steering, state: &state)
  }
}
