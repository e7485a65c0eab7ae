internal import Base

extension Executor {
  func killWorker(_ id: Identifier, why: String, whenEnded: @escaping Ending) {
    let fleet = loop.fleet
    do throws(LooopError) {
      guard let worker = try fleet.worker(id), worker.isAlive else {
        throw LooopError(.badData, code: "E_WORKER_UNKNOWN", "No worker \(id) is at work.")
      }
      let ending = try fleet.startEnding(worker, why: why, poller: children.poller)
      wait(for: ending) {
        fleet.finish(ending: worker)
        do throws(LooopError) {
          let ended = try fleet.worker(id)
          let items = ended.map { [Item.session($0, isWaiting: false)] } ?? []
          whenEnded(.success(Effect(patch: .init(written: items))))
        } catch { whenEnded(.failure(error)) }
      }
    } catch { whenEnded(.failure(error)) }
  }
}
