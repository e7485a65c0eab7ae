internal import CSys
internal import Foundation

/// A started process: what it said so far, and how it ended.
///
/// It leads a session of its own. A thread reads its output until it exits, and no longer: a
/// daemon it left behind may hold the pipes open for ever.
public final class Running: @unchecked Sendable {
  public enum Input: Sendable {
    case none
    case text(String)
    case bytes([UInt8])
    /// A terminal for input, output and errors; see `type`.
    case terminal
    /// The test's own, which is closed here once the program has it.
    case descriptor(Int32)
  }

  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public let pid: Int32
  public let words: [String]
  private let lock = NSLock()
  private var output = Data()
  private var errors = Data()
  private var exit: Int32?
  private var isHeld = false
  private let terminal: Int32

  /// `working` is where it starts.
  public static func start(
    _ words: [String], environment: [String: String], in folder: String, input: Input = .none
  ) throws -> Running {
    var out: [Int32] = [-1, -1]
    var err: [Int32] = [-1, -1]
    var standardInput: Int32 = -1
    if case .terminal = input {
      let (master, slave) = try openTerminal()
      (out, err) = ([master, slave], [-1, slave])
      standardInput = slave
    } else {
      guard csys_pipe(&out) == 0, csys_pipe(&err) == 0 else {
        throw Failure(description: "no pipe to be had")
      }
      standardInput = try open(input)
    }
    for fd in [out[0], err[0]] where fd >= 0 { _ = csys_set_nonblocking(fd) }
    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    let pid = csys_spawn(words[0], argv, envp, folder, standardInput, out[1], err[1])
    for pointer in argv + envp { free(pointer) }
    (argv, envp) = ([], [])
    for fd in Set([standardInput, out[1], err[1]]) where fd >= 0 { close(fd) }
    guard pid > 0 else {
      for fd in [out[0], err[0]] where fd >= 0 { close(fd) }
      throw Failure(description: "cannot start \(words[0]): \(String(cString: strerror(-pid)))")
    }
    let isTerminal = err[0] < 0
    let running = Running(pid, words, terminal: isTerminal ? out[0] : -1)
    let (outFD, errFD) = (out[0], err[0])
    Thread.detachNewThread { running.read(outFD, errFD, closes: !isTerminal) }
    return running
  }

  private init(_ pid: Int32, _ words: [String], terminal: Int32) {
    self.pid = pid
    self.words = words
    self.terminal = terminal
  }

  deinit { if terminal >= 0 { close(terminal) } }

  private static func open(_ input: Input) throws -> Int32 {
    let bytes: [UInt8]
    switch input {
    case .none, .terminal: return csys_open("/dev/null", O_RDONLY, 0)
    case .descriptor(let fd): return fd
    case .text(let text): bytes = Array(text.utf8)
    case .bytes(let given): bytes = given
    }
    // A file without a name takes any amount at once; a pipe would have to be fed.
    var template = Array("/tmp/looop-test-input-XXXXXX".utf8CString)
    let fd = mkstemp(&template)
    guard fd >= 0 else { throw Failure(description: "no temporary file to be had") }
    unlink(template)
    _ = csys_set_cloexec(fd)
    bytes.withUnsafeBytes { _ = pwrite(fd, $0.baseAddress, $0.count, 0) }
    return fd
  }

  private static func openTerminal() throws -> (master: Int32, slave: Int32) {
    var name = [CChar](repeating: 0, count: 128)
    let master = csys_open_terminal(0, 0, &name, name.count)
    guard master >= 0 else { throw Failure(description: "no terminal to be had") }
    return (master, csys_open(name, O_RDWR | O_NOCTTY, 0))
  }

  private func read(_ out: Int32, _ err: Int32, closes: Bool) {
    var fds = [out, err]
    let exitFD = csys_exit_fd(pid)
    while true {
      var slots = (fds + [exitFD]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(&slots, nfds_t(slots.count), -1)
      let hasEnded = slots[2].revents != 0
      if !drain(out, into: \.output) { fds[0] = -1 }
      if !drain(err, into: \.errors) { fds[1] = -1 }
      if hasEnded { break }
    }
    // Another process that is just being started may hold a copy for a moment.
    for _ in 0..<100 where fds[0] >= 0 {
      usleep(5_000)
      if !drain(out, into: \.output) { fds[0] = -1 }
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, csys_errno() == EINTR {}
    var signal: Int32 = 0
    let code = csys_decode_status(status, &signal)
    for fd in [out, err] where fd >= 0 && closes { close(fd) }
    close(exitFD)
    lock.withLock {
      isHeld = fds[0] >= 0
      exit = signal == 0 ? code : 128 + signal
    }
  }

  /// False once there is nothing more to come.
  private func drain(_ fd: Int32, into buffer: ReferenceWritableKeyPath<Running, Data>) -> Bool {
    guard fd >= 0 else { return false }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = CSys.read(fd, &chunk, chunk.count)
      guard count > 0 else {
        return count < 0 && csys_errno() == EAGAIN
      }
      lock.withLock { self[keyPath: buffer].append(contentsOf: chunk[0..<count]) }
    }
  }

  // MARK: What it said

  public var out: String { lock.withLock { String(decoding: output, as: UTF8.self) } }
  public var err: String { lock.withLock { String(decoding: errors, as: UTF8.self) } }
  /// The exit code, 128 + n for signal n; nil while it runs.
  public var exitCode: Int32? { lock.withLock { exit } }
  /// Whether something else still held its standard output when it exited.
  public var outputIsHeld: Bool { lock.withLock { isHeld } }

  /// The first line, on either stream, that contains `part`.
  public func line(containing part: String) async throws -> String {
    try await Until.get("'\(part)' from \(words)", saw: { "out: \(out)\nerr: \(err)" }) {
      // Both are one string in Swift: "\r\n", as a terminal prints it.
      (out + "\n" + err).split(whereSeparator: \.isNewline).map(String.init)
        .first { $0.contains(part) }
    }
  }

  /// How it ended, once it did. Kills it when `seconds` are over.
  public func finish(within seconds: Double = Until.patience) async throws -> Finished {
    do {
      let code = try await Until.get(
        "the end of \(words)", within: seconds, saw: { "out: \(out)\nerr: \(err)" }
      ) { exitCode }
      return Finished(code: code, out: out, err: err, outputIsHeld: outputIsHeld)
    } catch {
      kill(SIGKILL)
      throw error
    }
  }

  /// Types `text` at its terminal.
  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }

  /// Gives its terminal another size, and says so as a terminal does.
  public func resize(columns: Int, rows: Int) {
    _ = csys_resize_terminal(terminal, Int32(columns), Int32(rows))
    kill(SIGWINCH)
  }

  /// Whether its terminal gives whole lines and shows what is typed, as a shell expects it.
  public var isTerminalPlain: Bool {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return modes.c_lflag & wanted == wanted
  }

  /// Signals the whole group.
  public func kill(_ signal: Int32) {
    if exitCode == nil { _ = CSys.kill(-pid, signal) }
  }
}

/// What one finished process said, and its exit code (128 + n for signal n).
public struct Finished: Sendable, Equatable {
  public let code: Int32
  public let out: String
  public let err: String
  public let outputIsHeld: Bool

  public func json() throws -> JSON { try JSON(out) }
}
