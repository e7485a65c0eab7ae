internal import Base
internal import CSys
internal import Core

/// This process as a notifier: it waits in one poll for asks, answers, replies and the next moment at which
/// something is due.
struct NotifierProcess {
  let wiring: Wiring
  let setup: NotifierSetup
  let folder: NotifierFolder
  let lock: DirectoryLock

  /// Watches overflow, and network file systems have none: it looks again after so long.
  private static let resync = Duration.minutes(10)
  /// The pause after a look at the mailbox failed.
  private static let pause = Duration.seconds(5)

  /// Runs until a signal stops it, or with `isOnce` until what was due is sent; false when something could
  /// not be sent, or when it lost its lock.
  func run(
    isOnce: Bool, isDetached: Bool, whenReady: () -> Void
  ) throws(LooopError) -> Bool {
    let stop = try StopSignal(isDetached ? .detached : .verb)
    try lock.sign(folder.lock)
    let watcher = FileWatcher()
    // Whoever holds it writes its folder alone, and seldom.
    let keeper = LockKeeper(lock, file: folder.lock, neighbour: folder.holder)
    let poller = Poller(stop: stop, permanent: [watcher, keeper])
    let children = ChildGroup(poller: poller)
    try sweep()
    try setup.place(in: folder)
    let desk = ReplyDesk(wiring: wiring, setup: setup, folder: folder)
    let sends = NotifierSends(
      wiring: wiring, setup: setup, folder: folder, children: children, status: begin(),
      hear: desk.hear)
    let listener = NotifierListener(
      wiring: wiring, setup: setup, folder: folder, children: children, hear: desk.hear)
    for name in [wiring.directory.asks, wiring.directory.answers] { watcher.watch(name) }
    var said = sends.status
    save(said)
    if !isOnce {
      wiring.loop.events.append("notify.started", ["notifier": .string(setup.name.text)])
    }
    whenReady()

    while !poller.isStopping, !keeper.isLost {
      watcher.acknowledge()
      (sends.hasNews, listener.hasNews) = (false, false)
      var deadline = Monotonic.now() + Self.resync
      do throws(LooopError) {
        try desk.work(sends.known)
        let contents = try wiring.sightings.once { () throws(LooopError) in
          try wiring.loop.mailbox.contents()
        }
        let pending = contents.pending
        try sends.learn(contents.asks)
        let plan = NotifyPlan.of(
          pending, receipts: sends.known, rules: setup.preset.rules, busy: sends.busy,
          now: wiring.clock.now())
        for due in plan.due {
          if let ask = pending.first(where: { $0.id == due.ask }) { sends.begin(due, ask) }
        }
        if isOnce, sends.busy.isEmpty, !desk.hasNews { break }
        let isHeard = pending.contains { sends.known[$0.id]?.sends.isEmpty == false }
        try listener.tend(isWanted: isHeard && !isOnce)
        deadline = min(deadline, plan.next.map(wiring.clock.deadline) ?? deadline)
        // What failed just now is planned again, at the end of its pause.
        if !plan.due.isEmpty { deadline = min(deadline, Monotonic.now() + Self.pause) }
      } catch {
        sends.status.failed(error.message, at: wiring.clock.now())
        deadline = Monotonic.now() + Self.pause
      }
      sends.status.deafness = listener.problem
      if sends.status != said { save(sends.status) }
      said = sends.status
      deadline = min(deadline, listener.retryAt ?? deadline)
      while watcher.firstChange == nil, !sends.hasNews, !listener.hasNews, !desk.hasNews,
        !poller.isStopping, !keeper.isLost, Monotonic.now() < deadline
      {
        poller.turn([children], until: deadline)
      }
    }
    children.stop()
    while !sends.busy.isEmpty { poller.turn([children]) }
    children.abandon()
    end(sends.status, isSaid: !isOnce)
    guard isOnce else { return stop.received != nil }
    let failed = sends.failures == 0 ? "" : ", \(sends.failures) failed"
    Console.say(
      sends.status.sent + sends.failures == 0
        ? "nothing is due" : "\(sends.status.sent) sent\(failed)")
    return sends.failures == 0
  }

  /// Ends what a former life of this notifier left running, and says that it was killed.
  private func sweep() throws(LooopError) {
    // The lock is this process's by now.
    if let last = try folder.said(), last.pid != 0, !last.hasEnded {
      wiring.loop.events.append(
        "notify.lost", ["notifier": .string(setup.name.text), "pid": .int(last.pid)])
    }
    let mark = "\(Marks.notify)=\(setup.name)"
    do throws(LooopError) {
      _ = try MarkedProcesses.end(dataDirectory: wiring.directory.path) { $0.contains(mark) }
    } catch { guard error.code == "E_PROC" else { throw error } }
  }

  private func begin() -> NotifierStatus {
    var status = NotifierStatus()
    (status.name, status.pid, status.since) = (setup.name.text, Int(getpid()), wiring.clock.now())
    return status
  }

  /// A report and no record: on a full disk it is the next one that says it.
  private func save(_ status: NotifierStatus) {
    try? AtomicFile.replace(folder.status, JSONWriter.line(status.json), durable: false)
  }

  private func end(_ status: NotifierStatus, isSaid: Bool) {
    var status = status
    status.hasEnded = true
    save(status)
    guard isSaid else { return }
    wiring.loop.events.append("notify.ended", ["notifier": .string(setup.name.text)])
  }
}
