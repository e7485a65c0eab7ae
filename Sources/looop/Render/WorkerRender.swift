internal import Base
internal import Core

/// A worker as a person sees it.
enum WorkerRender {
  /// How much of a screen's line or of a report is shown.
  private static let limit = 120

  /// How it stands, in a line.
  static func state(of worker: Worker, in world: World) -> String {
    if world.isWaiting(worker) { return "waiting for your answer" }
    if let why = worker.whyFailed() { return "failed: \(why)" }
    if case .stuck(let line) = worker.state {
      return line.isEmpty
        ? "stuck; it shows nothing"
        : "stuck; its last line: \(Untrusted.quoted(line, bytes: limit))"
    }
    return worker.state.text
  }

  /// What its state alone does not say.
  static func note(on worker: Worker, in world: World) -> String {
    let asks = world.mailbox.pending.filter(worker.hasAsked)
    if !asks.isEmpty {
      return "waits for your answer to \(asks.map(\.id.text).joined(separator: ", "))"
    }
    if let why = worker.whyFailed() { return why }
    if case .stuck(let line) = worker.state {
      return line.isEmpty
        ? "it shows nothing" : "its last line: \(JournalWords.quoted(line, bytes: limit))"
    }
    let words = worker.report?.split(whereSeparator: \.isNewline).first
    return words.map { "said: \(JournalWords.quoted(String($0), bytes: limit))" } ?? ""
  }
}
