/// One pass of the loop: sense, decide, act. Read this first.
///
/// The world is read once; everything up to the move is a pure function of it. A beat never
/// throws: what went wrong is its outcome.
public struct Beat {
  private let directory: DataDirectory
  private let settings: Settings
  private let clock: Clock
  private let sense: Sense
  private let loader: WorldLoader
  private let gates: Gates
  private let policy: Policy
  private let ledger: Ledger
  private let decide: Decide
  private let executor: Executor
  private let intents: Intents
  private let commit: Commit
  private let journal: Journal
  private let sensors: any SensorCatalog
  private let events: EventLog
  private let probeSnapshots: ProbeSnapshots
  private let isStopping: () -> Bool

  public init(
    directory: DataDirectory, settings: Settings, clock: Clock, sense: Sense, loader: WorldLoader,
    gates: Gates, policy: Policy, ledger: Ledger, decide: Decide, executor: Executor,
    intents: Intents, commit: Commit, journal: Journal, sensors: any SensorCatalog,
    events: EventLog, isStopping: @escaping () -> Bool
  ) {
    self.directory = directory
    self.settings = settings
    self.clock = clock
    self.sense = sense
    self.loader = loader
    self.gates = gates
    self.policy = policy
    self.ledger = ledger
    self.decide = decide
    self.executor = executor
    self.intents = intents
    self.commit = commit
    self.journal = journal
    self.sensors = sensors
    self.events = events
    probeSnapshots = ProbeSnapshots(directory: directory, clock: clock)
    self.isStopping = isStopping
  }

  /// What asks for a beat.
  public struct Occasion: Sendable, Equatable {
    /// Runs every sensor, due or not.
    public var sensesAll = false
    /// Decides and rules, and changes nothing but the run's own folder and the ledger.
    public var isDryRun = false

    public init(sensesAll: Bool = false, isDryRun: Bool = false) {
      self.sensesAll = sensesAll
      self.isDryRun = isDryRun
    }
  }

  public func run(_ occasion: Occasion = Occasion()) -> BeatOutcome {
    var state = PulseState()
    var steering = ""
    do throws(LooopError) {
      let broken = BrokenFiles(events: events, keepsAside: !occasion.isDryRun)
      let remembered = try broken.reading(directory.pulseState) { () throws(LooopError) in
        try PulseState.load(directory.pulseState)
      }
      state = remembered ?? PulseState()
      if !occasion.isDryRun { try reportInterrupted(&state) }
      let readings = try sense.readings(
        nextLookAt: state.nextLookAt, all: occasion.sensesAll, keeping: !occasion.isDryRun,
        broken: broken)
      if isStopping() { return .skipped(.stopping) }
      var world = try loader.load(readings: readings, state: state)
      let waiting = try gates.contents()
      world.problems += try waiting.problems + sensors.problems()
      steering = Self.steering(world)
      let baseline = try broken.reading(directory.baseline) { () throws(LooopError) in
        try Baseline.load(directory.baseline)
      }
      let changes = Changes.between(baseline, world.items)
      if !occasion.isDryRun, !changes.isEmpty { try probeSnapshots.keep(world) }

      let verdict = try verdict(waiting, world, changes, state, steering, occasion)
      switch verdict {
      case .skip(.budget(let until, let cap)): return .skipped(.budget(until: until, cap: cap))
      case .skip(let reason) where !occasion.isDryRun: return .skipped(reason)
      case .runApproved(let pending) where !occasion.isDryRun:
        return try runApproved(pending, baseline, &state)
      // A dry run was asked for: it decides on an unchanged world too.
      case .runApproved, .skip, .decide: break
      }

      let run = try RunFolder.create(in: directory.runs, at: clock.now())
      let prompt = try prompt(world, changes, state)
      try run.write(run.world, world.json)
      try AtomicFile.replace(run.prompt, prompt.utf8)
      let answer = try decide.outcome(of: run)
      if isStopping(), case .failed = answer { return .skipped(.stopping) }
      try run.write(run.decision, answer.json)

      let outcome: BeatOutcome
      switch answer {
      case .failed(let failure, _):
        outcome = .failed(
          BeatFailure(
            .runner(failure.failureClass), failure.message, retryAfter: failure.retryAfter))
      case .text(let text, let problem, _):
        let quoted = Untrusted.oneLine(Untrusted.clipped(text, bytes: 300))
        outcome = .failed(
          BeatFailure(.runner(.protocol), "\(problem). The answer was: \(quoted)"))
      case .move(let decision, _):
        outcome = try act(decision, run, world, waiting, &state, occasion)
      }
      try run.write(run.outcome, outcome.json)
      if case .failed(let failure) = outcome, !occasion.isDryRun {
        commit.failed(failure, steering: steering, state: &state)
      }
      return outcome
    } catch {
      let failure = BeatFailure(.state, error.description)
      if !occasion.isDryRun { commit.failed(failure, steering: steering, state: &state) }
      return .failed(failure)
    }
  }

  /// An intent that nobody is working on is a move that was cut short: told once, to the human
  /// and to the next prompt, and never run again.
  private func reportInterrupted(_ state: inout PulseState) throws(LooopError) {
    for move in try intents.found() {
      if !state.interrupted.contains(where: { $0.id == move.id }) {
        state.interrupted.append(move)
        try state.save(directory.pulseState)
      }
      let line = "interrupted \(move.id):"
      if try !journal.tail(50).contains(where: { $0.includes(line) }) {
        try commit.note("\(line) \(move.move): \(move.fate)")
      }
      try intents.remove(move.id)
    }
  }

