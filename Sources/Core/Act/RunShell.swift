package import Base

/// One shell command in the data dir: a group of its own, a deadline, and the tail of what it said.
package enum RunShell {
  /// Milliseconds.
  package static let deadline = Duration.minutes(5)
  package static let tail = 6 << 10

  package static func command(
    _ line: String, in directory: DataDirectory, environment: [String: String],
    capture: Command.Capture = .tail(tail)
  ) -> Command {
    Command(
      arguments: Command.shell(line), environment: environment,
      workingDirectory: directory.path, capture: capture, mergesStandardError: true,
      deadline: deadline)
  }
}

extension Executor {
  func runShell(_ line: String, beat: String) -> Effect {
    var environment = environment
    environment[Marks.run] = beat
    let result = children.run(
      RunShell.command(line, in: directory, environment: environment))
    // The status is the item's content: the next beat sees it as a change, exactly once.
    let output = ShellOutput(
      id: beat, command: line, status: result.status.text,
      tail: String(decoding: result.output, as: UTF8.self))
    return Effect(output: output, remark: result.status.isSuccess ? nil : result.status.text)
  }
}
