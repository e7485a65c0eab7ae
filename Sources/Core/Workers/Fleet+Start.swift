package import Base

extension Fleet {
  /// Starts a worker. Everything is checked first, and the agent is up when this returns: a refused
  /// start leaves nothing behind. Returns the new worker and the pid of its supervisor.
  package func start(
    _ order: WorkerOrder, maximum: Int, by actor: Actor = .human
  ) throws(LooopError) -> (worker: Worker, supervisor: Int32) {
    try check(order)
    let folder = folder(order.id)
    guard let lock = try lockStarts(within: .seconds(10)) else {
      throw LooopError(
        .pending, code: "E_BUSY", "Another process has been starting workers for 10 seconds.",
        hint: "Try again.")
    }
    defer { withExtendedLifetime(lock) {} }
    try checkRoom(for: order.id, maximum: maximum)
    let staged = SessionFolder(
      path: "\(directory.sessions)/\(SessionFolder.stagedPrefix)\(order.id)")
    Folder.remove(staged.path)
    try Folder.create(staged.path, durable: false)
    let former = formerPlace(order.id)
    // Until it is moved aside, the folder at this path is the id's former life.
    var isPlaced = false
    let pid: Int32
    do throws(LooopError) {
      pid = try Deed.prepare { () throws(LooopError) in
        let held = try stage(order, in: staged)
        try putAside(order.id, to: former)
        isPlaced = true
        _ = try AtomicFile.consume(staged.path, to: folder.path)
        if let verify = order.task.verify {
          try AtomicFile.replace(directory.check(order.id), "\(verify)\n".utf8)
        }
        return try startSupervisor(order, holding: held)
      }
    } catch {
      Folder.remove(staged.path)
      if isPlaced { for path in [folder.path, directory.check(order.id)] { Folder.remove(path) } }
      bringBack(order.id, from: former)
      throw error
    }
    // It is at work from here on.
    do throws(LooopError) {
      guard let worker = try worker(order.id) else {
        throw Record.corrupt(folder.session, "it vanished while the worker started")
      }
      store.chronicle.tell(started: worker, order, by: actor)
      return (worker, pid)
    } catch { throw .done("The start of the worker \(order.id)", but: error) }
  }

  private func check(_ order: WorkerOrder) throws(LooopError) {
    if order.agent.kind == .terminal, !CommandTemplate.hasPlaceholder(order.agent.command) {
      throw LooopError(
        .failed, code: "E_WORKER_PLACEHOLDER",
        "A terminal worker gets its brief through its command, and this command lacks"
          + " \(CommandTemplate.placeholder): '\(Untrusted.oneLine(order.agent.command))'.",
        hint: "Add -- \"$(cat \(CommandTemplate.placeholder))\" to it, or use --kind headless.")
    }
    guard Folder.exists(order.agent.workingDirectory) else {
      throw LooopError(
        .failed, code: "E_WORKER_CWD",
        "The worker cannot start in \(order.agent.workingDirectory): there is no such folder.",
        hint: "Create it, or name another with --cwd or `workdir` in the config.")
    }
  }

  private func checkRoom(for id: Identifier, maximum: Int) throws(LooopError) {
    let roll = try roll()
    if let former = roll.workers.first(where: { $0.id == id }) {
      guard !former.isAlive else {
        throw LooopError(
          .failed, code: "E_WORKER_ALIVE", "The worker \(id) is already at work.",
          hint: "Choose another id, or end it with `looop worker kill \(id)`.")
      }
      if case .lost(.supervisor) = former.state { _ = sweep(former) }
      tellLoss(of: former)
    }
    let alive = roll.workers.count { $0.isAlive }
    guard alive < maximum else {
      throw LooopError(
        .pending, code: "E_WORKER_CAP", "max_workers is reached: \(alive) at work.",
        hint: "Wait for one to end, or raise max_workers in the config.")
    }
  }

  private func stage(
    _ order: WorkerOrder, in staged: SessionFolder
  ) throws(LooopError) -> DirectoryLock {
    let now = clock.now()
    let session = SessionRecord(
      id: order.id,
      generation: "\(LocalTime(now).stampText)-\(UInt32.random(in: 0...UInt32.max))",
      startedAt: now, boot: Machine.boot, goal: order.goal, verify: order.task.verify,
      agent: order.agent)
    try AtomicFile.replace(staged.session, JSONWriter.line(session.json, .pretty))
    try AtomicFile.replace(staged.brief, "\(order.contract)\n\(order.task.brief)\n".utf8)
    guard let lock = try DirectoryLock.acquire(staged.lock) else {
      throw LooopError(
        .failed, code: "E_LOCK", "\(staged.lock) is held by another process.",
        hint: "Try again in a moment.")
    }
    return lock
  }

  /// A name of its own for the folder of the id's former life.
  private func formerPlace(_ id: Identifier) -> SessionFolder {
    let name = FormerLife(id: id, endedAt: clock.now()).folder
    return SessionFolder(path: "\(directory.sessions)/\(name)")
  }

  /// Keeps the folder of the id's former life, if there was one, with what its check said.
  private func putAside(_ id: Identifier, to former: SessionFolder) throws(LooopError) {
    guard try AtomicFile.consume(folder(id).path, to: former.path) else { return }
    _ = try AtomicFile.consume(directory.check(id), to: former.formerCheck)
    _ = try AtomicFile.consume(directory.verdict(id), to: former.formerVerdict)
  }

  private func bringBack(_ id: Identifier, from former: SessionFolder) {
    // The error of the start is the one to report. Files that were never moved aside are not there.
    AtomicFile.putBack(former.formerCheck, to: directory.check(id))
    AtomicFile.putBack(former.formerVerdict, to: directory.verdict(id))
    AtomicFile.putBack(former.path, to: folder(id).path)
  }

  private func startSupervisor(
    _ order: WorkerOrder, holding lock: DirectoryLock
  ) throws(LooopError) -> Int32 {
    let folder = folder(order.id)
    // The supervisor gets exactly what the agent may see, so that no secret is written to a file.
    var environment = WorkerEnvironment.of(
      environment, preset: order.environment, passing: order.passedEnvironment,
      dropping: order.droppedEnvironment, kind: order.agent.kind)
    environment[Marks.binary] = store.process.binary
    let pid = try Detached.startUntilReady(
      Invocation(
        store.process.itself,
        arguments: ["looop", "supervise", order.id.text, "--data-dir", directory.path],
        environment: environment, workingDirectory: order.agent.workingDirectory),
      lock: lock.descriptor,
      errorFile: folder.supervisorErrors)
    if let pid { return pid }
    let said = Untrusted.oneLine(try AtomicFile.readText(folder.supervisorErrors) ?? "")
    throw LooopError(
      .failed, code: "E_WORKER_START",
      "The worker \(order.id) could not be started: \(said.isEmpty ? "it gave no reason" : said)")
  }
}
