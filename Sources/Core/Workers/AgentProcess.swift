internal import Base
internal import CSys

/// The agent of one worker: its process, started on pipes or on a terminal of its own, and what it
/// writes. Its exit is observed without reaping it, so that the id of its process group cannot be
/// reused before `reap`.
final class AgentProcess: PollSource {
  /// The screen of a terminal agent.
  static let columns = 120
  static let rows = 40

  struct Launch {
    var arguments: [String]
    var environment: [String: String]
    var workingDirectory: String
    var kind: WorkerKind
    /// For the headless kind.
    var input: Command.Input

    fileprivate func invocation(_ program: String) -> Invocation {
      Invocation(
        program, arguments: arguments, environment: environment,
        workingDirectory: workingDirectory)
    }
  }

  /// Gets what the agent writes, as it arrives.
  struct Listener {
    let output: (ArraySlice<UInt8>) -> Void
    let error: (ArraySlice<UInt8>) -> Void
  }

  /// Our ends of what the agent writes to; -1 for none.
  private struct Ends {
    var output: Int32
    var errors: Int32 = -1
    /// The agent's side of its terminal, held open: an agent that closes its own and opens it again is
    /// still heard.
    var terminal: Int32 = -1

    func close() { for fd in [output, errors, terminal] where fd >= 0 { _ = CSys.close(fd) } }
  }

  let pid: pid_t
  private let exitFD: Int32
  private var output: ChildOutput
  private var errors: ChildOutput
  private let terminal: Int32
  private let listener: Listener
  /// When it last wrote anything.
  private(set) var lastOutput = Monotonic.now()
  private var isReaped = false
  /// How it ended; nil while it runs.
  private(set) var end: SupervisorMachine.End?

  /// Throws with the reason when the program is not found or the system cannot start it.
  static func start(
    _ launch: Launch, listener: Listener
  ) throws(CommandResult.NotStarted) -> AgentProcess {
    guard let program = Executable.find(launch.arguments, launch.environment) else {
      throw .init(reason: "no program '\(launch.arguments.first ?? "")' on PATH")
    }
    return switch launch.kind {
    case .headless: try startOnPipes(program, launch, listener: listener)
    case .terminal: try startOnTerminal(program, launch, listener: listener)
    }
  }

  private static func startOnPipes(
    _ program: String, _ launch: Launch, listener: Listener
  ) throws(CommandResult.NotStarted) -> AgentProcess {
    var files = SpawnFiles()
    defer { files.closeChildEnds() }
    do throws(CommandResult.NotStarted) {
      try files.open(input: launch.input, mergesStandardError: false)
    } catch {
      files.closeParentEnds()
      throw error
    }
    let pid = Spawn.start(
      launch.invocation(program),
      input: files.input, output: files.childOutput, error: files.childError)
    let ends = Ends(output: files.takeOutput(), errors: files.takeError())
    return try AgentProcess(pid: pid, program: program, ends: ends, listener: listener)
  }

  private static func startOnTerminal(
    _ program: String, _ launch: Launch, listener: Listener
  ) throws(CommandResult.NotStarted) -> AgentProcess {
    var name = [CChar](repeating: 0, count: 128)
    let master = csys_open_terminal(Int32(columns), Int32(rows), &name, name.count)
    guard master >= 0 else { throw .init(errno: -master, "open a terminal") }
    _ = csys_set_nonblocking(master)
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    let ends = Ends(output: master, terminal: csys_open(path, O_RDWR | O_NOCTTY, 0))
    let pid = Spawn.start(launch.invocation(program), terminal: path)
    return try AgentProcess(pid: pid, program: program, ends: ends, listener: listener)
  }

  /// Takes over `ends`: they are closed when this throws.
  private init(
    pid: pid_t, program: String, ends: Ends, listener: Listener
  ) throws(CommandResult.NotStarted) {
    guard pid > 0 else {
      ends.close()
      throw .init(errno: -pid, "start \(program)")
    }
    let exitFD = csys_exit_fd(pid)
    guard exitFD >= 0 else {
      kill(-pid, SIGKILL)
      waitpid(pid, nil, 0)
      ends.close()
      throw .init(errno: -exitFD, "follow the process of \(program)")
    }
    self.pid = pid
    self.exitFD = exitFD
    output = ChildOutput(ends.output)
    errors = ChildOutput(ends.errors)
    terminal = ends.terminal
    self.listener = listener
  }

  /// Signals its process group.
  func signal(_ number: Int32) { kill(-pid, number) }

  var descriptors: [Int32] {
    [end == nil ? exitFD : -1, output.descriptor, errors.descriptor].filter { $0 >= 0 }
  }
  var deadline: Monotonic? { nil }

  func handle(ready: Set<Int32>) {
    if ready.contains(output.descriptor) { output.read(timed(listener.output)) }
    if ready.contains(errors.descriptor) { errors.read(timed(listener.error)) }
    if end == nil, ready.contains(exitFD) {
      var signal: Int32 = 0
      let code = csys_peek_exit(pid, &signal)
      if code != Int32(CSYS_NOT_ENDED) {
        end = signal == 0 ? .exited(Int(code)) : .killed(signal: Int(signal))
      }
    }
  }

  private func timed(
    _ each: @escaping (ArraySlice<UInt8>) -> Void
  ) -> (ArraySlice<UInt8>) -> Void {
    lastOutput = Monotonic.now()
    return each
  }

  /// Reads what is left, and reaps the process; the second call does nothing. A process that left the
  /// group may hold the pipes open for ever.
  func reap() {
    guard !isReaped else { return }
    isReaped = true
    output.read(listener.output)
    errors.read(listener.error)
    output.close()
    errors.close()
    if terminal >= 0 { close(terminal) }
    close(exitFD)
    waitpid(pid, nil, 0)
  }
}
