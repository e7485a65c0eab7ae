package import Base
internal import CSys

/// Runs one worker: starts its agent, records what it says, and how it ended. A process of its own
/// (`looop supervise`), so that it outlives a crashed pulse.
///
/// It only carries out what `SupervisorMachine` decides.
package final class Supervisor {
  /// The time between SIGTERM and SIGKILL, for the agent and for what it left running.
  static let grace = Child.grace
  static let leftoverGrace = Duration.seconds(1)
  /// The time a worker that could end is given to take an answer of the human: its question held it.
  static let hearingTime = Duration.minutes(1)

  private let store: Store
  private let folder: SessionFolder
  private let session: SessionRecord
  /// As the agent has it.
  private let environment: [String: String]
  private let stop: StopSignal
  private let watch: WorkerWatch
  private let agent: AgentProcess
  private let log: AgentLog
  private let family: ProcessFamily
  private let launch: PromptFile
  private var machine: SupervisorMachine
  private var stepLimit: Monotonic?
  /// Whether `stepLimit` is longer because an answer was not taken yet.
  private var isHearing = false
  /// Moves on by the time for which the worker waited for the human.
  private var timeLimit: Monotonic
  /// Since when it waits for the human; nil while it does not.
  private var waitsSince: Monotonic?
  /// Silence counts from here, or from the agent's last output if that is later.
  private var quietSince = Monotonic.now()
  /// Events that are reported once only.
  private var reported: Set<SupervisorMachine.Event> = []
  /// Whether somebody ended the check, so that it says nothing about the work.
  private var wasCheckStopped = false
  /// Whether the check passed.
  private var isVerified = false

  /// Starts the agent of the worker `id` of `fleet`, whose environment the agent gets; `lock` is its
  /// session's. Throws `E_WORKER_START` when it cannot be started.
  package init(
    _ id: Identifier, of fleet: Fleet, lock: DirectoryLock, catalog: any RunnerCatalog,
    stop: StopSignal
  ) throws(LooopError) {
    let store = fleet.store
    self.store = store
    self.stop = stop
    folder = fleet.folder(id)
    guard let session = try SessionRecord.read(folder.session, id) else {
      throw Record.corrupt(folder.session, "it is not there")
    }
    self.session = session
    let environment = WorkerEnvironment.marked(
      fleet.environment, session: session, in: folder, store: store)
    self.environment = environment
    let log = try AgentLog(
      session, in: folder, catalog: catalog, store: store)
    self.log = log
    launch = try PromptFile.place(
      folder.brief, command: session.agent.command, spare: "\(store.directory.prompts)/\(id).md")
    watch = WorkerWatch(session, in: folder, lock: lock, store: store)
    machine = SupervisorMachine(verifies: session.verify != nil)
    timeLimit =
      session.agent.limits.timeout == .zero
      ? .distantFuture : Monotonic.now() + session.agent.limits.timeout
    _ = csys_become_subreaper()
    do throws(CommandResult.NotStarted) {
      agent = try AgentProcess.start(
        .init(
          arguments: Command.shell(launch.command), environment: environment,
          workingDirectory: session.agent.workingDirectory, kind: session.agent.kind,
          input: launch.input),
        listener: .init(output: { log.output($0) }, error: { log.error($0) }))
    } catch {
      launch.cleanUp()
      try log.spend.end("not started")
      throw LooopError(.failed, code: "E_WORKER_START", "\(error.reason).")
    }
    let mark = WorkerMark(id, session.generation)
    family = ProcessFamily(leader: agent.pid) {
      do throws(LooopError) {
        return try MarkedProcesses.find(dataDirectory: store.directory.path, where: mark.isOn)
      } catch { return error.code == "E_PROC" ? [] : nil }
    }
  }

  /// Returns once the worker has ended and its end is recorded.
  package func run() {
    for room in [folder.roomForOrder, folder.roomForEnd] { room.take() }
    defer { for room in [folder.roomForOrder, folder.roomForEnd] { room.give() } }
    perform(.spawned)
    stop.onStray = { [store, session] in store.events.append(survived: $0, session) }
    let poller = Poller(stop: stop, permanent: [watch, agent])
    while machine.end == nil {
      poller.turn(isEnding ? [family] : [], until: nextLimit)
      // A limit that has passed may have passed while this process was stopped: what happened before
      // it is waiting to be read, and a signal may have ended the turn before it was.
      if isLimitOver { poller.turn(isEnding ? [family] : [], until: Monotonic.now()) }
      if stop.hasChildNews {
        stop.hasChildNews = false
        family.reap()
      }
      for event in news() { perform(event) }
      if isHearing, !watch.isUnheard {
        isHearing = false
        if stepLimit != nil { stepLimit = after(session.agent.limits.doneGrace) }
      }
      // Last, since an event may have started a step with a limit of its own.
      if let stepLimit, stepLimit <= Monotonic.now() {
        self.stepLimit = nil
        perform(.deadline)
      }
    }
    launch.cleanUp()
  }

  // MARK: What happened

  private func news() -> [SupervisorMachine.Event] {
    var events: [SupervisorMachine.Event] = []
    let now = Monotonic.now()
    log.spend.recordDue()
    if machine.state == .stuck, agent.lastOutput > quietSince { events.append(.output) }
    if watch.isDone { once(.done, &events) }
    events.append(watch.isWaiting ? .askRaised : .askSettled)
    // A worker that is not found where it is looked for could neither ask nor be ended.
    if stop.received != nil || watch.isLost { once(.stop, &events) }
    if let end = agent.end, isAgentGone() { once(.exited(end), &events) }
    if log.isFinished != (machine.state == .finished) {
      events.append(log.isFinished ? .finalResult : .wentOn)
    }
    // After whatever the worker did: what it said in time counts, however late it is heard.
    // While it waits for a human the limit stands still, until the answer has moved it.
    if timeLimit <= now, machine.state != .waitingAsk { events.append(.timeLimit) }
    if log.spend.isOver { once(.overBudget, &events) }
    if silenceLimit <= now {
      quietSince = now
      if !log.isBusy { events.append(.silent) }
    }
    if case .ending(.leftovers) = machine.state, family.isGone, !endNewLeftovers() {
      events.append(.alone)
    }
    return events
  }

  private func once(
    _ event: SupervisorMachine.Event, _ events: inout [SupervisorMachine.Event]
  ) {
    if reported.insert(event).inserted { events.append(event) }
  }

  private var isEnding: Bool { if case .ending = machine.state { true } else { false } }

  private var silenceLimit: Monotonic {
    // Silence does not count while the worker is being ended, or waits for the human anyway.
    guard machine.state == .running else { return .distantFuture }
    return max(quietSince, agent.lastOutput) + session.agent.limits.stuckAfter
  }

  private var nextLimit: Monotonic? {
    [stepLimit, isTimed ? timeLimit : nil, silenceLimit, log.spend.nextRecord]
      .compactMap { $0 }.min()
      .flatMap { $0 == .distantFuture ? nil : $0 }
  }

  /// Whether the time limit can end the worker now.
  private var isTimed: Bool {
    switch machine.state {
    case .starting, .running, .stuck: true
    case .waitingAsk, .finished, .ending, .ended: false
    }
  }

  private var isLimitOver: Bool { nextLimit.map { $0 <= Monotonic.now() } ?? false }

  /// Whether the agent has ended and not only the shell before it, which goes at the first signal
  /// while the agent still tidies up.
  private func isAgentGone() -> Bool {
    switch machine.state {
    case .ending(.told), .ending(.killed): family.isGroupGone()
    default: true
    }
  }

  /// Ends what the leftovers started before they ended; false when there is nothing.
  private func endNewLeftovers() -> Bool {
    family.gather()
    family.signal(SIGTERM)
    return !family.isGone
  }

  // MARK: What is done about it

  private func perform(_ event: SupervisorMachine.Event) {
    let former = machine.state
    let effects = machine.handle(event)
    if former != machine.state { enter(machine.state) }
    for effect in effects { perform(effect) }
  }

  private func enter(_ state: SupervisorMachine.State) {
    let now = Monotonic.now()
    if let since = waitsSince, state != .waitingAsk {
      if timeLimit != .distantFuture { timeLimit = timeLimit + (now - since) }
      waitsSince = nil
    }
    switch state {
    case .running:
      quietSince = now
      // It went on in the time it was given to end.
      stepLimit = nil
    case .waitingAsk:
      waitsSince = now
      stepLimit = nil
    default: break
    }
  }

  private func perform(_ effect: SupervisorMachine.Effect) {
    switch effect {
    case .recordStuck: record(.stuck(log.lastLine))
    case .recordAlive: record(.alive)
    case .giveLastWordTime:
      isHearing = watch.isUnheard
      let time = session.agent.limits.doneGrace
      stepLimit = after(isHearing ? max(time, Self.hearingTime) : time)
    case .terminate:
      isHearing = false
      // Before the agent goes: after that, its children cannot be traced to it.
      family.gather()
      agent.signal(SIGTERM)
      // A stopped process receives the signal only once it is continued.
      agent.signal(SIGCONT)
      stepLimit = after(Self.grace)
    case .kill: agent.signal(SIGKILL)
    case .endLeftovers:
      stepLimit = after(Self.leftoverGrace)
      family.gather()
      family.signal(SIGTERM)
      family.signal(SIGCONT)
      if family.isGone { perform(.alone) }
    case .killLeftovers:
      family.end()
      perform(.alone)
    case .verify:
      verify()
      perform(.verified)
    case .recordEnd: recordEnd()
    }
  }

  private func after(_ time: Duration) -> Monotonic {
    Monotonic.now() + time
  }

  /// A failure to write shows again at the end, where it counts.
  private func record(_ phase: SessionStatus.Phase) {
    if case .stuck(let line) = phase { store.events.append(stuck: session, line: line) }
    let status = SessionStatus(
      generation: session.generation, phase: phase, at: store.clock.now())
    try? AtomicFile.replace(folder.status, JSONWriter.line(status.json))
  }

  private func verify() {
    guard let command = session.verify else { return }
    // Its group is empty, so the id may be reused; and the check's own sweep must find no zombie.
    agent.reap()
    let children = ChildGroup(poller: Poller(stop: stop))
    let verdict = Verification.run(
      command, environment: environment, workingDirectory: session.agent.workingDirectory,
      children: children, redaction: store.redaction)
    wasCheckStopped = verdict.wasStopped
    isVerified = verdict.isPassed
    write(
      store.directory.verdict(session.id),
      verdict.record(generation: session.generation, at: store.clock.now()))
  }

  private func recordEnd() {
    guard let end = machine.end else { return }
    agent.reap()
    let said = log.finish(end, isVouched: watch.isDone || isVerified)
    persist { () throws(LooopError) in try log.spend.end(said?.failureClass.rawValue ?? "ended") }
    let ending = ending(end)
    let status = SessionStatus(
      generation: session.generation, phase: .ended(end.workerState), at: store.clock.now(),
      problem: problem(end, said),
      wasStopped: end.wasStopped && ![.signal, .lost].contains(ending.by) || wasCheckStopped,
      ending: ending)
    write(folder.status, status.json)
    tellEnd()
  }

  /// Who ended it. An order that cannot be read leaves a signal of unknown origin.
  private func ending(_ end: SupervisorMachine.End) -> WorkerEnding {
    let order = ((try? Record.read(folder.stop)) ?? nil).flatMap { try? StopOrder($0) }
    if order == nil, stop.received == nil, watch.isLost {
      return WorkerEnding(.lost, why: "its session was removed, replaced or moved")
    }
    return end.ending(order, signal: stop.received)
  }

  /// From the files, as everybody else reads them.
  private func tellEnd() {
    let worker = try? folder.worker(session.id, verdict: store.directory.verdict(session.id))
    if let worker = worker ?? nil {
      store.events.append(ended: worker, dollars: log.spend.cost.dollars)
    }
  }

  /// What an agent says while looop ends it is about that end, not about a problem.
  private func problem(_ end: SupervisorMachine.End, _ said: RunnerFailure?) -> String? {
    switch end {
    case .exited, .killed, .ended(.result, _): said.map(text)
    case .ended(.budget, _):
      "it cost \(Dollars.text(log.spend.cost.dollars ?? 0)), more than the"
        + " \(Dollars.text(session.agent.limits.dollars)) of usd_per_worker"
    case .ended(.timeLimit, _):
      "it ran past its time limit of \(session.agent.limits.timeout.exactText)"
    case .ended: nil
    }
  }

  private func text(of failure: RunnerFailure) -> String {
    "\(failure.failureClass.rawValue): \(Untrusted.oneLine(failure.message))"
  }

  private func write(_ path: String, _ record: JSONValue) {
    persist { () throws(LooopError) in try AtomicFile.replace(path, JSONWriter.line(record)) }
  }

  /// Retries a write for a minute while the disk is full, after freeing what was kept for it and what the
  /// recordings can spare: nothing but these files says how the worker ended.
  private func persist(_ write: () throws(LooopError) -> Void) {
    let limit = after(.minutes(1))
    let poller = Poller()
    while true {
      do throws(LooopError) { return try write() } catch {
        if folder.roomForEnd.give() { continue }
        log.shrink()
        // Without its folder no wait helps.
        if limit <= Monotonic.now() || watch.isLost { return }
        poller.turn(until: after(.milliseconds(500)))
      }
    }
  }
}
