internal import Base

/// The program at `LOOOP_BIN` of a worker. The worker may outlive the file of the looop that started it,
/// as an upgrade removes it, and the environment that it has cannot be changed then: a script of its
/// session finds looop each time.
struct WorkerProgram {
  /// Where looop is, as far as its starter knows.
  let binary: String

  /// Writes the script, and returns where it is; the path of looop itself where scripts cannot run, or
  /// where nothing outlives the file.
  func place(at path: String) -> String {
    guard let held = OwnProgram.held, let file = OwnProgram.file else { return binary }
    do throws(LooopError) {
      try AtomicFile.replace(
        path, Self.script(binary: binary, held: held, file: file).utf8, mode: 0o700, durable: false)
    } catch { return binary }
    return OwnProgram.canStart(path) ? path : binary
  }

  /// `held` leads to looop while the supervisor lives, whose file is, or was, `file`: its pid may be
  /// another program's later.
  static func script(binary: String, held: String, file: String) -> String {
    """
    #!/bin/sh
    # Reaches the loop of this worker, also after the looop that started it was replaced or removed.
    looop=\(ShellQuote.word(binary))
    [ -f "$looop" ] && [ -x "$looop" ] && exec "$looop" "$@"
    case $(readlink \(held)) in \(ShellQuote.word(file))*) exec \(held) "$@" ;; esac
    exec looop "$@"

    """
  }
}
