import Foundation
import TestSupport
import Testing

@Suite("Crashes")
struct CrashTests {
  /// Kills the pulse as a power cut would, and waits until it is gone.
  private static func killPulse(_ box: Sandbox) async throws {
    Processes.kill(try box.pulse())
    try await Until.holds("the pulse's end") { try await box.state()["pulse_alive"] == false }
  }

  @Test("A run_shell cut short by kill -9 is reported once, and never run again")
  func interruptedShell() async throws {
    try await Sandbox.use { box in
      let ran = box.path("ran")
      try box.stub.moves([
        "action": "run_shell", "cmd": "echo ran >>'\(ran)'; sleep 600", "reason": "long work",
      ])
      try await box.upAndRest()
      try await box.must("answer", "gate-1", "yes")
      _ = try await Until.get("its start") { box.exists("ran") ? true : nil }
      try await Self.killPulse(box)
      #expect(box.names(in: "data/intents") == ["gate-1.json"])
      try await box.must("up")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("## INTERRUPTED MOVES\n\n| gate-1: run_shell \""))
      #expect(prompt.contains("whether it took effect is unknown"))
      _ = try await box.beat(2)
      try await Self.killPulse(box)
      try await box.must("up")
      try await box.must("goal", "write", "g", "x")
      let later = try await box.stub.prompt(containing: "new: goal/g")
      #expect(!later.contains("## INTERRUPTED MOVES"))
      #expect(box.journal.count { $0.contains("interrupted gate-1: run_shell \"") } == 1)
      #expect(box.text("ran") == "ran\n" && box.names(in: "data/intents").isEmpty)
      let left = Processes.marked("LOOOP_DATA_DIR=\(box.data)").map(Processes.words)
      #expect(!left.contains { $0.contains("sleep") })
    }
  }

  @Test("An allowed command cut short by kill -9 is reported once as well")
  func interruptedAllowed() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "sleep 600", "reason": "wait"])
      try await box.upWithWork()
      try await Until.holds("its intent") { box.names(in: "data/intents").count == 1 }
      try await Until.holds("its start") {
        Processes.marked("LOOOP_DATA_DIR=\(box.data)").map(Processes.words).contains {
          $0 == "sleep 600"
        }
      }
      try await Self.killPulse(box)
      try await box.must("up")
      #expect(
        try await box.stub.prompt(2).contains(#"): "wait": looop was interrupted"#))
      _ = try await box.beat(1)
      #expect(box.names(in: "data/intents").isEmpty && box.moves.count == 2)
    }
  }

  @Test("Workers outlive a killed pulse, and their answers reach them after the next up")
  func workerOutlives() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask \"Name?\" >'\(box.path("name"))'")
      try box.stub.moves(["action": "start_worker", "id": "w", "prompt": "p"])
      try await box.upWithWork()
      try await box.worker("w", "waiting-ask")
      try await Self.killPulse(box)
      #expect(try await box.state()["workers"][0]["state"] == "waiting-ask")
      try await box.must("up")
      try await box.must("answer", "w-1", "Dawn")
      try await box.worker("w", "exited(0)")
      #expect(box.text("name") == "Dawn\n")
      _ = try await box.stub.prompt(containing: "- w: exited(0)")
    }
  }

  @Test("An agent that is killed ends its worker with the signal")
  func agentKilled() async throws {
    try await Sandbox.use(["worker_command": "kill -9 $$"]) { box in
      try await box.must("worker", "start", "w", "x")
      let ended = try await box.worker("w", "killed(9)")
      #expect(ended["health"] == "failed" && ended["exit_code"] == .null)
    }
  }

  /// A worker whose agent writes its pid, and whose supervisor is killed then.
  private static func lose(_ box: Sandbox) async throws -> Int32 {
    let agent = try await start(box)
    try await killSupervisor(box)
    return agent
  }

  private static func start(_ box: Sandbox) async throws -> Int32 {
    try box.stub.worker(
      "w", "echo $$ >'\(box.path("agent"))'; trap '' TERM; while :; do sleep 1; done")
    try await box.must("worker", "start", "w", "x")
    let agent = try await box.pid(in: "agent")
    return agent
  }

  private static func killSupervisor(_ box: Sandbox) async throws {
    let lock = try JSON(box.text("data/sessions/w/lock"))
    Processes.kill(Int32(try #require(lock["pid"].int)))
    try await box.worker("w", "lost")
  }

  @Test("A worker whose supervisor was killed is lost, and down still ends its agent")
  func lost() async throws {
    try await Sandbox.use { box in
      let agent = try await Self.lose(box)
      #expect(try await box.state()["workers"][0]["health"] == "failed")
      #expect(Processes.isAlive(agent))
      #expect(try await box.must("down").contains("stray process"))
      #expect(!Processes.isAlive(agent))
    }
  }

  @Test("A supervisor that is killed wakes the pulse")
  func lostWakes() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      _ = try await Self.start(box)
      _ = try await box.stub.prompt(containing: "- w: running")
      _ = try await box.beat(2)
      try await Self.killSupervisor(box)
      _ = try await box.stub.prompt(containing: "- w: lost")
    }
  }

  @Test("down ends what a lost worker left, by whatever path it names the data dir")
  func lostByAnotherPath() async throws {
    try await Sandbox.use { box in
      let agent = try await Self.lose(box)
      try #require(symlink(box.data, box.path("link")) == 0)
      try await box.must("down", "--data-dir", box.path("link"))
      #expect(!Processes.isAlive(agent))
    }
  }

  @Test("kill ends the agent of a lost worker")
  func killLost() async throws {
    try await Sandbox.use { box in
      let agent = try await Self.lose(box)
      try await box.must("kill", "w")
      #expect(!Processes.isAlive(agent))
    }
  }

  @Test("An id whose worker was lost is not given to another while its agent lives")
  func restartLost() async throws {
    try await Sandbox.use { box in
      let agent = try await Self.lose(box)
      _ = try await box.looop("worker", "start", "w", "again")
      let agents = Processes.marked("LOOOP_SESSION_ID=w")
        .filter { Processes.environment(of: $0).contains("LOOOP_DATA_DIR=\(box.data)") }
        .filter { Processes.words(of: $0).contains("/work") || $0 == agent }
      #expect(!Processes.isAlive(agent) || agents.count == 1)
      #expect(try await box.state()["workers"].array.count == 1)
    }
  }

  @Test("A loop that is killed again and again at any moment loses no goal and acts on none twice")
  func again() async throws {
    try await Sandbox.use { box in
      for n in 1...6 {
        try box.stub.moves([
          "action": "run_shell", "cmd": "echo \(n) >>'\(box.path("ran"))'", "reason": "r\(n)",
        ])
      }
      for n in 1...6 {
        try await box.must("goal", "write", "g\(n)", "goal \(n)")
        try await box.must("up")
        // A different moment each time: before the call, in it, after it.
        if n > 2 {
          _ = try? await Until.get("a call", within: 1) { box.stub.calls >= n ? true : nil }
        }
        if n > 4 {
          _ = try? await Until.get("an ask", within: 1) { box.names(in: "data/gates").first }
        }
        Processes.kill(try box.pulse())
        try await Until.holds("its end") { try await box.state()["pulse_alive"] == false }
        for name in box.names(in: "data/gates") {
          _ = try await box.looop("answer", String(name.dropLast(5)), "yes")
        }
      }
      try await box.must("up")
      _ = try await box.stub.prompt(containing: "goal g6")
      try await Until.holds("no move that waits", saw: { "\(box.journal)" }) {
        let gates = box.names(in: "data/gates")
        for name in gates { _ = try await box.looop("answer", String(name.dropLast(5)), "yes") }
        return gates.isEmpty && box.names(in: "data/intents").isEmpty
      }
      let lines = box.text("ran").split(separator: "\n").map(String.init)
      #expect(Set(lines).count == lines.count, "\(lines)")
      #expect(
        box.names(in: "data/goals") == [
          "archive", "g1.md", "g2.md", "g3.md", "g4.md", "g5.md", "g6.md", "setup.md",
        ])
    }
  }
}
