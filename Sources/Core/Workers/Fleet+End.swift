package import Base
internal import CSys

extension Fleet {
  /// How long a supervisor is waited for after it was told to end: its agent's grace, that of
  /// what the agent left running, and a second to write down how it went.
  static let endingTime = Supervisor.grace + Supervisor.leftoverGrace + .milliseconds(1_500)

  /// Ends a worker: its supervisor is told, waited for, and killed if it does not obey; what
  /// carries the worker's mark is swept. False when it was not alive.
  package func end(_ id: Identifier, poller: Poller) throws(LooopError) -> Bool {
    let wasAlive = try end([id], poller: poller)
    return !wasAlive.isEmpty
  }

  /// Ends every worker of `ids` at once; returns those of which anything was still running.
  package func end(_ ids: [Identifier], poller: Poller) throws(LooopError) -> [Identifier] {
    var ended: [Worker] = []
    var holders: [ProcessHandle] = []
    for id in ids {
      guard let worker = try worker(id) else { continue }
      guard worker.isAlive else {
        // Its supervisor may have been killed and left the agent running.
        if sweep(worker) > 0 { ended.append(worker) }
        continue
      }
      ended.append(worker)
      let holder = try ProcessHandle.holder(
        of: folder(id).lock, poller: poller, within: .seconds(1))
      if let holder {
        holder.signal(SIGTERM)
        // A stopped one hears nothing until it goes on.
        holder.signal(SIGCONT)
        holders.append(holder)
      }
    }
    ProcessHandle.waitForAll(
      holders, poller: poller, until: Monotonic.now() + Self.endingTime)
    for holder in holders where !holder.hasEnded { holder.signal(SIGKILL) }
    for worker in ended { _ = sweep(worker) }
    return ended.map(\.id)
  }

  /// Ends what carries the mark of that life; returns how many processes that were.
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
