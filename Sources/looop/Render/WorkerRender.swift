internal import Base
internal import Core

/// A worker as a person sees it.
enum WorkerRender {
  /// How much of a screen's line or an agent's complaint is shown.
  private static let limit = 120

  static func state(of worker: Worker, in world: World) -> String {
    if world.isWaiting(worker) { return "waiting for your answer" }
    var parts = [worker.state.text]
    if case .stuck(let line) = worker.state { parts.append("its last line: \(line)") }
    if let check = worker.verification, !check.isPassed {
      parts.append("its check \(check.status)")
    }
    if worker.saidDone == false { parts.append("it said that it failed") }
    if let trouble = worker.trouble { parts.append(trouble) }
    return parts.map { Untrusted.quoted($0, bytes: limit) }
      .joined(separator: "; ")
  }
}
