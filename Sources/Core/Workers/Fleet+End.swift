package import Base

extension Fleet {
  /// The time a supervisor is given: the grace of its agent, that of what the agent left
  /// running, and time to record the end.
  package static let endingTime = Supervisor.grace + Supervisor.leftoverGrace + .milliseconds(1_500)

  /// Ends a worker through its supervisor, and kills what carries the worker's mark after that. False
  /// when nothing of it was running.
  package func end(
    _ id: Identifier, why: String? = nil, poller: Poller
  ) throws(LooopError) -> Bool {
    let wasAlive = try end([id], why: why, poller: poller)
    return !wasAlive.isEmpty
  }

  /// Ends every worker of `ids` at once; returns those of which anything was still running and that could
  /// be reached. `why` is the reason, as in "`looop down`".
  package func end(
    _ ids: [Identifier], by actor: Actor = .human, why: String? = nil, poller: Poller
  ) throws(LooopError) -> [Identifier] {
    let who = actor == .human ? store.process.author().text : "the loop"
    let reason = why.map { " (\($0))" } ?? ""
    var ended: [Worker] = []
    var supervisors: [ProcessHandle] = []
    for id in ids {
      guard let worker = try worker(id) else { continue }
      guard worker.isAlive else {
        // Its supervisor may have been killed and left the agent running.
        tellLoss(of: worker)
        if sweep(worker) > 0 { ended.append(worker) }
        continue
      }
      // No signal of this process reaches it, so an order would only say of a later end what is not so.
      guard try DirectoryLock.holder(folder(id).lock) != .hidden else {
        store.chronicle.journal(
          "worker \(id) goes on: its supervisor cannot be seen from here\(reason)")
        continue
      }
      ended.append(worker)
      leaveOrder(worker, WorkerEnding(actor == .human ? .human : .loop, who: who, why: why))
      let supervisor = try ProcessHandle.holder(
        of: folder(id).lock, poller: poller, within: .seconds(1))
      if let supervisor { supervisors.append(supervisor) }
    }
    ProcessHandle.end(supervisors, grace: Self.endingTime, poller: poller)
    for worker in ended {
      _ = sweep(worker)
      // What cannot be read now is not known to go on.
      let now = (try? self.worker(worker.id)) ?? nil
      let goesOn = now?.generation == worker.generation && now?.isAlive == true
      store.chronicle.journal(
        goesOn
          ? "worker \(worker.id) was to be ended by \(who)\(reason), and goes on"
          : "worker \(worker.id) ended by \(who)\(reason)", toldBy: goesOn ? nil : "worker.ended")
    }
    return ended.map(\.id)
  }

  /// Tells the supervisor of a living worker to end it, for the decider's `why`. Once that is over,
  /// `finish(ending:)` kills what is left.
  func startEnding(
    _ worker: Worker, why: String, poller: Poller
  ) throws(LooopError) -> ProcessEnding {
    leaveOrder(worker, WorkerEnding(.loop, why: why))
    let supervisor = try ProcessHandle.holder(
      of: folder(worker.id).lock, poller: poller, within: .seconds(1))
    return ProcessEnding(supervisor.map { [$0] } ?? [], grace: Self.endingTime)
  }

  /// Says who ends the worker, on a full disk in the room that was kept for it. Without that the worker is
  /// ended all the same, and its end reads as that of an unknown signal.
  private func leaveOrder(_ worker: Worker, _ ending: WorkerEnding) {
    let order = StopOrder(
      by: ending.by, who: ending.who,
      why: ending.why.map { Untrusted.quoted(store.redaction.text($0), bytes: 300) },

      at: clock.now())
    let folder = folder(worker.id)
    let text = JSONWriter.line(order.json)
    do throws(LooopError) { try AtomicFile.replace(folder.stop, text, durable: false) } catch {
      if folder.roomForOrder.give() { try? AtomicFile.replace(folder.stop, text, durable: false) }
    }
  }

  /// The lost workers of which the log has no end yet.
  func untoldLosses(among workers: [Worker]) throws(LooopError) -> [Worker] {
    var untold: [Worker] = []
    for worker in workers {
      guard case .lost = worker.state else { continue }
      if try FileFacts.of(folder(worker.id).lost) == nil { untold.append(worker) }
    }
    return untold
  }

  /// Tells the end of a lost worker, once: it has no supervisor that could.
  func tellLoss(of worker: Worker) {
    guard case .lost = worker.state else { return }
    let record: JSONValue = ["v": 1, "ts": .int(clock.now())]
    // What cannot be marked now goes into the log the next time.
    let isNew = try? AtomicFile.publishNew(
      folder(worker.id).lost, JSONWriter.line(record), durable: false)
    if isNew == true { store.events.append(ended: worker) }
  }

  /// Kills what carries the worker's mark after its supervisor has ended.
  func finish(ending worker: Worker) { _ = sweep(worker) }

  /// Kills what carries the mark of that life; returns how many processes that were. The worker itself
  /// has ended: that they cannot be looked for is reported.
  func sweep(_ worker: Worker) -> Int {
    do throws(LooopError) {
      return try MarkedProcesses.end(
        dataDirectory: directory.path, where: WorkerMark(worker.id, worker.generation).isOn)
    } catch {
      store.report(
        "What the worker \(worker.id) left running was not looked for: \(error.message)")
      return 0
    }
  }

  /// Ends what the agents of lost workers left running.
  package func sweepLost() throws(LooopError) {
    for worker in try roll().workers {
      if case .lost(.supervisor) = worker.state { _ = sweep(worker) }
    }
  }
}
