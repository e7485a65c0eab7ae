import Testing

@testable import Core

@Suite("The program of a worker")
struct WorkerProgramTests {
  @Test("Its script reads every path as it stands, and starts what is there first")
  func script() {
    let script = WorkerProgram.script(
      binary: "/opt/it's $(here)/looop", held: "/proc/7/exe", file: "/cellar/1/looop")
    #expect(
      script == #"""
        #!/bin/sh
        # Reaches the loop of this worker, also after the looop that started it was replaced or removed.
        looop='/opt/it'\''s $(here)/looop'
        [ -f "$looop" ] && [ -x "$looop" ] && exec "$looop" "$@"
        case $(readlink /proc/7/exe) in /cellar/1/looop*) exec /proc/7/exe "$@" ;; esac
        exec looop "$@"

        """#)
  }
}
