package import Base

extension Fleet {
  /// The time a supervisor is given: the grace of its agent, that of what the agent left
  /// running, and time to record the end.
  static let endingTime = Supervisor.grace + Supervisor.leftoverGrace + .milliseconds(1_500)

  /// Ends a worker through its supervisor, and kills what carries the worker's mark after that. False
  /// when nothing of it was running.
  package func end(_ id: Identifier, poller: Poller) throws(LooopError) -> Bool {
    let wasAlive = try end([id], poller: poller)
    return !wasAlive.isEmpty
  }

  /// Ends every worker of `ids` at once; returns those of which anything was still running.
  package func end(_ ids: [Identifier], poller: Poller) throws(LooopError) -> [Identifier] {
    var ended: [Worker] = []
    var supervisors: [ProcessHandle] = []
    for id in ids {
      guard let worker = try worker(id) else { continue }
      guard worker.isAlive else {
        // Its supervisor may have been killed and left the agent running.
        if sweep(worker) > 0 { ended.append(worker) }
        continue
      }
      ended.append(worker)
      let supervisor = try ProcessHandle.holder(
        of: folder(id).lock, poller: poller, within: .seconds(1))
      if let supervisor { supervisors.append(supervisor) }
    }
    ProcessHandle.end(supervisors, grace: Self.endingTime, poller: poller)
    for worker in ended { _ = sweep(worker) }
    return ended.map(\.id)
  }

  /// Tells the supervisor of a living worker to end it. Once that is over, `finish(ending:)` kills what
  /// is left.
  func startEnding(_ worker: Worker, poller: Poller) throws(LooopError) -> ProcessEnding {
    let supervisor = try ProcessHandle.holder(
      of: folder(worker.id).lock, poller: poller, within: .seconds(1))
    return ProcessEnding(supervisor.map { [$0] } ?? [], grace: Self.endingTime)
  }

  /// Kills what carries the worker's mark after its supervisor has ended.
  func finish(ending worker: Worker) { _ = sweep(worker) }

  /// Kills what carries the mark of that life; returns how many processes that were.
  func sweep(_ worker: Worker) -> Int {
    MarkedProcesses.end(
      dataDirectory: directory.path, where: WorkerMark(worker.id, worker.generation).isOn)
  }

  /// Ends what the agents of lost workers left running.
  package func sweepLost() throws(LooopError) {
    for worker in try roll().workers {
      if case .lost(.supervisor) = worker.state { _ = sweep(worker) }
    }
  }
}
