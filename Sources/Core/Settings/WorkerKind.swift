internal import Base

/// The two kinds of worker.
package enum WorkerKind: String, Sendable, CaseIterable, JSONReadable {
  /// Brief on standard input, no terminal; ends by itself.
  case headless
  /// On a pty, for people who want to see the agent's own screen.
  case terminal
}
