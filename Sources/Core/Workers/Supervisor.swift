package import Base
internal import CSys

/// Keeps one worker: starts its agent, records what it says, and writes down how it ended. A
/// process of its own (`looop supervise`), so that it outlives a crashed pulse.
///
/// It only carries out what `SupervisorMachine` says.
package final class Supervisor {
  /// The time between SIGTERM and SIGKILL, for the agent and for what it left running.
  static let grace = Child.grace
  static let leftoverGrace = Duration.seconds(1)

  private let directory: DataDirectory
  private let clock: Clock
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
  private var timeLimit: Monotonic
  /// Silence counts from here, or from the agent's last output if that is later.
  private var quietSince = Monotonic.now()
  private var hasTold: Set<SupervisorMachine.Event> = []
  /// Whether somebody ended the check, so that it says nothing about the work.
  private var wasCheckStopped = false

  /// Starts the agent of the worker `id`. Throws `E_WORKER_START` when that is not to be had.
  package init(
    _ id: Identifier, directory: DataDirectory, clock: Clock, catalog: any RunnerCatalog,
    binary: String, environment: [String: String], stop: StopSignal
  ) throws(LooopError) {
    self.directory = directory
    self.clock = clock
    self.stop = stop
    folder = SessionFolder(path: "\(directory.sessions)/\(id)")
    guard let session = try SessionRecord.read(folder.session, id) else {
      throw Record.corrupt(folder.session, "it is not there")
    }
    self.session = session
    let environment = WorkerEnvironment.marked(
      environment, session: session, directory: directory, binary: binary)
    self.environment = environment
    let log = try AgentLog(
      session, folder, catalog, Ledger(folder: directory.ledger, clock: clock))
    self.log = log
    launch = try PromptFile.place(
      folder.brief, command: session.command, spare: "\(directory.prompts)/\(id).md")
    watch = WorkerWatch(session, folder, directory, clock)
    machine = SupervisorMachine(verifies: session.verify != nil)
    timeLimit =
      session.limits.timeout == .zero
      ? .distantFuture : Monotonic.now() + session.limits.timeout
    _ = csys_become_subreaper()
    do throws(CommandResult.NotStarted) {
      agent = try AgentProcess.start(
        .init(
          arguments: Command.shell(launch.command), environment: environment,
          workingDirectory: session.workingDirectory, kind: session.kind, input: launch.input),
        onOutput: { log.output($0) }, onError: { log.error($0) })
    } catch {
      launch.cleanUp()
      try log.spend.end("not started")
      throw LooopError(
        .failed, "E_WORKER_START", "\(error.reason).")
    }
    let mark = WorkerMark(id, session.generation)
    family = ProcessFamily(leader: agent.pid) {
      MarkedProcesses.find(dataDirectory: directory.path, where: mark.isOn)
    }
  }

  /// Keeps the worker to its end.
  package func run() {
    perform(.spawned)
    let poller = Poller(stop: stop, permanent: [watch, agent])
    while machine.end == nil {
      poller.turn(isEnding ? [family] : [], until: nextLimit)
      if stop.hasChildNews {
        stop.hasChildNews = false
        family.reap()
      }
      for event in news() { perform(event) }
      // Last: what happened may have begun a step with a time of its own.
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
    log.spend.note()
    if machine.state == .stuck, agent.lastOutput > quietSince { events.append(.output) }
    if watch.isDone { once(.done, &events) }
    events.append(watch.isWaiting ? .askRaised : .askSettled)
    if stop.received != nil { once(.stop, &events) }
    if timeLimit <= now { once(.timeLimit, &events) }
    if log.spend.isOver { once(.overBudget, &events) }
    if let end = agent.end, isAgentGone() { once(.exited(end), &events) }
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
    if hasTold.insert(event).inserted { events.append(event) }
  }

  private var isEnding: Bool { if case .ending = machine.state { true } else { false } }

  private var silenceLimit: Monotonic {
    // Neither counts while it is being ended, or waits for the human anyway.
    guard machine.state == .running else { return .distantFuture }
    return max(quietSince, agent.lastOutput) + session.limits.stuckAfter
  }

  private var nextLimit: Monotonic? {
    [stepLimit, isEnding ? nil : timeLimit, silenceLimit, log.spend.noteDue]
      .compactMap { $0 }.min()
      .flatMap { $0 == .distantFuture ? nil : $0 }
  }

  /// Whether the agent has ended and not only the shell before it, which goes at the first signal
  /// while the agent still tidies up.
  private func isAgentGone() -> Bool {
    switch machine.state {
    case .ending(.told), .ending(.killed): family.isGroupGone()
    default: true
    }
  }

  /// What the leftovers started before they went is told to end too; false when there is nothing.
  private func endNewLeftovers() -> Bool {
    family.gather()
    family.signal(SIGTERM)
    return !family.isGone
  }

  // MARK: What is done about it

  private func perform(_ event: SupervisorMachine.Event) {
    let former = machine.state
    let effects = machine.handle(event)
    if former != machine.state, machine.state == .running { quietSince = Monotonic.now() }
    for effect in effects { perform(effect) }
  }

  private func perform(_ effect: SupervisorMachine.Effect) {
    switch effect {
    case .recordStuck: record(.stuck(log.lastLine))
    case .recordAlive: record(.alive)
    case .giveLastWordTime: stepLimit = after(session.limits.doneGrace)
    case .terminate:
      // Before the agent goes: then its children are nobody's.
      family.gather()
      agent.signal(SIGTERM)
      // A stopped process hears nothing until it goes on.
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

  /// A failure to write is met again at the end, where it counts.
  private func record(_ phase: SessionStatus.Phase) {
    let status = SessionStatus(
      generation: session.generation, phase: phase, at: clock.now())
    try? AtomicFile.replace(folder.status, JSONWriter.line(status.json))
  }

  private func verify() {
    guard let command = session.verify else { return }
    // Its group is empty, so its number need not be kept; the check's own sweep meets no zombie.
    agent.reap()
    let children = ChildGroup(poller: Poller(stop: stop))
    let verdict = Verification.run(
      command, environment: environment, workingDirectory: session.workingDirectory,
      children: children)
    wasCheckStopped = verdict.wasStopped
    write(
      directory.verdict(session.id),
      verdict.record(generation: session.generation, at: clock.now()))
  }

  private func recordEnd() {
    guard let end = machine.end else { return }
    agent.reap()
    let said = log.finish(end)
    persist { () throws(LooopError) in try log.spend.end(said?.failureClass.rawValue ?? "ended") }
    let status = SessionStatus(
      generation: session.generation, phase: .ended(end.workerState), at: clock.now(),
      problem: problem(end, said),
      wasStopped: end.wasStopped || wasCheckStopped)
    write(folder.status, status.json)
  }

  /// What an agent says that was ended is about its ending.
  private func problem(_ end: SupervisorMachine.End, _ said: RunnerFailure?) -> String? {
    switch end {
    case .exited, .killed:
      said.map { "\($0.failureClass.rawValue): \(Untrusted.oneLine($0.message))" }
    case .ended(.budget, _):
      "it cost \(Dollars.text(log.spend.cost.dollars ?? 0)), more than the"
        + " \(Dollars.text(session.limits.dollars)) of usd_per_worker"
    case .ended(.timeLimit, _):
      "it ran past its time limit of \(session.limits.timeout.text)"
    case .ended: nil
    }
  }

  private func write(_ path: String, _ record: JSONValue) {
    persist { () throws(LooopError) in try AtomicFile.replace(path, JSONWriter.line(record)) }
  }

  /// What must be written: with a full disk it is tried for a minute, after giving back the room the
  /// recording can spare. Nobody is told but by these files.
  private func persist(_ write: () throws(LooopError) -> Void) {
    let limit = after(.minutes(1))
    let poller = Poller()
    while true {
      do throws(LooopError) { return try write() } catch {
        log.shrink()
        if limit <= Monotonic.now() { return }
        poller.turn(until: after(.milliseconds(500)))
      }
    }
  }
}
