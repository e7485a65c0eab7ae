internal import Base
internal import CSys

/// The agent of one worker: its process, started on pipes or on a terminal of its own, and what it
/// writes. Its end is told and not taken leave of, so that the number of its group stays its own
/// until `reap`.
final class AgentProcess: PollSource {
  /// The screen of an agent of terminal kind.
  static let columns = 120
  static let rows = 40

  struct Launch {
    var arguments: [String]
    var environment: [String: String]
    var workingDirectory: String
    var kind: WorkerKind
    /// For the headless kind.
    var input: Command.Input
  }

  let pid: pid_t
  private let exitFD: Int32
  private var output: ChildOutput
  private var errors: ChildOutput
  /// The agent's side of its terminal, held open: an agent that closes its own and opens it again
  /// is still heard.
  private let terminal: Int32
  private let onOutput: (ArraySlice<UInt8>) -> Void
  private let onError: (ArraySlice<UInt8>) -> Void
  /// When it last wrote anything.
  private(set) var lastOutput = Monotonic.now()
  private var isReaped = false
  /// How it ended, once it did.
  private(set) var end: SupervisorMachine.End?

  static func start(
    _ launch: Launch, onOutput: @escaping (ArraySlice<UInt8>) -> Void,
    onError: @escaping (ArraySlice<UInt8>) -> Void
  ) throws(CommandResult.NotStarted) -> AgentProcess {
    guard let program = Executable.find(launch.arguments, launch.environment) else {
      throw .init(reason: "no program '\(launch.arguments.first ?? "")' on PATH")
    }
    switch launch.kind {
    case .headless:
      var files = SpawnFiles()
      defer { files.closeChildEnds() }
      do throws(CommandResult.NotStarted) {
        try files.open(input: launch.input, mergesStandardError: false)
        let pid = Spawn.start(
          program, launch.arguments, launch.environment, launch.workingDirectory,
          input: files.input, output: files.childOutput, error: files.childError)
        return try AgentProcess(
          pid, program, files.takeOutput(), files.takeError(), -1, onOutput, onError)
      } catch {
        files.closeParentEnds()
        throw error
      }
    case .terminal:
      var name = [CChar](repeating: 0, count: 128)
      let master = csys_open_terminal(Int32(columns), Int32(rows), &name, name.count)
      guard master >= 0 else { throw .init(errno: -master, "open a terminal") }
      _ = csys_set_nonblocking(master)
      let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      let slave = csys_open(path, O_RDWR | O_NOCTTY, 0)
      let pid = Spawn.start(
        program, launch.arguments, launch.environment, launch.workingDirectory, terminal: path)
      do throws(CommandResult.NotStarted) {
        return try AgentProcess(pid, program, master, -1, slave, onOutput, onError)
      } catch {
        for fd in [master, slave] where fd >= 0 { close(fd) }
        throw error
      }
    }
  }

  private init(
    _ pid: pid_t, _ program: String, _ output: Int32, _ errors: Int32, _ terminal: Int32,
    _ onOutput: @escaping (ArraySlice<UInt8>) -> Void,
    _ onError: @escaping (ArraySlice<UInt8>) -> Void
  ) throws(CommandResult.NotStarted) {
    guard pid > 0 else { throw .init(errno: -pid, "start \(program)") }
    let exitFD = csys_exit_fd(pid)
    guard exitFD >= 0 else {
      kill(-pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw .init(errno: -exitFD, "follow the process of \(program)")
    }
    self.pid = pid
    self.exitFD = exitFD
    self.output = ChildOutput(output)
    self.errors = ChildOutput(errors)
    self.terminal = terminal
    self.onOutput = onOutput
    self.onError = onError
  }

  /// Signals its group, which is its own as long as it was not reaped.
  func signal(_ number: Int32) { kill(-pid, number) }

  var descriptors: [Int32] {
    [end == nil ? exitFD : -1, output.descriptor, errors.descriptor].filter { $0 >= 0 }
  }
  var deadline: Monotonic? { nil }

  func handle(ready: Set<Int32>) {
    if ready.contains(output.descriptor) { output.read(heard(onOutput)) }
    if ready.contains(errors.descriptor) { errors.read(heard(onError)) }
    if end == nil, ready.contains(exitFD) {
      var signal: Int32 = 0
      let code = csys_peek_exit(pid, &signal)
      if code != Int32(CSYS_NOT_ENDED) {
        end = signal == 0 ? .exited(Int(code)) : .killed(signal: Int(signal))
      }
    }
  }

  private func heard(
    _ each: @escaping (ArraySlice<UInt8>) -> Void
  ) -> (ArraySlice<UInt8>) -> Void {
    lastOutput = Monotonic.now()
    return each
  }

  /// Reads what is left and takes leave of it, once: a process that left its group may hold the
  /// pipes open for ever.
  func reap() {
    guard !isReaped else { return }
    isReaped = true
    output.read(onOutput)
    errors.read(onError)
    output.close()
    errors.close()
    if terminal >= 0 { close(terminal) }
    close(exitFD)
    waitpid(pid, nil, 0)
  }
}
