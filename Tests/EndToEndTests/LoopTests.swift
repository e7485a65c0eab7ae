import TestSupport
import Testing

@Suite("The loop")
struct LoopTests {
  @Test("An unchanged world makes no call, however often it is sensed")
  func unchanged() async throws {
    try await Sandbox.use { box in
      let ran = box.path("ran")
      try await box.must("pause")
      // The detail differs each time: it informs, and never wakes.
      try box.sensor(
        "s", "echo >>'\(ran)'; echo \"{\\\"signal\\\":1,\\\"detail\\\":$(wc -l <'\(ran)')}\"",
        manifest: "description: a test\nevery: 1s\n")
      try await box.must("resume")
      try await box.upAndRest()
      try await Until.holds("four runs") { box.text("ran").count >= 4 }
      _ = try await box.shell(
        "touch $LOOOP_DATA_DIR/goals/setup.md; touch $LOOOP_DATA_DIR/goals/.x")
      let ran2 = box.text("ran").count
      try await Until.holds("two more runs") { box.text("ran").count >= ran2 + 2 }
      #expect(box.stub.calls == 1 && box.beats.count == 1)
      #expect(box.names(in: "data/runs").count == 1)
    }
  }

  @Test("A command that takes its prompt as an argument does so beat after beat")
  func argument() async throws {
    try await Sandbox.use { box in
      try box.configure([
        "tick_command": .string(
          "printf '%s' \"$(cat {{prompt_file}})\" | \(box.stub.tickCommand)"),
        "worker_command": "printf '%s' \"$(cat {{prompt_file}})\"",
      ])
      try await box.upAndRest()
      for number in 2...4 {
        try box.stub.moves(["action": "start_worker", "id": .string("w\(number)"), "prompt": "p"])
        // By hand: no verb mends what a beat or a worker broke.
        try box.write("data/goals/g\(number).md", "A goal.\n")
        _ = try await box.beat("acted", "start_worker w\(number)")
      }
      #expect(box.beats.allSatisfy { $0["outcome"] != "failed" })
    }
  }

