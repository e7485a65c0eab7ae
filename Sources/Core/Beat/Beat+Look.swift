internal import Base
internal import ShellRules

/// The steps that read, ask and weigh. They write the run's own folder and the ledger, nothing else.
extension Beat {
  func recall() throws(LooopError) {
    // It may have changed since the pulse began.
    if let problem = loop.store.ownerProblem { throw problem }
    let recall = try Recall.read(loop, underWay: occasion.underWay)
    (state, chores) = (recall.state, recall.chores)
  }

  func readWorld() throws(LooopError) {
    if let problem = occasion.problem { throw problem }
    var look = try Look.read(loop, sense.result.readings, state: state, occasion: occasion)
    if let unread = look.world.unread { throw unread }
    forgetRests(&look)
    self.look = look
    chores = look.chores
  }

  private func forgetRests(_ look: inout Look) {
    let world = look.world
    let hasQuestion = world.mailbox.pending.contains { $0.kind == .runner }
    guard !world.parked.isEmpty || hasQuestion,
      // A config that names no runner says nothing about rests; whoever asks a runner reports it.
      let used = try? TickRunner.all(settings, loop.runners).map(\.preset)
    else { return }
    let outdated = loop.parking.outdated(
      world.parked, world.mailbox, used: used, settings: settings)
    look.forget(outdated.rests, outdated.asks)
    // Whoever mended the runner is to see that it works, though there is nothing to decide on yet.
    if !outdated.rests.isEmpty, state.lastDecidedAt == 0 { look.ignoreBaseline() }
  }

  // MARK: Before the call

  func weigh() throws(LooopError) {
    guard let look else { return }
    let world = look.world
    let now = loop.clock.now()
    // The ledger is read, and the human's words are weighed, only by a beat that may call.
    let mayCall = look.mayCall(settings)
    let parked = mayCall ? try findRunners() : nil
    // An approved move changes the world first, and what is to be seen is seen after it.
    if mayCall, look.approved == nil, let act = world.lastAct(state, now: now) {
      sense.relook(after: act)
    }
    var facts = look.facts(
      state, settings, isPaused: try FileFacts.of(loop.directory.paused) != nil, now: now)
    facts.parked = parked
    facts.spent = mayCall ? try loop.budget(settings.caps).spent(world.mailbox) : nil
    facts.awaited = sense.awaited(by: look.changes.sensors, words: look.humanWords)
    handle(.weighed(try finding(Verdict.of(facts))))
  }

  /// Finds the runners that can be asked; when all are parked, returns the one that is back first.
  private func findRunners() throws(LooopError) -> ParkedRunner? {
    switch try Inquiry.ready(loop, settings) {
    case .parked(let parked): return parked
    case .runners(let runners):
      inquiry = Inquiry(
        runners, settings, unknownFailures: state.unknownFailures, delays: retryDelays)
      return nil
    }
  }

  private func finding(_ verdict: Verdict) throws(LooopError) -> BeatMachine.Finding {
    switch verdict {
    case .decide: return .decide
    case .skip(let reason):
      outcome = .skipped(reason)
      return switch reason {
      case .parked: .parked
      case .budget: .spent
      case .unsettled: .unsettled
      case .settingUp: .settingUp
      case .unchanged where state.lastDecidedAt == 0: .settingUp
      default: .skip
      }
    case .runApproved(let pending):
      do throws(LooopError) {
        try pending.decision.move.replaced(loop.sensors, since: "the ask", pending.replaced)
        guard case .refuse(let rule) = try ruling(of: pending.decision, in: folder(of: pending))
        else { return .approved }
        outcome = .ranApproved(pending.ask, "refused for good: \(rule)")
        return .approvedRefused
      } catch {
        // It would be no other next time: it is taken up and fails, which the next beat decides on.
        unruled = error
        return .approved
      }
    }
  }

  private func ruling(
    of decision: Decision, in folder: String
  ) throws(LooopError) -> Ruling {
    try loop.ruling(of: decision, in: folder)
  }

