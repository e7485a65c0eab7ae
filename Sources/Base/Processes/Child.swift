internal import CSys

/// One running child of a `ChildGroup`: its descriptors, its output, and the state of its shutdown.
package final class Child {
  /// The time between SIGTERM and SIGKILL.
  package static let grace = Duration.seconds(5)

  let index: Int
  let pid: Int32
  private let command: Command
  private let started = Monotonic.now()
  private var exitFD: Int32
  private var outputEnd: ChildOutput
  private var errorEnd: ChildOutput
  private var output: [UInt8] = []
  private var outputCount = 0
  private var errorTail: [UInt8] = []
  private var onOutput: ((ArraySlice<UInt8>) -> OutputState)?
  /// Why looop ended it; nil if it did not.
  private var cause: ProcessOutcome?
  private var killAt: Monotonic?
  /// When it last wrote something.
  private var lastOutput = Monotonic.now()
  /// When it will be ended, once its last word was read.
  private var farewell: Monotonic?
  private var wasKilled = false
  private(set) var result: CommandResult?

  /// Starts `command`; a failure is the result of this child and does not affect the group.
  static func start(
    _ command: Command, index: Int, onOutput: ((ArraySlice<UInt8>) -> OutputState)?
  ) -> Result<Child, CommandResult.NotStarted> {
    var files = SpawnFiles()
    defer { files.closeChildEnds() }
    do throws(CommandResult.NotStarted) {
      try files.open(
        input: command.input, mergesStandardError: command.mergesStandardError)
      guard let program = Executable.find(command.arguments, command.environment) else {
        throw .init(reason: "no program '\(command.arguments.first ?? "")' on PATH")
      }
      let invocation = Invocation(
        program, arguments: command.arguments, environment: command.environment,
        workingDirectory: command.workingDirectory)
      let pid = Spawn.start(
        invocation, input: files.input, output: files.childOutput, error: files.childError)
      guard pid > 0 else {
        // A missing folder gives ENOENT too, and the message would blame the program.
        if let folder = command.workingDirectory, !Folder.exists(folder) {
          throw .init(reason: "its folder \(folder) is gone")
        }
        throw .init(errno: -pid, "start \(program)", because: invocation.obstacle(errno: -pid))
      }
      let exitFD = csys_exit_fd(pid)
      guard exitFD >= 0 else {
        kill(-pid, SIGKILL)
        waitpid(pid, nil, 0)
        throw .init(errno: -exitFD, "follow the process of \(program)")
      }
      return .success(
        Child(
          command, index: index, pid: pid, exitFD: exitFD, files: &files, onOutput: onOutput))
    } catch {
      files.closeParentEnds()
      return .failure(error)
    }
  }

  private init(
    _ command: Command, index: Int, pid: Int32, exitFD: Int32, files: inout SpawnFiles,
    onOutput: ((ArraySlice<UInt8>) -> OutputState)?
  ) {
    self.index = index
    self.pid = pid
    self.command = command
    self.exitFD = exitFD
    outputEnd = ChildOutput(files.takeOutput())
    errorEnd = ChildOutput(files.takeError())
    self.onOutput = onOutput
  }

  var descriptors: [Int32] {
    [exitFD, outputEnd.descriptor, errorEnd.descriptor].filter { $0 >= 0 }
  }

  var deadline: Monotonic? {
    if wasKilled { return nil }
    return killAt ?? limit.moment
  }

  /// When it will be ended, and the outcome that gives.
  private var limit: (moment: Monotonic, status: ProcessOutcome) {
    var next = (started + command.deadline, ProcessOutcome.timedOut)
    if let farewell, farewell < next.0 { next.0 = farewell }
    if let silence = command.silence {
      let end = lastOutput + silence
      if end < next.0 { next = (end, .silent(silence)) }
    }
    return next
  }

  /// Sends SIGTERM to the group, SIGKILL after `grace`; the first `reason` becomes the result's
  /// status. A child that is being ended already is given no more than this `grace` either.
  func end(because reason: ProcessOutcome, grace: Duration = Child.grace) {
    let limit = Monotonic.now() + grace
    killAt = min(killAt ?? limit, limit)
    guard cause == nil else { return }
    cause = reason
    kill(-pid, SIGTERM)
  }

  func handle(ready: Set<Int32>) {
    if ready.contains(outputEnd.descriptor) { readOutput() }
    if ready.contains(errorEnd.descriptor) { readError() }
    if ready.contains(exitFD) { return finish() }
    let now = Monotonic.now()
    if let killAt, killAt <= now, !wasKilled {
      kill(-pid, SIGKILL)
      wasKilled = true
    } else if cause == nil, limit.moment <= now {
      end(because: limit.status)
    }
  }

  private func finish() {
    // The leader is still a zombie, so its process-group id cannot have been reused.
    kill(-pid, SIGKILL)
    // Read what is in the pipes now and no more: a daemon that left the group may hold them open
    // for ever. Read before reaping, since too much output signals the group again.
    readOutput()
    readError()
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0, csys_errno() == EINTR {}
    outputEnd.close()
    errorEnd.close()
    close(exitFD)
    exitFD = -1
    var signal: Int32 = 0
    let code = csys_decode_status(raw, &signal)
    let own: ProcessOutcome = signal == 0 ? .exited(Int(code)) : .signalled(Int(signal))
    result = CommandResult(
      status: cause ?? own, output: output, errorTail: errorTail,
      duration: Monotonic.now() - started)
  }

  private func readOutput() {
    outputEnd.read { chunk in
      lastOutput = Monotonic.now()
      outputCount += chunk.count
      switch command.capture {
      case .all(let limit):
        let room = max(0, limit - output.count)
        output.append(contentsOf: chunk.prefix(room))
        if outputCount > limit { end(because: .oversized) }
      case .tail(let size):
        output.append(contentsOf: chunk)
        if output.count > size { output.removeFirst(output.count - size) }
      case .streamed(let limit):
        if outputCount > limit { end(because: .oversized) } else { hear(chunk) }
      }
    }
  }

  private func hear(_ chunk: ArraySlice<UInt8>) {
    guard let onOutput else { return }
    switch onOutput(chunk) {
    case .open: farewell = nil
    case .ended(let time): farewell = farewell ?? lastOutput + time
    }
  }

  private func readError() {
    errorEnd.read { chunk in
      lastOutput = Monotonic.now()
      errorTail.append(contentsOf: chunk)
      let excess = errorTail.count - CommandResult.errorTailSize
      if excess > 0 { errorTail.removeFirst(excess) }
    }
  }
}

extension CommandResult {
  /// Why a child was not started.
  package struct NotStarted: Error {
    package let reason: String
    /// Whether it may start once other children have ended.
    var isShortage = false
    /// Whether a later start may succeed without anything being changed.
    var isPassing = false
    package init(reason: String) { self.reason = reason }
    package init(errno code: Int32, _ what: String, because reason: String? = nil) {
      isShortage = [EMFILE, ENFILE, EAGAIN, ENOMEM].contains(code)
      // A program that is being replaced, and a disk or a network file system that hiccups.
      isPassing = isShortage || [ETXTBSY, EIO, EINTR, ESTALE].contains(code)
      self.reason = "cannot \(what): \(reason ?? String(cString: strerror(code)))"
    }
  }
}
