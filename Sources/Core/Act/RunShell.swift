package import Base

/// One shell command in the data dir: a group of its own, a deadline, and the tail of what it said.
package enum RunShell {
  package static let deadline = Duration.minutes(5)
  package static let tail = 6 << 10
  /// Of the output more is read than is kept, so that what is redacted at the cut is seldom shown.
  private static let margin = 8 << 10

  package static func command(
    _ line: String, in directory: DataDirectory, environment: [String: String],
    capture: Command.Capture = .tail(tail + margin)
  ) -> Command {
    Command(
      arguments: Command.shell(line), environment: environment,
      workingDirectory: directory.path, capture: capture, mergesStandardError: true,
      deadline: deadline)
  }

  /// The end of what a command printed, without secrets.
  static func tail(of output: [UInt8], _ redaction: Redaction) -> String {
    let isCut = output.count >= tail + margin
    var end = (isCut ? redaction.end(output) : redaction.bytes(output)).suffix(tail)
    // The first character may be cut.
    while end.count == tail, let byte = end.first, byte & 0xC0 == 0x80 { end.removeFirst() }
    return String(decoding: end, as: UTF8.self)
  }
}

extension Executor {
  func runShell(
    _ line: String, isApproved: Bool, beat: String, whenEnded: @escaping Ending
  ) {
    var environment = loop.store.childEnvironment
    environment[Marks.run] = beat
    let clock = loop.clock
    let store = loop.store
    let plain = RunShell.command(line, in: loop.directory, environment: environment)
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
        tail: RunShell.tail(of: result.output, redaction))
      output.endedAt = clock.now()
      let remark = result.status.isSuccess ? nil : status
      whenEnded(.success(Effect(output: output, remark: remark)))
    }
  }
}
