import CSys
import TestSupport
import Testing

@testable import Base

@Suite("Ending other processes")
struct ProcessHandleTests {
  /// A child of this test. Foundation's `Process` would start it with the signals blocked that the
  /// test's own threads block.
  private struct Started {
    let handle: ProcessHandle
    let pid: Int32

    /// How it ended: a code, or a signal as a negative number. Waits for it.
    func end() -> Int32 {
      var raw: Int32 = 0
      while waitpid(pid, &raw, 0) < 0, csys_errno() == EINTR {}
      var signal: Int32 = 0
      let code = csys_decode_status(raw, &signal)
      return signal == 0 ? code : -signal
    }
  }

  /// A shell that runs `line`, held once it has printed `ready`.
  private func start(_ line: String) throws -> Started {
    var files = SpawnFiles()
    try files.open(input: .null, mergesStandardError: true)
    let pid = Spawn.start(
      Invocation(
        "/bin/sh", arguments: Command.shell(line), environment: ["PATH": "/usr/bin:/bin"],
        workingDirectory: "/"), input: files.input, output: files.childOutput,
      error: files.childError)
    files.closeChildEnds()
    var output = ChildOutput(files.takeOutput())
    defer { output.close() }
    var said: [UInt8] = []
    let poller = Poller()
    while said != Array("ready\n".utf8) {
      output.read { said += $0 }
      poller.turn(until: Monotonic.now() + .milliseconds(5))
    }
    return Started(handle: try #require(ProcessHandle.hold(pid) { true }), pid: pid)
  }

  @Test("One that obeys SIGTERM ends by it, and nobody speaks of a delay")
  func obedient() throws {
    let started = try start("echo ready; exec sleep 1000")
    var delays = 0
    ProcessHandle.end([started.handle], grace: .seconds(20), poller: Poller()) { delays += 1 }
    #expect(started.handle.hasEnded && delays == 0)
    #expect(started.end() == -SIGTERM)
  }

  @Test("One that ignores SIGTERM is killed after the grace, and the delay is reported once")
  func stubborn() throws {
    let started = try start("trap '' TERM; echo ready; while :; do sleep 1; done")
    var delays = 0
    ProcessHandle.end([started.handle], grace: .milliseconds(1_100), poller: Poller()) {
      delays += 1
    }
    #expect(started.handle.hasEnded && delays == 1)
    #expect(started.end() == -SIGKILL)
  }

  @Test("A stopped one is continued, so that it can end by itself")
  func stopped() throws {
    let started = try start("trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")
    started.handle.signal(SIGSTOP)
    ProcessHandle.end([started.handle], grace: .seconds(20), poller: Poller())
    #expect(started.end() == 7)
  }

  @Test("Killing goes on until nothing more is found, and counts what it killed")
  func rounds() throws {
    var waiting = try (0..<3).map { _ in try start("echo ready; exec sleep 1000") }
    let all = waiting
    // Each round finds one, as if the last had started it.
    let count = ProcessHandle.killAll { waiting.isEmpty ? [] : [waiting.removeFirst().handle] }
    #expect(count == 3)
    let haveEnded = all.allSatisfy { $0.handle.hasEnded }
    #expect(haveEnded)
    // Should that fail, the test must not wait for them.
    for started in all { kill(started.pid, SIGKILL) }
    #expect(all.map { $0.end() } == [-SIGKILL, -SIGKILL, -SIGKILL])
  }

  @Test("A process that is no longer the one meant is not held")
  func mistaken() {
    #expect(ProcessHandle.hold(getpid()) { false } == nil)
    #expect(ProcessHandle.hold(getpid()) { true } != nil)
  }

  @Test("Without a descriptor a process is told apart by its start, and its end is seen")
  func unheld() throws {
    let started = try start("echo ready; exec sleep 1000")
    let entry = try #require(ProcessTable.Entry.of(started.pid))
    let handle = ProcessHandle(withoutDescriptor: entry)
    let former = ProcessHandle(
      withoutDescriptor: ProcessTable.Entry(
        pid: entry.pid, started: entry.started - 1, parent: 1, group: 1, session: 1,
        isZombie: false))
    #expect(
      former.hasEnded && !former.signal(SIGKILL) && !handle.hasEnded && !started.handle.hasEnded)
    ProcessHandle.end([handle], grace: .seconds(20), poller: Poller())
    #expect(handle.hasEnded && started.end() == -SIGTERM)
  }
}
