package import Base

/// One shell command: a group of its own, a deadline, and the tail of what it said.
package enum RunShell {
  package static let deadline = Duration.minutes(5)
  package static let tail = 6 << 10

  package static func command(
    _ line: String, in folder: String, environment: [String: String],
    capture: Command.Capture = .tail(tail + Redaction.margin)
  ) -> Command {
    Command(
      arguments: Command.shell(line), environment: environment,
      workingDirectory: folder, capture: capture, mergesStandardError: true,
      deadline: deadline)
  }
}

extension Executor {
  func runShell(
    _ line: String, in folder: String, isApproved: Bool, beat: String,
    whenEnded: @escaping Ending
  ) {
    var environment = loop.store.childEnvironment
    environment[Marks.run] = beat
    let clock = loop.clock
    let store = loop.store
    let plain = RunShell.command(line, in: folder, environment: environment)
    let command = isApproved ? plain : Unasked.confined(plain)
    children.start([command]) { results in
      let result = results[0]
      // Nothing ran: the move failed, and its yes bought nothing.
      if case .notStarted = result.status {
        let why = "The command \(result.status.text)."
        return whenEnded(.failure(LooopError(.failed, code: "E_NOT_STARTED", why)))
      }
      // The decider may ask for more time than a command has that needs no yes.
      let status =
        result.status == .timedOut && !isApproved
        ? "ran past the \(Unasked.deadline.seconds) s of a command without a yes and was ended"
        : result.status.text
      // The status is the item's content: the next beat sees it as a change, exactly once.
      let redaction = store.redaction
      var output = ShellOutput(
        id: beat, command: redaction.text(line), status: status,
        tail: redaction.tail(of: result.output, bytes: RunShell.tail))
      output.endedAt = clock.now()
      let remark = result.status.isSuccess ? nil : status
      whenEnded(.success(Effect(output: output, remark: remark)))
    }
  }
}
