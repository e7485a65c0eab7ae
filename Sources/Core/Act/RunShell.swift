package import Base

/// One shell command in the data dir: a group of its own, a deadline, and the tail of what it said.
package enum RunShell {
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
  func runShell(_ line: String, beat: String, whenEnded: @escaping Ending) {
    var environment = loop.store.childEnvironment
    environment[Marks.run] = beat
    let clock = loop.clock
    let command = RunShell.command(line, in: loop.directory, environment: environment)
    children.start([command]) { results in
      let result = results[0]
      // Nothing ran: the move failed, and its yes bought nothing.
      if case .notStarted = result.status {
        let why = "The command \(result.status.text)."
        return whenEnded(.failure(LooopError(.failed, code: "E_NOT_STARTED", why)))
      }
      // The status is the item's content: the next beat sees it as a change, exactly once.
      var output = ShellOutput(
        id: beat, command: line, status: result.status.text,
        tail: String(decoding: result.output, as: UTF8.self))
      output.endedAt = clock.now()
      let remark = result.status.isSuccess ? nil : result.status.text
      whenEnded(.success(Effect(output: output, remark: remark)))
    }
  }
}
