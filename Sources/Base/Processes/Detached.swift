internal import CSys

/// Starts a process of looop that outlives this one: a pulse or a supervisor.
package enum Detached {
  /// Starts a program, which receives `lock`'s descriptor as its standard input: the lock is the
  /// open file's, so it is held without a gap from before the start to the end of the process.
  ///
  /// `output` receives its standard output; nil for /dev/null. Returns the pid; throws `E_SPAWN`.
  package static func start(
    _ invocation: Invocation, lock: Int32, output: Int32?, errorFile: String
  ) throws(LooopError) -> Int32 {
    let error = try AtomicFile.openOwnToWrite(errorFile)
    defer { close(error) }
    guard ftruncate(error, 0) == 0 else {
      throw AtomicFile.failure("write", errorFile, errno: csys_errno())
    }
    let null = csys_open("/dev/null", O_RDWR, 0)
    guard null >= 0 else { throw AtomicFile.failure("write", "/dev/null", errno: -null) }
    defer { close(null) }
    let pid = Spawn.start(invocation, input: lock, output: output ?? null, error: error)
    guard pid > 0 else {
      throw LooopError(
        .failed, code: "E_SPAWN",
        "Cannot start \(invocation.program): \(String(cString: strerror(-pid))).")
    }
    return pid
  }

  /// How long a process may take to report that it is ready.
  private static let patience = Duration.seconds(10)

  /// As `start`, and waits until the process reports that it is ready. Returns its pid; nil when it
  /// ended, or did not report in time.
  package static func startUntilReady(
    _ invocation: Invocation, lock: Int32, errorFile: String
  ) throws(LooopError) -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard csys_pipe(&ends) == 0 else {
      throw LooopError(.failed, code: "E_SPAWN", "Cannot make a pipe: too many open files.")
    }
    defer { close(ends[0]) }
    let pid: Int32
    do throws(LooopError) {
      pid = try start(invocation, lock: lock, output: ends[1], errorFile: errorFile)
    } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    var byte: UInt8 = 0
    var said: [UInt8] = []
    let limit = Monotonic.now() + patience
    var slot = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    while case let left = limit - .now(), left > .zero,
      poll(&slot, 1, left.pollTimeout) > 0, read(ends[0], &byte, 1) == 1, byte != .lineFeed
    { said.append(byte) }
    if said.elementsEqual(ready.utf8) { return pid }
    // A process that hangs must neither block the starter nor keep running unnoticed.
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
    return nil
  }

  private static let ready = "ready"

  /// To be called first by a process that was started detached: it has the name that people look for,
  /// and a fault that ends it leaves a word in its file of errors.
  package static func settle() {
    csys_name_process("looop")
    csys_tell_crashes()
  }

  /// Moves the lock, which the starter passed as standard input, to another descriptor; standard
  /// input becomes /dev/null.
  package static func takeLock() throws(LooopError) -> Int32 {
    let lock = csys_lift(0)
    guard lock >= 0 else { throw AtomicFile.failure("keep", "the lock", errno: -lock) }
    redirect(0)
    return lock
  }

  /// Reports to the starter that this process is ready, and closes the pipe to it.
  package static func reportReady() {
    let line = Array("\(ready)\n".utf8)
    _ = write(1, line, line.count)
    redirect(1)
  }

  private static func redirect(_ target: Int32) {
    let null = csys_open("/dev/null", O_RDWR, 0)
    if null >= 0 {
      dup2(null, target)
      close(null)
    }
  }
}
