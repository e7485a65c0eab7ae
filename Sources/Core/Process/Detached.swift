internal import CSys

/// Starts a process of looop's own that outlives its starter: a pulse or a supervisor.
public enum Detached {
  /// Starts `program`, which receives `lock`'s descriptor as its standard input: the lock is the
  /// open file's, so it is held without a gap from before the start to the end of the process.
  ///
  /// `output` receives what the process says while it starts; nil for /dev/null.
  public static func start(
    _ program: String, _ arguments: [String], environment: [String: String],
    workingDirectory: String, lock: Int32, output: Int32?, errorFile: String
  ) throws(LooopError) -> Int32 {
    let null = csys_open("/dev/null", O_RDWR, 0)
    let error = csys_open(errorFile, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { for fd in [null, error] where fd >= 0 { close(fd) } }
    guard null >= 0, error >= 0 else {
      throw AtomicFile.failure("write", errorFile, -min(null, error))
    }
    let pid = Spawn.start(
      program, arguments, environment, workingDirectory, input: lock, output: output ?? null,
      error: error)
    guard pid > 0 else {
      throw LooopError(
        .failed, "E_SPAWN", "Cannot start \(program): \(String(cString: strerror(-pid))).")
    }
    return pid
  }

  /// What the starter handed over as standard input, moved out of the way: later children get
  /// /dev/null there.
  public static func takeLock() -> Int32 {
    let lock = dup(0)
    _ = csys_set_cloexec(lock)
    redirect(0)
    return lock
  }

  /// Says `line` to the starter and lets go of it.
  public static func reportReady(_ line: String) {
    _ = line.utf8.withContiguousStorageIfAvailable { write(1, $0.baseAddress, $0.count) }
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