  private func verdict(
    _ waiting: Gates.Contents, _ world: World, _ changes: Changes, _ state: PulseState,
    _ steering: String, _ occasion: Occasion
  ) throws(LooopError) -> Verdict {
    var approved: PendingMove?
    for pending in waiting.pending {
      switch GateAnswer.of(pending, world.mailbox.answers[pending.ask]) {
      case .waiting: break
      case .approved: approved = approved ?? pending
      case .declined(let words):
        guard !occasion.isDryRun else { break }
        try commit.note("\(pending.ask) declined: \(words)")
        try gates.drop(pending)
      }
    }
    // The ledger is read only by a beat that would call.
    let mayCall = !changes.isEmpty || settings.noopTTL > 0
    let now = clock.now()
    let starts = mayCall ? try ledger.starts(since: Budget.window(now: now)) : []
    return Verdict.of(
      .init(
        now: now, approved: approved, hasChanges: !changes.isEmpty,
        isPaused: try FileFacts.of(directory.paused) != nil, state: state, steering: steering,
        noopTTL: settings.noopTTL,
        spent: Budget.check(starts: starts, settings: settings, now: now)))
  }

  private func prompt(
    _ world: World, _ changes: Changes, _ state: PulseState
  ) throws(LooopError) -> String {
    Prompt.text(
      world,
      Prompt.Context(
        changes: changes, journal: try journal.tail(40), lastFailure: state.lastFailure,
        served: state.served, sensorAuthoring: sensors.authoringText,
        maximumWorkers: settings.maxWorkers, now: clock.now()))
  }

  /// Rules the decided move, then executes it, puts it before the human, or refuses it.
  private func act(
    _ decision: Decision, _ run: RunFolder, _ world: World, _ waiting: Gates.Contents,
    _ state: inout PulseState, _ occasion: Occasion
  ) throws(LooopError) -> BeatOutcome {
    let ruling: Ruling
    do throws(LooopError) {
      ruling = policy.rule(try executor.shellReach(of: decision.move))
    } catch { return .failed(BeatFailure(.effect, error.description)) }
    if occasion.isDryRun { return .wouldAct(decision, ruling: ruling.text) }
    if decision.move.name != .noop, try !loader.isSteeringCurrent(world) {
      try commit.note("dropped, since PLAYBOOK or goals changed meanwhile: \(decision.journalLine)")
      return .skipped(.superseded)
    }
    switch ruling {
    case .refuse(let rule):
      return .failed(
        BeatFailure(.refused, "\(decision.journalLine): refused for good: \(rule)"))
    case .ask(let rule):
      let digest = PendingMove.digest(of: decision)
      if let same = waiting.pending.first(where: { $0.digest == digest }) {
        try commit.held(decision, as: same.ask, raised: nil, world: world, state: &state)
        return .held(same.ask)
      }
      let ask = try gates.raise(decision, rule: rule, beat: run.beat)
      try commit.held(decision, as: ask.id, raised: ask, world: world, state: &state)
      return .held(ask.id)
    case .allow:
      return try perform(decision, run, world, &state)
    }
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
    try run.write(run.outcome, outcome.json)
    try commit.decided(decision, effect, world: world, state: &state)
    if isWrittenAhead { try intents.remove(run.beat) }
    return outcome
  }

  /// Runs a move the human said yes to: ruled again by today's policy, which only a refusal stops.
  private func runApproved(
    _ pending: PendingMove, _ baseline: Baseline?, _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    let reach = try executor.shellReach(of: pending.decision.move)
    if case .refuse(let rule) = policy.rule(reach) {
      try commit.note("\(pending.ask) approved but refused for good: \(rule)")
      try gates.drop(pending)
      return .ranApproved(pending.ask, "refused for good: \(rule)")
    }
    guard try gates.takeUp(pending) else { return .skipped(.unchanged) }
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

  /// When the next beat has something to do, as far as time alone can tell; nil for never.
  public func nextDue(after outcome: BeatOutcome) throws(LooopError) -> Int? {
    let state = try PulseState.load(directory.pulseState) ?? PulseState()
    var due = [try sense.nextDue(nextLookAt: state.nextLookAt)]
    switch outcome {
    case .skipped(.backoff(let until)), .skipped(.budget(let until, _)): due.append(until)
    case .failed: due.append(state.backoffUntil)
    // What a command printed is decided on at once: no file's change tells of it.
    case .acted: if state.output != nil { due.append(0) }
    case .ranApproved, .held, .wouldAct, .skipped: break
    }
    if settings.noopTTL > 0, state.lastDecidedAt > 0 {
      due.append(state.lastDecidedAt + settings.noopTTL)
    }
    return due.compactMap { $0 }.min()
  }

  /// The human's words, as far as they can mend a failure.
  private static func steering(_ world: World) -> String {
    let answers = world.mailbox.answers.sorted { $0.key < $1.key }.map {
      "\($0.key)=\($0.value.at)"
    }
    let goals = world.goals.map { "\($0.id)=\($0.body)" }
    return Digest.sha256(([world.playbook] + goals + answers).joined(separator: "\u{0}"))
  }
}
