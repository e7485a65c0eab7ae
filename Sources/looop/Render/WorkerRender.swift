internal import Core

/// A worker as a person sees it.
enum WorkerRender {
  static func state(of worker: Worker, in world: World) -> String {
    world.isWaiting(worker) ? "waiting for your answer" : worker.state.text
  }
}
