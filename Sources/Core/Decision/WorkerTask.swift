/// What a worker is to do, and the agent that is to do it, as a move or a verb gives them. Carried
/// whole down to the start of the worker.
package struct WorkerTask: Sendable, Equatable {
  package var brief: String
  /// A preset's name; nil for the config's.
  package var runner: String?
  /// A shell command that starts the agent; nil for the runner's own.
  package var command: String?
  /// A shell command that checks the work once the worker has ended: exit code 0 means done.
  package var verify: String?

  package init(
    brief: String, runner: String? = nil, command: String? = nil, verify: String? = nil
  ) {
    self.brief = brief
    self.runner = runner
    self.command = command
    self.verify = verify
  }

  /// Every shell line in it, for the gate to rule on.
  package var shellLines: [String] { [command, verify].compactMap(\.self) }
}
