internal import CSys

/// The workers of a data dir: who there is, starting one, ending one.
public struct Fleet: Sendable {
  /// Milliseconds a supervisor is waited for after it was told to end: its worker's grace, and
  /// a second to write down how it went.
  static let endingTime = Child.grace + 1_500

  /// How much of a worker's report the next prompt shows; the file holds all of it.
  static let reportShown = 4 << 10

  private let directory: DataDirectory
  private let clock: Clock
  /// looop itself, which is also its own supervisor.
  private let binary: String
  private let environment: [String: String]

  public init(
    directory: DataDirectory, clock: Clock, binary: String, environment: [String: String]
  ) {
    self.directory = directory
    self.clock = clock
    self.binary = binary
    self.environment = environment
  }

  public struct Roll: Sendable, Equatable {
    public var workers: [Worker] = []
    public var problems: [LooopError] = []
  }

  /// Every session there is, the ended ones that are still kept included.
  public func roll() throws(LooopError) -> Roll {
    var roll = Roll()
    for name in try Folder.names(in: directory.sessions) ?? [] {
      guard let id = Identifier(valid: name) else { continue }
      let worker = try Record.noting(&roll.problems) { () throws(LooopError) in
        try folder(id).worker(id)
      }
      if let worker { roll.workers.append(worker) }
    }
    return roll
  }

  public func worker(_ id: Identifier) throws(LooopError) -> Worker? {
    try folder(id).worker(id)
  }

  public func outputFile(of id: Identifier) -> String { folder(id).output }

  /// Starts a worker. Everything is checked first: a refused start leaves nothing behind.
  /// Returns the new worker and the pid of its supervisor.
  public func start(
    _ order: WorkerOrder, maximum: Int, contract: String
  ) throws(LooopError) -> (worker: Worker, supervisor: Int32) {
    try check(order)
    let folder = folder(order.id)
    let path = "\(directory.sessions)/.lock"
    guard let lock = try DirectoryLock.acquire(path, within: 5_000) else {
      throw LooopError(
        .pending, "E_BUSY", "Somebody else has been starting workers for 5 seconds.",
        hint: "Try again.")
    }
    defer { withExtendedLifetime(lock) {} }
    let roll = try roll()
    if let former = roll.workers.first(where: { $0.id == order.id }) {
      guard !former.isAlive else {
        throw LooopError(
          .failed, "E_WORKER_ALIVE", "The worker \(order.id) is already at work.",
          hint: "Choose another id, or end it with `looop worker kill \(order.id)`.")
      }
      if former.state == .lost { _ = sweep(order.id) }
    }
    let alive = roll.workers.count { $0.isAlive }
    guard alive < maximum else {
      throw LooopError(
        .pending, "E_WORKER_CAP", "As many workers are at work as max_workers allows: \(alive).",
        hint: "Wait for one to end, or raise max_workers in the config.")
    }
    let staged = SessionFolder(path: "\(directory.sessions)/.new-\(order.id)")
    Folder.remove(staged.path)
    try Folder.create(staged.path)
    do throws(LooopError) {
      let held = try stage(order, contract: contract, in: staged)
      try putAside(order.id)
      _ = try AtomicFile.consume(staged.path, to: folder.path)
      let pid = try startSupervisor(order, holding: held)
      guard let worker = try folder.worker(order.id) else {
        throw Record.corrupt(folder.session, "it vanished while the worker started")
      }
      return (worker, pid)
    } catch {
      Folder.remove(staged.path)
      throw error
    }
  }

  private func check(_ order: WorkerOrder) throws(LooopError) {
    guard order.kind == .headless else {
      throw LooopError(
        .failed, "E_WORKER_KIND",
        "The worker \(order.id) would be of terminal kind, with a screen of its own, and that kind is"
          + " not built yet: '\(order.command)'.",
        hint: "Use the preset's headless command: `looop init` recommends it.")
    }
    guard Folder.exists(order.workingDirectory) else {
      throw LooopError(
        .failed, "E_WORKER_CWD", "The worker cannot start in \(order.workingDirectory): no folder.",
        hint: "Make it, or name another with --cwd or `workdir` in the config.")
    }
  }

  private func stage(
    _ order: WorkerOrder, contract: String, in staged: SessionFolder
  ) throws(LooopError) -> DirectoryLock {
    let generation = "\(LocalTime(clock.now()).stampText)-\(UInt32.random(in: 0...UInt32.max))"
    var session: JSONObject = [
      "v": 1, "id": .string(order.id.text), "generation": .string(generation),
      "kind": .string(order.kind.rawValue), "command": .string(order.command),
      "cwd": .string(order.workingDirectory), "started_at": .int(clock.now()),
    ]
    if let goal = order.goal { session["goal"] = .string(goal.text) }
    var environment = JSONObject()
    for (name, value) in order.environment.sorted(by: { $0.key < $1.key }) {
      environment[name] = .string(value)
    }
    session["env"] = .object(environment)
    if let askWait = order.askWait { session["ask_wait_s"] = .int(askWait) }
    try AtomicFile.replace(staged.session, JSONWriter.line(.object(session), .pretty))
    try AtomicFile.replace(staged.brief, "\(contract)\n\(order.brief)\n".utf8)
    guard let lock = try DirectoryLock.acquire(staged.lock) else {
      throw LooopError(.failed, "E_LOCK", "\(staged.lock) is held by somebody.")
    }
    return lock
  }