  /// Where commands run and workers start.
  var folder: String { settings.workFolder(else: loop.store.process.workingDirectory) }

  /// Where an approved move runs: what was shown is what runs, whatever the config says by now. A
  /// command that was shown without a folder, by a former version, was to run in the data dir.
  func folder(of approved: PendingMove) -> String {
    if let folder = approved.folder { return folder }
    if case .runShell = approved.decision.move { return loop.directory.path }
    return folder
  }

  // MARK: The call

  func openRun() throws(LooopError) {
    guard let look else { return }
    askedAt = loop.clock.now()
    let run = try RunFolder.create(in: loop.directory.runs, at: askedAt)
    try run.write(wake(look))
    try run.write(run.world, look.world.json)
    self.run = run
    if !occasion.isDryRun { loop.events.append(woke: run, look.changes, in: look.world) }
  }

  private func wake(_ look: Look) -> RunWake {
    let entries = look.changes.entries
    let shown = Changes(entries: Array(entries.prefix(RunWake.changesKept)))
    return RunWake(
      occasion.isDryRun ? .dryRun : occasion.isByHand ? .byHand : .beat, at: askedAt,
      items: entries.count,
      shown.places(in: look.world, below: loop.directory.path, loop.store.redaction)
        .map(RunWake.Change.init))
  }

  func call() throws(LooopError) {
    guard let look, let run else { return }
    // A dry run calls on an unchanged world too.
    if inquiry == nil, let parked = try findRunners() {
      outcome = .skipped(.parked(parked))
      return handle(.callEnded(.capped))
    }
    guard let inquiry, let runner = inquiry.runner else { return }
    let prompt = inquiry.isShort ? run.shortPrompt : run.prompt
    let limit = runner.promptLimit
    try AtomicFile.replace(
      prompt,
      Prompt.text(look.world, try context(look), isShort: inquiry.isShort, limit: limit).utf8)
    let request = RunnerCall.Request(
      runner: runner, prompt: prompt, number: inquiry.calls + 1, run: run,
      mailbox: look.world.mailbox)
    let call = RunnerCall(
      loop, settings: settings, children: children, isTold: !occasion.isDryRun)
    let isStarted = try call.start(request) { [self] ended in
      do throws(LooopError) { hear(try ended.get(), from: runner) } catch {
        outcome = .failed(BeatFailure(.state, error.description))
        handle(.broke)
      }
    }
    if !isStarted { try refuseCall(look) }
  }

  func callNext() throws(LooopError) {
    inquiry?.askNext()
    try call()
  }

  func rest() { restUntil = Monotonic.now() + (inquiry?.delay ?? .zero) }

  func recordAnswer() throws(LooopError) {
    if let run, let answer { try run.write(run.decision, answer.json) }
  }

  func recordOutcome() throws(LooopError) {
    guard let run, var record = outcome.json.object else { return }
    if record["ruling"] == nil { record["ruling"] = gateRuling.map { .string($0.text) } }
    try run.write(
      run.outcome, loop.store.redaction.value(.object(record), numbers: false))
  }

  /// A cap forbade the call. After an earlier call of this beat, that call's answer counts.
  private func refuseCall(_ look: Look) throws(LooopError) {
    guard answer == nil else { return handle(.callEnded(.failed)) }
    let refusal = try loop.budget(settings.caps).refusal(look.world.mailbox)
    outcome = .failed(BeatFailure(.state, refusal.description))
    handle(.callEnded(.capped))
  }

  private func hear(_ said: RunnerCall.Answer, from runner: TickRunner) {
    guard let meaning = inquiry?.end(said.outcome), let calls = inquiry?.calls else { return }
    let answer = TickAnswer(
      outcome: said.outcome, runner: runner.preset.name, calls: calls,
      unrecognised: said.unrecognised,
      cost: (self.answer?.cost).map { $0 + said.cost } ?? said.cost,
      duration: (self.answer?.duration ?? .zero) + said.duration, end: said.end)
    self.answer = answer
    if !children.isStopping {
      endsRow = state.unknownFailures[runner.preset.name] != nil
      state.unknownFailures = inquiry?.unknownFailures ?? [:]
      if let failure = answer.failure() { outcome = .failed(failure) }
    }
    handle(.callEnded(meaning))
  }

