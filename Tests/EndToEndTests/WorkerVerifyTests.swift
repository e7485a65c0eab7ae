import TestSupport
import Testing

@Suite("Was the work any good")
struct WorkerVerifyTests {
  @Test("A check that passes makes a good end better; it runs once, in the worker's place")
  func passes() async throws {
    try await Sandbox.use { box in
      try box.write("there/x", "")
      try box.stub.worker("w", "echo made >made")
      try await box.must(
        "worker", "start", "w", "x", "--cwd", box.path("there"), "--verify",
        "echo $LOOOP_SESSION_ID >>'\(box.path("checked"))'; cat made")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["verify"]["ok"] == true && ended["verify"]["tail"] == "made\n")
      #expect(ended["health"] == "done" && box.text("checked") == "w\n")
      #expect(box.text("data/verify/w.cmd").hasSuffix("cat made\n"))
      #expect(try JSON(box.text("data/verify/w.json"))["generation"] == ended["generation"])
    }
  }

  @Test("Exit code 0 and a failed check are a failed worker, and the next decision reads why")
  func fails() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "start_worker", "id": "w", "prompt": "p",
        "verify": "sh -c 'echo missing; exit 7'",
      ])
      try await box.upAndRest()
      // A check reaches a shell, so the gate asks.
      try await box.must("answer", "gate-1", "yes")
      let prompt = try await box.stub.prompt(
        containing: "- w: exited(0), its check exited with code")
      #expect(prompt.contains("| $ sh -c 'echo missing; exit 7'\n| missing"))
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "failed" && ended["verify"]["ok"] == false)
      let found = try await box.looop("wait", "--actionable", "--json", "--timeout", "600s").json()
      #expect(found["changed"].array.contains("session/w"))
    }
  }

  @Test("A worker that is killed is not checked, and a kill ends a check that hangs")
  func killed() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600")
      try await box.must(
        "worker", "start", "w", "x", "--verify", "touch '\(box.path("checked"))'")
      try await box.must("kill", "w")
      #expect(try await box.worker("w", "killed(15)")["verify"] == .null)
      #expect(!box.exists("checked"))
      try box.stub.worker("v", "exit 0")
      try await box.must(
        "worker", "start", "v", "x", "--verify", "touch '\(box.path("hangs"))'; sleep 600")
      _ = try await box.file("hangs")
      #expect(try await box.state()["workers"][0]["alive"] == true)
      try await box.must("kill", "v")
      let ended = try await box.worker("v", "exited(0)")
      #expect(ended["verify"]["ok"] == false && ended["health"] == "failed")
      // Whoever ended it knows why: the goal's crash loop does not count it.
      #expect(try JSON(box.text("data/sessions/v/status.json"))["stopped"] == true)
    }
  }

  @Test("A check whose folder is gone has failed, and says so")
  func gone() async throws {
    try await Sandbox.use { box in
      try box.write("there/x", "")
      try box.stub.worker("w", "rm -r '\(box.path("there"))'")
      try await box.must(
        "worker", "start", "w", "x", "--cwd", box.path("there"), "--verify", "true")
      let verdict = try await box.worker("w", "exited(0)")["verify"]
      #expect(verdict["ok"] == false)
      #expect(
        verdict["status"].string
          == "could not start: its folder \(box.path("there")) is gone")
    }
  }

  @Test("Lives of one id whose checks failed are a crash loop as well")
  func oneID() async throws {
    try await Sandbox.use { box in
      for _ in 1...3 {
        try await box.must(
          "worker", "start", "w", "x", "--goal", "setup", "--verify", "exit 7")
        try await box.worker("w", "exited(0)")
      }
      try await box.must("up")
      let ask = try JSON(try await box.file("data/asks/pulse-1.json"))
      #expect(ask["prompt"].string?.contains("3 workers of the goal setup failed") == true)
    }
  }

  @Test("Three failures of one goal raise one ask and stop its workers until it is answered")
  func crashLoop() async throws {
    try await Sandbox.use { box in
      for number in 1...3 {
        try box.stub.worker("w\(number)", "exit 1")
        try await box.must("worker", "start", "w\(number)", "x", "--goal", "setup")
        try await box.worker("w\(number)", "exited(1)")
      }
      try box.stub.moves([
        "action": "start_worker", "id": "w4", "prompt": "p", "goal": "setup",
      ])
      try await box.must("up")
      let beat = try await box.beat("failed")
      #expect(beat["cause"] == "refused")
      #expect(
        beat.text.contains("no worker is started for the goal setup until pulse-1 is answered"))
      let asks = try JSON(try await box.must("asks", "--json")).array
      let own = asks.filter { $0["id"].string?.hasPrefix("pulse-") == true }
      #expect(own.count == 1 && own[0]["prompt"].string?.contains("goal setup failed") == true)
      #expect(
        try await box.stub.prompt(1).contains("Start no worker for the goal setup until pulse-1"))
      try box.stub.moves([
        "action": "start_worker", "id": "w5", "prompt": "p", "goal": "setup",
      ])
      try await box.must("answer", "pulse-1", "try it with a hammer")
      try await box.worker("w5", "exited(0)")
      #expect(!box.exists("data/sessions/w4") && !box.exists("data/asks/pulse-2.json"))
    }
  }
}