  /// The folder of the id's former life, kept under a name of its own.
  private func putAside(_ id: Identifier) throws(LooopError) {
    let path = folder(id).path
    guard try FileFacts.of(path) != nil else { return }
    let name = "\(directory.sessions)/.ended-\(id)-\(clock.now())-\(UInt32.random(in: 0...9_999))"
    _ = try AtomicFile.consume(path, to: name)
  }

  private func startSupervisor(
    _ order: WorkerOrder, holding lock: DirectoryLock
  ) throws(LooopError) -> Int32 {
    let folder = folder(order.id)
    do throws(LooopError) {
      return try Detached.start(
        binary, ["looop", "supervise", order.id.text, "--data-dir", directory.path],
        environment: Marks.unmarked(environment), workingDirectory: order.workingDirectory,
        lock: lock.descriptor, output: nil, errorFile: folder.supervisorErrors)
    } catch {
      Folder.remove(folder.path)
      throw error
    }
  }

  /// Ends a worker: its supervisor is told, waited for, and killed if it does not obey; what
  /// carries the worker's mark is swept. False when it was not alive.
  public func end(_ id: Identifier, poller: Poller) throws(LooopError) -> Bool {
    let wasAlive = try end([id], poller: poller)
    return !wasAlive.isEmpty
  }

  /// Ends every worker of `ids` at once; returns those of which anything was still running.
  public func end(_ ids: [Identifier], poller: Poller) throws(LooopError) -> [Identifier] {
    var ended: [Identifier] = []
    var holders: [ProcessHandle] = []
    for id in ids {
      guard let worker = try worker(id) else { continue }
      guard worker.isAlive else {
        // Its supervisor may have been killed and left the agent running.
        if sweep(id) > 0 { ended.append(id) }
        continue
      }
      ended.append(id)
      // A supervisor that has just been started may not have signed yet.
      let limit = Monotonic.now().adding(milliseconds: 1_000)
      while try DirectoryLock.isHeld(folder(id).lock) {
        if let pid = try DirectoryLock.holder(folder(id).lock), let handle = ProcessHandle(pid) {
          // Looked at again once the process is held: the pid cannot have changed hands.
          if try DirectoryLock.holder(folder(id).lock) == pid {
            handle.signal(SIGTERM)
            holders.append(handle)
            break
          }
        }
        if limit <= Monotonic.now() { break }
        poller.turn(until: Monotonic.now().adding(milliseconds: 10))
      }
    }
    ProcessHandle.waitForAll(
      holders, poller: poller, until: Monotonic.now().adding(milliseconds: Self.endingTime))
    for handle in holders where !handle.hasEnded { handle.signal(SIGKILL) }
    for id in ended { _ = sweep(id) }
    return ended
  }

  /// Ends what carries the worker's mark; returns how many processes that were.
  private func sweep(_ id: Identifier) -> Int {
    let mark = "\(Marks.session)=\(id)"
    return MarkedProcesses.end(dataDirectory: directory.path) { $0.contains(mark) }
  }

  /// Ends what the agents of lost workers left running.
  public func sweepLost() throws(LooopError) {
    for worker in try roll().workers where worker.state == .lost { _ = sweep(worker.id) }
  }

  /// A worker's own word at the end of its work: a report, and whether it went well.
  public func recordDone(
    _ id: Identifier, isSuccess: Bool, report: String
  ) throws(LooopError) {
    guard let worker = try worker(id), worker.isAlive else {
      throw LooopError(
        .badData, "E_WORKER_UNKNOWN", "No worker \(id) is at work.")
    }
    let name = "\(directory.reports)/\(id)-\(worker.generation).md"
    try AtomicFile.replace(name, "\(report)\n".utf8)
    let record: JSONValue = [
      "v": 1, "ok": .bool(isSuccess), "ts": .int(clock.now()), "report": .string(name),
      "text": .string(Untrusted.clipped(report, bytes: Self.reportShown)),
    ]
    try AtomicFile.replace(folder(id).done, JSONWriter.line(record))
  }

  /// The pids of every living supervisor.
  public func supervisors() throws(LooopError) -> Set<Int32> {
    var pids: Set<Int32> = []
    for name in try Folder.names(in: directory.sessions) ?? [] {
      guard let id = Identifier(valid: name) else { continue }
      if let pid = try DirectoryLock.holder(folder(id).lock) { pids.insert(pid) }
    }
    return pids
  }

  /// Removes sessions that ended longer ago than `age` seconds, and what was put aside.
  public func forget(olderThan age: Int) throws(LooopError) {
    let limit = clock.now() - age
    for worker in try roll().workers where !worker.isAlive {
      if (worker.endedAt ?? worker.startedAt) < limit { Folder.remove(folder(worker.id).path) }
    }
    for name in try Folder.entries(of: directory.sessions) ?? [] where name.hasPrefix(".ended-") {
      let path = "\(directory.sessions)/\(name)"
      if let facts = try FileFacts.of(path), facts.modified < limit { Folder.remove(path) }
    }
  }

  private func folder(_ id: Identifier) -> SessionFolder {
    SessionFolder(path: "\(directory.sessions)/\(id)")
  }
}
