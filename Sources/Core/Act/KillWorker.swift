internal import Base

extension Executor {
  func killWorker(_ id: Identifier) throws(LooopError) -> Effect {
    guard let former = try loop.fleet.worker(id), former.isAlive else {
      throw LooopError(.badData, "E_WORKER_UNKNOWN", "No worker \(id) is at work.")
    }
    _ = try loop.fleet.end(id, poller: children.poller)
    guard let worker = try loop.fleet.worker(id) else { return Effect() }
    return Effect(patch: .init(written: [Item.session(worker, isWaiting: false)]))
  }
}
