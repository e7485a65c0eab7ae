import Foundation
import TestSupport
import Testing

@Suite("pause, resume")
struct PauseTests {
  @Test("What was done counts, though nothing can be decided; and once it goes on that is said")
  func blocked() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try FileManager.default.removeItem(atPath: box.path("data/PLAYBOOK.md"))
      try FileManager.default.createDirectory(
        atPath: box.path("data/PLAYBOOK.md"), withIntermediateDirectories: false)
      #expect(try await box.must("pause") == "paused\n")
      #expect(try await box.must("resume").contains("PLAYBOOK.md"))
      #expect(try await box.must("down") == "the pulse is down\n")
    }
  }

  @Test("A paused loop makes no call, still answers, and decides once it is resumed")
  func pause() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      #expect(try await box.must("pause") == "paused\n")
      #expect(try await box.must("pause") == "already paused\n")
      let ask = try box.start(["ask", "someone", "Which colour?"])
      _ = try await ask.line(containing: "someone-1")
      try await box.must("answer", "someone-1", "blue")
      #expect(try await ask.finish().out == "blue\n")
      try await box.must("goal", "write", "g", "a goal")
      try await box.beat("skipped", "paused")
      let state = try await box.state()
      #expect(state["paused"] == true && state["pulse_alive"] == true)
      #expect(try await box.must("state").contains(", paused (`looop resume`)"))
      #expect(box.stub.calls == 1)
      #expect(try await box.must("resume") == "resumed\n")
      #expect(try await box.stub.prompt(2).contains("goal/g"))
      #expect(try await box.must("resume") == "not paused\n")
    }
  }

  @Test("Workers live on while the loop is paused")
  func workers() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "until [ -e '\(box.path("go"))' ]; do sleep 0.02; done")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "work")
      try await box.must("pause")
      try await box.worker("w", "running")
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
    }
  }

  @Test("An approved move waits until the loop is resumed")
  func gate() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "run_shell", "cmd": "touch '\(box.path("ran"))'", "reason": "r",
      ])
      try await box.upWithWork()
      try await box.beat("held")
      try await box.must("pause")
      try await box.must("answer", "gate-1", "yes")
      try await box.beat("skipped", "paused")
      #expect(!box.exists("ran"))
      try await box.must("resume")
      _ = try await box.file("ran")
    }
  }
}
