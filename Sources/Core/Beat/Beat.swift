package import Base

/// One pass of the loop: sense, decide, act. Read this first.
///
/// The world is read once; everything up to the move is a pure function of it. A beat never
/// throws: what went wrong is its outcome.
package final class Beat {
  private let directory: DataDirectory
  private let settings: Settings
  private let clock: Clock
  private let sense: Sense
  private let loader: WorldLoader
  private let quarantine: Quarantine
  private let gates: Gates
  private let budget: BudgetGuard
  private let decide: Decide
  private let enact: Enact
  private let commit: Commit
  private let journal: Journal
  private let events: EventLog
  private let sensors: any SensorCatalog
  private let isStopping: () -> Bool

  package init(
    directory: DataDirectory, settings: Settings, clock: Clock, sense: Sense, loader: WorldLoader,
    quarantine: Quarantine, gates: Gates, budget: BudgetGuard, decide: Decide, enact: Enact,
    commit: Commit, journal: Journal,
    events: EventLog, sensors: any SensorCatalog, isStopping: @escaping () -> Bool
  ) {
    self.directory = directory
    self.settings = settings
    self.clock = clock
    self.sense = sense
    self.loader = loader
    self.quarantine = quarantine
    self.gates = gates
    self.budget = budget
    self.decide = decide
    self.enact = enact
    self.commit = commit
    self.journal = journal
    self.events = events
    self.sensors = sensors
    self.isStopping = isStopping
  }

  /// What asks for a beat.
  package struct Occasion: Sendable, Equatable {
    /// Runs every sensor, due or not.
    package var sensesAll = false
    /// Decides and rules, and changes nothing but the run's own folder and the ledger.
    package var isDryRun = false

    package init(sensesAll: Bool = false, isDryRun: Bool = false) {
      self.sensesAll = sensesAll
      self.isDryRun = isDryRun
    }
  }

  /// What a beat did, and when time alone calls for the next one; nil for never.
  package struct Pass: Sendable, Equatable {
    package let outcome: BeatOutcome
    package let nextDue: Int?
    /// The paths outside, and the inboxes, whose change calls for the next one.
    package let watched: Set<String>
  }

  /// What one beat carries along.
  private struct Memory {
    var state = PulseState()
    /// The human's words, as far as they can mend a failure.
    var steering = ""
    var sensed = Sensed()
  }

  /// Everything that was read, once.
  private struct View {
    let world: World
    let waiting: [PendingMove]
    let baseline: Baseline?
    let changes: Changes
  }

  package func run(_ occasion: Occasion = Occasion()) -> Pass {
    var memory = Memory()
    var outcome: BeatOutcome
    do throws(LooopError) { outcome = try pass(occasion, &memory) } catch {
      outcome = .failed(BeatFailure(.state, error.description))
    }
    if case .failed(let failure) = outcome, !occasion.isDryRun {
      commit.failed(failure, steering: memory.steering, state: &memory.state)
    }
    return Pass(
      outcome: outcome, nextDue: nextDue(after: outcome, memory),
      watched: memory.sensed.watched.union(memory.sensed.inboxes))
  }

  private func pass(
    _ occasion: Occasion, _ memory: inout Memory
  ) throws(LooopError) -> BeatOutcome {
    let view = try look(occasion, &memory)
    if isStopping() { return .skipped(.stopping) }
    let (verdict, runners) = try verdict(view, memory, occasion)
    switch verdict {
    case .skip(.budget(let spent)):
      if !occasion.isDryRun { try budget.ask(about: spent, view.world.mailbox) }
      return .skipped(.budget(spent))
    case .skip(.parked(let parked)): return .skipped(.parked(parked))
    case .skip(let reason) where !occasion.isDryRun: return .skipped(reason)
    case .runApproved(let pending) where !occasion.isDryRun:
      return try enact.approved(pending, baseline: view.baseline, &memory.state)
    // A dry run was asked for: it decides on an unchanged world too.
    case .runApproved, .skip, .decide: return try think(view, runners, occasion, &memory)
    }
  }

  // MARK: Sense

  private func look(_ occasion: Occasion, _ memory: inout Memory) throws(LooopError) -> View {
    let broken = BrokenFiles(events: events, keepsAside: !occasion.isDryRun)
    let state = try broken.reading(directory.pulseState) { () throws(LooopError) in
      try PulseState.load(directory.pulseState)
    }
    memory.state = state ?? PulseState()
    memory.state.follow(clock: clock.now())
    if !occasion.isDryRun { try enact.reportInterrupted(&memory.state) }
    memory.sensed = try sense.run(
      Sense.Occasion(
        pace: .init(nextLookAt: memory.state.nextLookAt, interval: settings.interval),
        sensesAll: occasion.sensesAll, isKept: !occasion.isDryRun), broken: broken)
    var world = try loader.load(readings: memory.sensed.readings, state: memory.state)
    if !occasion.isDryRun { try quarantine.askAboutLoops(in: &world) }
    let waiting = try gates.contents()
    world.problems += try waiting.problems + sensors.problems()
    let baseline = try broken.reading(directory.baseline) { () throws(LooopError) in
      try Baseline.load(directory.baseline)
    }
    let changes = Changes.between(baseline, world.items)
    if !changes.isEmpty, !occasion.isDryRun {
      try ProbeSnapshots(directory: directory, clock: clock).keep(world)
    }
    return View(world: world, waiting: waiting.pending, baseline: baseline, changes: changes)
  }

  private func verdict(
    _ view: View, _ memory: Memory, _ occasion: Occasion
  ) throws(LooopError) -> (Verdict, [TickRunner]) {
    var approved: PendingMove?
    for pending in view.waiting {
      switch GateAnswer.of(pending, view.world.mailbox.answers[pending.ask]) {
      case .waiting: break
      case .approved: approved = approved ?? pending
      case .declined(let words):
        if !occasion.isDryRun { try enact.declined(pending, words) }
      }
    }
    // The ledger is read, and the human's words are weighed, only by a beat that would call.
    let mayCall = !view.changes.isEmpty || settings.noopTTL > .zero || occasion.isDryRun
    var runners: [TickRunner] = []
    var parked: ParkedRunner?
    if mayCall {
      switch try decide.ready() {
      case .runners(let ready): runners = ready
      case .parked(let resting): parked = resting
      }
    }
    let verdict = Verdict.of(
      .init(
        now: clock.now(), approved: approved, hasChanges: !view.changes.isEmpty,
        isPaused: try FileFacts.of(directory.paused) != nil, state: memory.state,
        steering: mayCall ? view.world.steering : "", noopTTL: settings.noopTTL,
        parked: parked, spent: mayCall ? try budget.spent(view.world.mailbox) : nil))
    return (verdict, runners)
  }

  // MARK: Decide and act

  private func think(
    _ view: View, _ runners: [TickRunner], _ occasion: Occasion, _ memory: inout Memory
  ) throws(LooopError) -> BeatOutcome {
    memory.steering = view.world.steering
    let run = try RunFolder.create(in: directory.runs, at: clock.now())
    try run.write(run.world, view.world.json)
    let context = try promptContext(view, memory.state)
    let question = Decide.Question(
      run: run, prompt: { Prompt.text(view.world, context, isShort: $0) },
      mailbox: view.world.mailbox, isDryRun: occasion.isDryRun)
    guard let answer = try decide.answer(question, from: runners) else {
      throw try budget.refusal(view.world.mailbox)
    }
    if isStopping(), case .failed = answer.outcome { return .skipped(.stopping) }
    try run.write(run.decision, answer.json)
    let outcome = try outcome(of: answer, run, view, occasion, &memory.state)
    try run.write(run.outcome, outcome.json)
    return outcome
  }

  private func outcome(
    of answer: Decide.Answer, _ run: RunFolder, _ view: View, _ occasion: Occasion,
    _ state: inout PulseState
  ) throws(LooopError) -> BeatOutcome {
    switch answer.outcome {
    case .failed(let failure, _):
      return .failed(
        BeatFailure(
          .runner(failure.failureClass), failure.message, retryAfter: failure.retryAfter,
          isParked: answer.isParked))
    case .text(let text, let problem, _):
      let quoted = Untrusted.quoted(text, bytes: 300)
      return .failed(BeatFailure(.runner(.protocol), "\(problem). The answer was: \(quoted)"))
    case .move(let decision, _):
      if occasion.isDryRun { return try enact.wouldBe(decision) }
      return try enact.decided(
        decision, run, view.world, waiting: view.waiting, now: clock.now(), &state)
    }
  }

  private func promptContext(
    _ view: View, _ state: PulseState
  ) throws(LooopError) -> Prompt.Context {
    Prompt.Context(
      changes: view.changes, journal: try journal.tail(40), lastFailure: state.lastFailure,
      served: state.served, sensorAuthoring: sensors.authoringText,
      maximumWorkers: settings.maxWorkers, now: clock.now())
  }

  // MARK: What is due next

  private func nextDue(after outcome: BeatOutcome, _ memory: Memory) -> Int? {
    let state = memory.state
    var due = [
      sense.nextDue(.init(nextLookAt: state.nextLookAt, interval: settings.interval))
    ]
    switch outcome {
    case .skipped(.backoff(let until)): due.append(until)
    case .skipped(.budget(let spent)): due.append(spent.until)
    case .skipped(.parked(let parked)): due.append(parked.until)
    // What waits for a runner is looked at again at once, to find out until when.
    case .failed(let failure): due.append(failure.isParked ? 0 : state.backoffUntil)
    // What a command printed is decided on at once: no file's change tells of it.
    case .acted: if state.output != nil { due.append(0) }
    case .ranApproved, .held, .wouldAct, .skipped: break
    }
    if settings.noopTTL > .zero, state.lastDecidedAt > 0 {
      due.append(state.lastDecidedAt + settings.noopTTL.seconds)
    }
    return due.compactMap { $0 }.min()
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
