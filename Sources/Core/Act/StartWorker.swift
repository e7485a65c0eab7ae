internal import Base

extension Executor {
  func startWorker(
    _ id: Identifier, _ request: WorkerRequest
  ) throws(LooopError) -> Effect {
    let order = try orders.orderForLoop(id, request)
    let (worker, supervisor) = try loop.fleet.start(
      order, maximum: settings.maxWorkers, by: .loop)
    children.release(supervisor)
    // As it was the moment it began: whatever it has done since is a change.
    return Effect(patch: .init(written: [Item.sessionAtStart(worker)]))
  }
}