  @Test("A sensor's change wakes the loop, and the prompt says what it was")
  func sensor() async throws {
    try await Sandbox.use { box in
      try box.write("value", "1")
      try await box.must("pause")
      try box.sensor(
        "s", "echo \"{\\\"signal\\\":$(cat '\(box.path("value"))')}\"",
        manifest: "description: a test\nevery: 1s\n")
      try await box.must("resume")
      try await box.upAndRest()
      try box.write("value", "2")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("| changed: reading/s: /signal from 1 to 2\n"))
      #expect(prompt.contains("### sensor s\nstatus ok, since "))
      #expect(prompt.contains("| signal: 2\n"))
      _ = try await box.shell("rm $LOOOP_DATA_DIR/sensors/s.*")
      #expect(try await box.stub.prompt(3).contains("| gone: reading/s"))
    }
  }

  @Test(
    "A goal wakes the loop well before any timer, and so do the PLAYBOOK and a file edited by hand")
  func steering() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      // Whatever is waited for comes before the next sensing, or not at all.
      try await box.must("goal", "write", "g", "A goal.")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("| new: goal/g") && prompt.contains("### goal g\n| A goal.\n"))
      _ = try await box.beat(2)
      try await box.must("playbook", "write", "Judge well.")
      #expect(try await box.stub.prompt(3).contains("| changed: playbook/PLAYBOOK"))
      _ = try await box.beat(3)
      try box.write("data/goals/byhand.md", "edited\n")
      #expect(try await box.stub.prompt(4).contains("| new: goal/byhand"))
      _ = try await box.beat(4)
      try await box.must("goal", "archive", "g")
      #expect(try await box.stub.prompt(5).contains("| gone: goal/g"))
    }
  }

  @Test(
    "An answer to an ask of the pulse wakes the loop, stands in one prompt, and is then delivered")
  func answer() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "ask", "prompt": "Which shop?", "options": ["a", "b"]])
      try await box.upAndRest()
      #expect(try await box.must("asks").contains("Which shop?\n    #1 a\n    #2 b"))
      try await box.must("answer", "pulse-1", "the old one")
      let prompt = try await box.stub.prompt(2)
      #expect(
        prompt.contains("### ask pulse-1\n| Which shop?\nanswered by the human:\n| the old one"))
      _ = try await box.beat(2)
      #expect(box.exists("data/mailbox.d/pulse-1.delivered"))
      try await box.must("goal", "write", "g", "x")
      #expect(try await !box.stub.prompt(3).contains("the old one"))
    }
  }

  @Test("An answer that came after its worker's end reaches the decider with its question")
  func lateAnswer() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask \"Which colour?\" --wait 0")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(75)")
      try await box.upAndRest()
      try await box.must("answer", "w-1", "blue")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("### ask w-1\n| Which colour?\nanswered by the human:\n| blue"))
    }
  }

  @Test("An edit during a call drops its move, and is decided on next")
  func superseded() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("first", then: ["action": "write_goal", "id": "stale", "body": "old"])
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      try await box.must("goal", "write", "fresh", "new words")
      try box.stub.release("first")
      #expect(try await box.stub.prompt(2).contains("### goal fresh"))
      try await box.beat("skipped", "changed during the call")
      #expect(!box.exists("data/goals/stale.md"))
      #expect(box.moves[0].contains("dropped, since PLAYBOOK or goals changed"))
    }
  }

  @Test("An answer during a call drops nothing, and is decided on next")
  func answerDuringCall() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("first", then: ["action": "write_goal", "id": "made", "body": "b"])
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      try await box.must("answer", "setup-1", "watch the shop")
      try box.stub.release("first")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("| watch the shop") && box.exists("data/goals/made.md"))
      // The goal it wrote itself is known, not new.
      #expect(!prompt.contains("goal/made") && prompt.contains("### goal made"))
    }
  }

  @Test("What a run_shell printed stands in the next prompt, once, and wakes nobody again")
  func output() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "echo it says; false", "reason": "look"])
      try await box.upAndRest()
      #expect(
        box.moves[0].contains(#" run_shell "echo it says; false" (sha256 "#)
          && box.moves[0].hasSuffix(#"): "look" (exited with code 1)"#))
      try await Until.holds("the decision on it") { box.stub.calls == 2 }
      try await box.must("goal", "write", "g", "x")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      try await box.must("goal", "write", "h", "x")
      _ = try await box.stub.prompt(containing: "new: goal/h")
      let telling = box.stub.prompts.filter { $0.contains("## LAST OUTPUT") }
      #expect(telling.count == 1)
      let section =
        "## LAST OUTPUT\n\n| $ echo it says; false\n| it says\n|\n| [it exited with code 1, "
      #expect(telling[0].contains(section))
    }
  }

  @Test("A worker's start is no change of its own, nor is its question; its end is")
  func worker() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask \"Name?\"; exit 0")
      try box.stub.moves(["action": "start_worker", "id": "w", "prompt": "p", "goal": "setup"])
      try await box.upWithWork()
      _ = try await box.ask("w-1")
      // What a living worker asks is between it and the human.
      #expect(box.stub.calls == 1, "\(box.stub.prompts.map { $0.suffix(600) })")
      try await box.must("goal", "write", "other", "Something else.")
      let second = try await box.stub.prompt(2)
      #expect(second.contains("| new: goal/other") && !second.contains("| new: ask/w-1"))
      #expect(second.contains("- w: waiting for an answer, goal setup, started "))
      _ = try await box.beat(2)
      try await box.must("answer", "w-1", "Dawn")
      try await Until.holds("its end in a prompt", saw: { "\(box.beats.map(\.text))" }) {
        guard box.stub.calls >= 3 else { return false }
        return try await box.stub.prompt(box.stub.calls).contains("- w: exited(0), goal setup")
      }
      #expect(box.stub.calls <= 4)
    }
  }

  @Test("After a failure the loop waits, tells the next prompt, and new words cut the wait short")
  func backoff() async throws {
    try await Sandbox.use { box in
      try box.stub.says("certainly not\n")
      try await box.upWithWork()
      try await box.beat("failed", "no JSON object with an")
      let failed = try await box.state()
      #expect(failed["last_failure"].string?.hasPrefix("runner: protocol: ") == true)
      #expect(try await box.must("state").contains("failed: runner: protocol"))
      // Something that is not steering: the wait stands.
      try box.sensor("s", "echo '{\"signal\":1}'")
      try await box.beat("skipped", "waiting after a failure")
      #expect(box.stub.calls == 1)
      try await box.must("goal", "write", "g", "new words")
      let prompt = try await box.stub.prompt(2)
      #expect(prompt.contains("## LAST FAILURE\n\n| runner: protocol: "))
      #expect(prompt.contains("certainly not"))
      try await box.beat("acted")
      #expect(try await box.state()["last_failure"] == .null)
    }
  }

  @Test("When the calls of an hour are spent the loop only senses")
  func budget() async throws {
    try await Sandbox.use(["budget": ["calls_per_hour": 1]]) { box in
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await box.beat("skipped", "the cap of 1 call an hour is reached")
      #expect(box.stub.calls == 1)
      // The pulse reads its config again: a higher cap counts at once.
      try box.configure(["budget": ["calls_per_hour": 2]])
      _ = try await box.stub.prompt(2)
    }
  }

  @Test("A config that breaks while the pulse runs is told, and the former one stands")
  func config() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let good = box.text("config.json")
      try box.write("config.json", "{\"interval\": 1")
      try await Until.holds("a word in the log") {
        box.text("data/events.jsonl").contains("config.json:1:15")
      }
      #expect(try await box.must("state").contains("config.json:1:15"))
      try await box.must("goal", "write", "g", "x")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      try box.write("config.json", good)
      try await Until.holds("no problem") { try await box.state()["problems"] == [] }
    }
  }

  @Test("With noop_ttl an unchanged world is looked at again")
  func noopTTL() async throws {
    try await Sandbox.use(["noop_ttl": 1]) { box in
      try await box.upWithWork()
      #expect(try await box.stub.prompt(3).contains("## WHAT CHANGED\n\nnothing"))
    }
  }

  @Test("Two loops on one machine do not meet")
  func two() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let other = box.path("other")
      try await box.must("goal", "write", "elsewhere", "x", "--data-dir", other)
      let state = try JSON(try await box.must("state", "--json", "--data-dir", other))
      #expect(state["pulse_alive"] == false && state["goals"].array.count == 2)
      #expect(try await box.must("down", "--data-dir", other) == "the pulse was down\n")
      #expect(try await box.state()["pulse_alive"] == true && box.stub.calls == 1)
    }
  }
}