  private func context(_ look: Look) throws(LooopError) -> Prompt.Context {
    var context = Prompt.Context(
      changes: look.changes, journal: try loop.journal.tail(40), lastFailure: state.lastFailure,
      served: state.served, maximumWorkers: settings.maxWorkers, now: loop.clock.now())
    context.redaction = loop.store.redaction
    context.guide = SensorGuide(
      brief: loop.sensors.authoringBrief, whole: loop.sensors.authoringText)
    context.lastActAt = look.world.lastAct(state, now: context.now)?.at
    context.underWay = Activity(
      sensors: sense.activity,
      moves: occasion.underWay.map { $0.activity(loop.store.redaction) }
        + look.approvedWaiting.map { pending in
          Activity.Entry(
            "\(pending.ask) (it has a yes, and runs next): \(journalLine(pending.decision))",
            since: look.world.mailbox.answers[pending.ask]?.at ?? context.now)
        })
    for reading in look.world.readings {
      context.lookedAt[reading.sensor] = try loop.snapshots.lastRun(of: reading.sensor)
    }
    return context
  }

  // MARK: After the call

  func rule() throws(LooopError) {
    guard let look, case .move(let decision, _)? = answer?.outcome else { return }
    let ruling: Result<Ruling, LooopError>
    do throws(LooopError) {
      replaced = try decision.move.replaced(loop.sensors)
      let ruled = try self.ruling(of: decision, in: folder)
      gateRuling = ruled
      ruling = .success(ruled)
    } catch {
      ruling = .failure(error)
    }
    let facts = try planFacts(look)
    let plan = Plan.of(decision, ruling: ruling, facts, redaction: loop.store.redaction)
    try run?.write(PlanRecord(plan, of: facts, loop.store.redaction))
    self.plan = plan
    switch plan {
    case .execute, .hold: break
    case .refuse(let failure): outcome = .failed(failure)
    case .drop(_, .steering): outcome = .skipped(.superseded)
    case .drop(_, .pause): outcome = .skipped(.paused)
    }
    handle(.ruled(plan.ruled))
  }

  private func planFacts(_ look: Look) throws(LooopError) -> Plan.Facts {
    var facts = Plan.Facts(look.world, state, now: loop.clock.now())
    facts.folder = folder
    facts.steering = try WorldLoader(loop).steeringChange(since: look.world)
    facts.underWay = occasion.underWay.map {
      .init(id: $0.intent, decision: $0.decision, since: $0.startedAt)
    }
    facts.approved = look.approvedWaiting.map { .init(id: $0.ask.text, decision: $0.decision) }
    facts.isPaused = try FileFacts.of(loop.directory.paused) != nil
    return facts
  }

  /// What a dry run says of the move.
  func show() throws(LooopError) {
    guard case .move(let decision, _)? = answer?.outcome else { return }
    do throws(LooopError) {
      outcome = .wouldAct(decision, ruling: try ruling(of: decision, in: folder).text)
    } catch { outcome = .failed(BeatFailure(.effect, error.description)) }
  }
}

extension RunFolder {
  /// For people and replays: nothing waits for the disk.
  fileprivate func write(_ plan: PlanRecord) throws(LooopError) {
    try AtomicFile.replace(self.plan, JSONWriter.line(plan.json, .pretty), durable: false)
  }
}

extension World {
  /// The human's words in one digest: when they are new, a failure is worth another try.
  var steering: String {
    let answers = mailbox.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.at)" }
    let goals = goals.map { "\($0.id)=\($0.body)" }
    return Digest.sha256(([playbook] + goals + answers).joined(separator: "\u{0}"))
  }
}
