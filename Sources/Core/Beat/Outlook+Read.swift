package import Base

/// The outlook as the files have it. Nothing is written, and no sensor runs.
extension Outlook {
  /// What was read already.
  package struct Given {
    package let world: World
    package let state: PulseState
    package let sensors: [SensorEntry]
    /// Nil when the config is missing or broken.
    package let settings: Settings?
    package let isWired: Bool
    /// Whether the data dir is still to be made.
    package let isNew: Bool
    /// Why there are no settings, of a config that is there.
    package var configProblem: LooopError?

    package init(
      world: World, state: PulseState, sensors: [SensorEntry], settings: Settings?,
      isWired: Bool, isNew: Bool
    ) {
      self.isNew = isNew
      self.world = world
      self.state = state
      self.sensors = sensors
      self.settings = settings
      self.isWired = isWired
    }
  }

  /// What cannot be read is not known, and one of `problems`.
  package static func read(
    _ loop: Loop, _ given: Given, noting problems: inout [LooopError]
  ) -> Outlook {
    var outlook = Outlook(now: loop.clock.now())
    outlook.isWired = given.isWired
    outlook.configProblem = given.configProblem
    outlook.lastFailure = given.state.lastFailure
    outlook.writeProblem = loop.directory.writeProblem(now: outlook.now)
    outlook.ownerProblem = loop.store.ownerProblem
    outlook.isForeign = loop.store.foreignProblem != nil
    outlook.unreadProblem = loop.directory.misplaced.first ?? given.world.unread
    var state = given.state
    state.follow(clock: outlook.now)
    outlook.hasDecided = state.lastDecidedAt > 0
    let mailbox = given.world.mailbox
    outlook.noting(&problems) { (known) throws(LooopError) in try known.readPulse(loop) }
    outlook.noting(&problems) { (known) throws(LooopError) in
      try known.readMoney(loop, given.settings, in: mailbox)
    }
    outlook.noting(&problems) { (known) throws(LooopError) in
      try known.readRunners(loop, given.settings)
    }
    outlook.noting(&problems) { (known) throws(LooopError) in
      try known.readVerdict(loop, given, after: state)
    }
    outlook.noting(&problems) { (known) throws(LooopError) in
      try known.readWake(loop, given, after: state)
    }
    return outlook
  }

  /// Reads a part of it; what cannot be read stays unknown.
  private mutating func noting(
    _ problems: inout [LooopError], _ read: (inout Outlook) throws(LooopError) -> Void
  ) {
    do throws(LooopError) { try read(&self) } catch { problems.append(error) }
  }

  private mutating func readPulse(_ loop: Loop) throws(LooopError) {
    let directory = loop.directory
    isHolderKnown = false
    holder = try DirectoryLock.holder(directory.lock)
    isHolderKnown = true
    isPaused = try FileFacts.of(directory.paused) != nil
    let last = try Activity.last(directory)
    lastBeat = last.flatMap { last in
      last.activity.beat.map { LastBeat(at: last.beatAt, beat: $0) }
    }
    isPulseLost = holder == .free && last?.activity.lostPulse != nil
    guard let pid else { return }
    condition = ProcessCondition.of(pid)
    guard last?.activity.isSaid(by: pid) == true else { return }
    activity = last?.activity
    wakesAt = try FileFacts.of(directory.nextWake)?.modified
  }

  private mutating func readMoney(
    _ loop: Loop, _ settings: Settings?, in mailbox: Mailbox.Contents
  ) throws(LooopError) {
    guard let settings else { return }
    let caps = BudgetAsk.caps(settings.caps, mailbox, day: LocalTime(now).dayText)
    let amounts = try loop.ledger.amounts(since: Budget.window(now: now))
    money = Money(spending: Spending(amounts), caps: caps)
  }

  private mutating func readRunners(_ loop: Loop, _ settings: Settings?) throws(LooopError) {
    guard let settings, isWired else { return }
    runners = try TickRunner.all(settings, loop.runners).map(\.preset.name)
    if case .runners(let ready) = try Inquiry.ready(loop, settings, isPulse: false) {
      runner = ready.first?.preset.name
    }
  }

