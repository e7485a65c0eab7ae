import Foundation
import TestSupport
import Testing

@Suite("beat")
struct BeatTests {
  @Test("One beat in the foreground decides, acts, and leaves all that is needed to replay it")
  func beat() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "write_goal", "id": "g", "body": "a goal", "journal": "made g"])
      #expect(
        try await box.must("beat")
          == "acted: write_goal g (sha256 220095d3749d): \"made g\"\n")
      #expect(box.text("data/goals/g.md") == "a goal\n")
      #expect(box.journal.count == 1 && box.journal[0].hasSuffix(": \"made g\""))
      let none = try await box.looop("journal", "--lines", "0")
      #expect(none.code == 64 && none.err.contains("--lines must be a number from 1"))
      let run = try #require(box.names(in: "data/runs").first)
      #expect(
        box.names(in: "data/runs/\(run)")
          == [
            "decision.json", "outcome.json", "plan.json", "prompt.md", "stream.jsonl", "woke.json",
            "world.json",
          ])
      let decision = try JSON(box.text("data/runs/\(run)/decision.json"))
      #expect(decision["move"]["action"] == "write_goal")
      #expect(box.text("data/runs/\(run)/prompt.md") == (try await box.stub.prompt(1)))
      #expect(try await box.must("_", "beat") == "skipped: the world is unchanged\n")
      let json = try await box.looop("beat", "--json").json()
      #expect(json["outcome"] == "skipped" && json["text"] == "the world is unchanged")
      #expect(box.stub.calls == 1 && box.names(in: "data/intents").isEmpty)
    }
  }

  @Test("Stopped while it senses, it neither decides nor carries out what was approved")
  func stopped() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "run_shell", "cmd": "touch '\(box.path("ran"))'", "reason": "r",
      ])
      try await box.must("beat")
      try await box.must("answer", "gate-1", "yes")
      try box.sensor("slow", "echo x >'\(box.path("senses"))'; exec sleep 600")
      let running = try box.start(["beat"])
      _ = try await box.file("senses")
      running.kill(SIGINT)
      let result = try await running.finish()
      #expect(
        result.code == 1 && result.out == "skipped: stopping\n", "\(result.code) \(result.err)")
      #expect(!box.exists("ran") && box.exists("data/gates/gate-1.json") && box.stub.calls == 1)
    }
  }

  @Test("A move that takes time and fails leaves all that it was decided on, and backs off further")
  func failsUnderWay() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "echo found", "reason": "r"])
      let bad: JSON = [
        "action": "write_sensor", "name": "bad", "script": "#!/bin/sh\ncat /nonexistent\n",
        "manifest": "description: x\n",
      ]
      try box.stub.moves(bad)
      try box.stub.moves(bad)
      #expect(try await box.must("beat").hasPrefix("acted: run_shell"))
      for count in 1...2 {
        let failed = try await box.looop("beat")
        #expect(failed.code == 1, "\(failed.out)")
        #expect(try await box.stub.prompt(count + 1).contains("| $ echo found\n| found\n"))
        let state = try JSON(box.text("data/.state.json"))
        #expect(state["failures"].int == count && state["outputs"].array.count == 1)
        #expect(try await box.must("beat").hasPrefix("skipped: waiting after a failure until "))
        // New words of the human cut the wait short.
        try await box.must("goal", "write", "g", "x\(count)")
      }
      try await box.must("beat")
      #expect(try JSON(box.text("data/.state.json"))["outputs"] == .null)
      #expect(box.names(in: "data/sensors").allSatisfy { !$0.contains("bad") })
    }
  }

  @Test("A dry run shows the move and its ruling, and changes nothing but runs and the ledger")
  func dryRun() async throws {
    try await Sandbox.use { box in
      try await box.must("beat")
      let list =
        "cd $LOOOP_DATA_DIR && find . -path ./runs -prune -o -path ./ledger -prune -o"
        + " -type f -exec cksum {} + | sort"
      let before = try await box.shell(list).out
      try box.sensor("new", "echo '{\"signal\":1}'")
      let changed = try await box.shell(list).out
      #expect(changed != before)
      try box.stub.moves(["action": "run_shell", "cmd": "git push", "reason": "done"])
      let text = try await box.must("beat", "--dry-run")
      Golden.expect(text, at: "golden/dry-run.txt")
      try box.stub.moves(["action": "run_shell", "cmd": "sudo reboot", "reason": "r"])
      let json = try await box.looop("beat", "--dry-run", "--json").json()
      #expect(json["outcome"] == "would_act")
      #expect(json["ruling"].string?.hasPrefix("refuse: ") == true)
      try box.stub.says("no move at all")
      #expect(try await box.looop("beat", "--dry-run").code == 1)
      #expect(try await box.shell(list).out == changed)
      #expect(try await box.stub.prompt(2).contains("### sensor new"))
    }
  }

  @Test("Two commands are config enough: the adapter is told by the first word")
  func inferred() async throws {
    try await Sandbox.use(["runner": .null]) { box in
      #expect(try await box.must("beat") == "acted: noop: \"nothing is queued\"\n")
      // The seed's own command, with an agent that speaks the documented stream.
      try box.program(
        "claude",
        """
        cat >/dev/null
        echo '{"type":"result","subtype":"success","is_error":false,"result":"{\\"action\\":\\"noop\\",\\"reason\\":\\"as claude\\"}"}'
        """)
      try box.configure([
        "runner": .null,
        "tick_command": "claude -p --output-format stream-json \"$(cat {{prompt_file}})\"",
      ])
      try await box.must("goal", "write", "g", "x")
      let result = try await box.looop("beat")
      #expect(result.out == "acted: noop: \"as claude\"\n", "\(result.out)\(result.err)")
    }
  }

  @Test("A beat while the pulse is up is refused with 75; a dry run is not")
  func locked() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let result = try await box.looop("beat")
      #expect(result.code == 75)
      Golden.expect(result.err, at: "golden/errors/beat-pulse-up.txt")
      #expect(try await box.looop("beat", "--dry-run").code == 0)
    }
  }

  @Test("A beat before init is refused, and a failed one exits 1 with its reason")
  func failures() async throws {
    try await Sandbox.use(nil) { box in
      #expect(try await box.looop("beat").code == 78)
      try box.configure([:])
      try box.stub.says("I would rather not.")
      let result = try await box.looop("beat")
      #expect(result.code == 1 && result.out.contains("no JSON object with an \"action\""))
      #expect(try await box.looop("beat").out.hasPrefix("skipped: waiting after a failure until"))
    }
  }

  /// A move, a command in the data dir that says whether it had its effect, and whether the next beat
  /// has something to decide on: what came of it, never what it wrote.
  private static let effects: [(move: JSON, check: String, wakes: Bool)] = [
    (["action": "noop", "reason": "r"], "true", false),
    (["action": "run_shell", "cmd": "echo hi", "reason": "r"], "true", true),
    (["action": "write_goal", "id": "g", "body": "b"], "[ -s goals/g.md ]", false),
    (["action": "archive_goal", "id": "setup"], "[ -s goals/archive/setup.md ]", false),
    (
      ["action": "write_playbook", "body": "b"],
      "[ \"$(cat PLAYBOOK.md)\" = b ] && [ -s playbook.d/* ]", false
    ),
    (["action": "write_sensor", "name": "s", "script": "echo '{}'"], "[ -x sensors/s.sh ]", true),
    (["action": "start_worker", "id": "w", "prompt": "p"], "[ -s sessions/w/session.json ]", true),
    (
      ["action": "ask", "prompt": "Well?", "options": ["a", "b"]],
      "grep -q Well asks/pulse-1.json", false
    ),
  ]

  @Test("Every move is tried in this suite")
  func everyMove() async throws {
    try await Sandbox.use(nil) { box in
      let schema = try JSON(try await box.must("schema", "move"))
      let tried = Self.effects.compactMap { $0.move["action"].string } + ["kill_worker"]
      #expect(schema["oneOf"].array.compactMap { $0["title"].string }.sorted() == tried.sorted())
    }
  }

  @Test("Every move does what it says", arguments: effects)
  func moves(_ move: JSON, _ check: String, _ wakes: Bool) async throws {
    try await Sandbox.use { box in
      try box.stub.moves(move)
      let result = try await box.looop("beat", "--json")
      #expect(try result.json()["outcome"] == "acted", "\(result.out)")
      #expect(try await box.shell("cd $LOOOP_DATA_DIR && \(check)").code == 0)
      #expect(box.journal.count == 1 && box.names(in: "data/intents").isEmpty)
      // The move's own traces are known: the next beat has at most the move's outcome to decide on.
      guard !wakes else { return }
      let next = try await box.looop("beat", "--json").json()
      #expect(next["outcome"] == "skipped", "it wakes the loop itself: \(next)")
    }
  }

  @Test("kill_worker ends a living worker, and of a dead one it is a failed beat")
  func killWorker() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "running")
      try box.stub.moves(["action": "kill_worker", "id": "w", "reason": "enough"])
      #expect(try await box.looop("beat", "--json").json()["outcome"] == "acted")
      #expect(try await box.state()["workers"][0]["alive"] == false)
      try await box.must("goal", "write", "g", "x")
      try box.stub.moves(["action": "kill_worker", "id": "w", "reason": "again"])
      let result = try await box.looop("beat")
      #expect(result.code == 1 && result.out.contains("No worker w is at work."))
    }
  }
}