  /// By the rules of the beat.
  private mutating func readVerdict(
    _ loop: Loop, _ given: Given, after state: PulseState
  ) throws(LooopError) {
    // What a new data dir holds is nothing to decide on.
    guard !given.isNew else { return verdict = .skip(.settingUp) }
    let look = try Self.look(loop, given.world, after: state, now: now)
    changes = look.changes.names
    let needs: [ApprovedMove.Need] = (holder == .free ? [.up] : []) + (isPaused ? [.resume] : [])
    approved = look.approvedWaiting.map { pending in
      ApprovedMove(
        ask: pending.ask, move: pending.decision.journalLine(loop.store.redaction), needs: needs)
    }
    guard let settings = given.settings else { return }
    var facts = look.facts(state, settings, isPaused: isPaused, now: now)
    facts.awaited = Set((activity?.awaited ?? []).compactMap(Identifier.init(valid:)))
    if look.mayCall(settings), isWired {
      if case .parked(let parked) = try Inquiry.ready(loop, settings, isPulse: false) {
        facts.parked = parked
      }
      facts.spent = money.flatMap { Budget.check($0.spending, caps: $0.caps, now: now) }
      let asked = facts.spent.flatMap { spent in
        BudgetAsk.asked(spent, given.world.mailbox, day: LocalTime(now).dayText)?.id
      }
      let isAnswered = asked.map { given.world.mailbox.answers[$0] != nil } ?? false
      (keptCap, openCap) = isAnswered ? (asked, nil) : (nil, asked)
    }
    verdict = Verdict.of(facts)
  }

  /// What a beat that begins now would see of `world`, without running sensors.
  static func look(
    _ loop: Loop, _ world: World, after state: PulseState, now: Int
  ) throws(LooopError) -> Look {
    let gates = try loop.gates.contents()
    var world = world
    world.problems += try gates.problems + loop.sensors.problems()
    // A broken one reads as absent, as it does for the pulse.
    var broken = BrokenFiles()
    let stored = try broken.reading(loop.directory.baseline) { () throws(LooopError) in
      try Baseline.load(loop.directory.baseline)
    }
    return Look.of(world, waiting: gates.pending, stored: stored, state: state, now: now)
  }

  /// Which of what is due the pulse wakes for.
  private mutating func readWake(
    _ loop: Loop, _ given: Given, after state: PulseState
  ) throws(LooopError) {
    guard let wakesAt, let settings = given.settings else { return }
    if let until, abs(until - wakesAt) <= 1 { return wakeReason = .verdict }
    let next = NextRun(
      directory: loop.directory, nextLookAt: state.nextLookAt, interval: settings.interval)
    let running = Set(activity?.sensors.map(\.name) ?? [])
    var due: [Identifier] = []
    for case .sensor(let sensor) in given.sensors where !running.contains(sensor.name.text) {
      let reading = given.world.readings.first { $0.sensor == sensor.name }
      if let moment = try next.moment(of: sensor, after: reading, now: now), moment <= wakesAt {
        due.append(sensor.name)
      }
    }
    if !due.isEmpty { return wakeReason = .sensors(due) }
    if settings.noopTTL > .zero, hasDecided,
      abs(state.lastDecidedAt + settings.noopTTL.seconds - wakesAt) <= 1
    {
      wakeReason = .aged
    }
  }
}

extension DataDirectory {
  /// Why the loop could not write here, tried now; nil when it could. Nothing changes but for a verb that
  /// `mayWrite`, on a file system that has no files without a name.
  package func writeProblem(now: Int, mayWrite: Bool = false) -> LooopError? {
    do throws(LooopError) {
      guard try FileFacts.hasEntry(path) else { return WriteProbe.problem(making: path) }
    } catch { return error }
    let workshop = Folder.exists(lockFolder) ? lockFolder : path
    if let problem = visibleWriteProblem(now: now) { return problem }
    return switch WriteProbe.trial(writingUnnamedIn: workshop) {
    case .refused(let problem): problem
    case .written: nil
    case .untried: mayWrite ? WriteProbe.problem(writingIn: workshop) : nil
    }
  }

  /// As `writeProblem`, as far as it shows without a try, of a data dir that is there.
  package func visibleWriteProblem(now: Int) -> LooopError? {
    // Appended to in place; all else is replaced, which takes its folder.
    let appended = [journal, events, "\(ledger)/\(LocalTime(now).monthText).jsonl"]
    return folders.firstResult(WriteProbe.problem(with:))
      ?? appended.firstResult(WriteProbe.problem(appendingTo:))
  }
}
