import Foundation
import TestSupport
import Testing

/// `state` in every phase, as a person and as a program sees it.
@Suite("state says what the loop does")
struct StandingTests {
  private static func expect(
    _ phase: String, _ box: Sandbox, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await Until.holds("the phase \(phase)", saw: { box.text("data/.activity.json") }) {
      try await box.state()["phase"].string == phase
    }
    Golden.expect(
      box.timeless(try await box.must("state")), at: "golden/state-\(phase).txt",
      sourceLocation: sourceLocation)
  }

  @Test("Before init it says that init comes first, and what a new data dir will hold")
  func beforeInit() async throws {
    try await Sandbox.use(nil) { box in
      try await Self.expect("uninitialised", box)
      let state = try await box.state()
      #expect(state["asks"][0]["id"] == "setup-1" && state["goals"][0]["id"] == "setup")
      #expect(state["sensors"][0]["state"] == "not run yet" && state["changes"] == [])
      #expect(!box.exists("data"))
    }
  }

  @Test("The setup ask is the same before and after anything made the data dir")
  func freshAsk() async throws {
    try await Sandbox.use { box in
      let promised = try await box.state()["asks"][0]["prompt"].string
      #expect(try await box.must("asks").hasPrefix("setup-1  pending"))
      #expect(try await box.state()["asks"][0]["prompt"].string == promised)
      try await Self.expect("down", box)
    }
  }

  @Test(
    "Verbs that show what a new data dir holds show it from the start",
    arguments: [
      ["asks", "--json"], ["goal", "list"], ["goal", "show", "setup"], ["playbook", "show"],
      ["sensor", "list"],
    ])
  func freshVerbs(words: [String]) async throws {
    try await Sandbox.use { box in
      let result = try await box.start(words).finish()
      #expect(result.code == 0 && !result.out.isEmpty && result.out != "[]\n")
      #expect(box.exists("data/asks/setup-1.json"))
    }
  }

  @Test("A data dir that cannot be made is named, before the first write fails")
  func cannotMake() async throws {
    try await Sandbox.use { box in
      try box.write("file", "x")
      let result = try await box.looop("state", "--data-dir", box.path("file/data"))
      #expect(result.code == 0 && result.out.contains("write    Cannot create"))
      #expect(try await box.looop("asks", "--data-dir", box.path("file/data")).code == 73)
    }
  }

  @Test("A new loop has nothing to do yet; then a decision, its end, and the last beat show")
  func upAndDecide() async throws {
    try await Sandbox.use { box in
      try await box.must("up")
      try await Until.holds("the first beat") { try await box.state()["last_beat_at"].int != nil }
      try await Self.expect("setting_up", box)
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.must("goal", "write", "g", "x")
      try await Self.expect("deciding", box)
      #expect(try await box.state()["budget"]["calls_per_day"]["spent"] == 1)
      try box.stub.release("call")
      try await Self.expect("idle", box)
      let state = try await box.state()
      #expect(state["pid"].int.map(Int32.init) == (try box.pulse()))
      #expect(["skipped", "acted"].contains(state["last_beat"]["outcome"].string))
      #expect(state["next_wake_for"] == "a routine look at its files" && state["because"] != .null)
      #expect(try #require(state["next_wake_at"].int) > #require(state["last_beat_at"].int))
    }
  }

  @Test("A failed call says when the next one is made")
  func backoff() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("exit 1")
      try await box.upWithWork()
      try await Self.expect("backoff", box)
      // The beat's own line says it.
      #expect(try await !box.must("state").contains("failure  "))
      let state = try await box.state()
      #expect(state["until"].int == state["next_wake_at"].int)
      #expect(
        state["next_wake_for"] == "to decide again" && state["last_beat"]["outcome"] == "failed")
    }
  }

  @Test("A parked runner and a spent budget say until when")
  func parkedAndSpent() async throws {
    try await Sandbox.use { box in
      try box.stub.says(
        #"{"type":"error","class":"quota","message":"too much","retry_after_s":3600}"#)
      try await box.upWithWork()
      try await Self.expect("parked", box)
      #expect(try await box.state()["runner"] == .null)
    }
    try await Sandbox.use(["budget": ["calls_per_day": 1]]) { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await box.beat("skipped", "cap")
      try await Self.expect("budget", box)
      try await box.must("answer", "budget-1", "no")
      let left = ", and you left it so; `looop answer budget-1 yes --force` raises it for today,"
      #expect(try await box.must("state").contains(left + " budget.calls_per_day in the config"))
    }
  }

  @Test(
    "A move that was approved while the loop is paused waits for resume, and every verb says so")
  func approvedWhilePaused() async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "run_shell", "cmd": "touch \"$HOME/ran\"", "reason": "r",
      ])
      try await box.upWithWork()
      try await box.beat("held")
      try await box.must("pause")
      try await box.must("answer", "gate-1", "yes")
      try await box.beat("skipped", "paused")
      try await Self.expect("paused", box)
      let waits = "gate-1 waits for `looop resume`: run_shell"
      #expect(try await box.must("pause").contains(waits))
      #expect(try await box.must("up").contains(waits))
      let down = try await box.must("down")
      #expect(down.contains("gate-1 waits for `looop up` and `looop resume`"))
      let up = try await box.must("up")
      #expect(up.contains("paused: nothing is decided until `looop resume`") && up.contains(waits))
      #expect(!box.exists("home/ran"))
      #expect(try await box.must("resume").hasPrefix("resumed\n"))
      _ = try await box.file("home/ran")
    }
  }

  @Test("pause says that the call under way comes to nothing")
  func pauseDuringCall() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("call", then: ["action": "write_goal", "id": "h", "body": "x"])
      try await box.upWithWork()
      try await Until.holds("the call") { try await box.state()["phase"] == "deciding" }
      #expect(
        try await box.must("pause")
          == "paused\ncustom is being asked; a move that it decides on now is dropped\n")
      try box.stub.release("call")
      try await box.beat("skipped", "paused")
      #expect(!box.exists("data/goals/h.md"))
    }
  }

  @Test("A pulse that a signal stopped does not answer, and up says what to do")
  func stopped() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
      let pid = try box.pulse()
      Processes.kill(pid, 19)
      try await Self.expect("not_answering", box)
      #expect(try await box.state()["not_answering"].string?.contains("looop down") == true)
      #expect(try await box.must("up").contains("it does not answer: a signal stopped it"))
      Processes.kill(pid, 18)
      try await Until.holds("its answer") { try await box.state()["phase"] == "idle" }
    }
  }

  @Test("A pulse that sleeps past its own next wake does not answer")
  func overdue() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
      func phase(_ late: Int) async throws -> String? {
        let wake = try #require(try await box.state()["next_wake_at"].int)
        let at = Sandbox.standing(at: wake + late)
        return try await box.looop("state", "--json", environment: at).json()["phase"].string
      }
      // It may wake, and have another wake ahead, between the two looks.
      try await Until.holds("a wake that is not late") { try await phase(10) == "idle" }
      try await Until.holds("a wake that is late") { try await phase(60) == "not_answering" }
    }
  }

  @Test("A disk on which nothing can be written is probed, told with its mend, and left as it was")
  func cannotWrite() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let before = box.names(in: "data/.lock")
      let result = try await box.shell("ulimit -f 0; \"$LOOOP\" state; \"$LOOOP\" state --json")
      #expect(result.code == 0)
      #expect(result.out.contains("write    Cannot write in"))
      #expect(result.out.contains("ulimit -f"))
      #expect(result.out.contains(#""cannot_write":"Cannot write in"#))
      #expect(box.names(in: "data/.lock") == before)
      #expect(try await box.state()["cannot_write"] == .null)
    }
  }

  @Test(
    "A full disk and a read-only one are told apart",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"),
    arguments: [
      ("-t tmpfs -o size=32k none", "No space left on device"),
      ("-t tmpfs -o ro none", "Read-only file system"),
    ])
  func disks(mount: String, reason: String) async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let script = "mount \(mount) \"$LOOOP_DATA_DIR\" && exec \"$0\" state --json"
      let words = (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script, Binary.path]
      let state = try await box.launch(words).finish().json()
      #expect(state["cannot_write"].string?.contains(reason) == true)
    }
  }

  @Test("Sensors without a reading and broken ones are named as sensor list names them")
  func sensors() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      try box.sensor("new", "echo '{\"signal\":1}'", manifest: "description: x\n")
      try box.sensor("odd", "true", manifest: "description: x\nevry: 5m\n")
      try box.sensor("off", "true", manifest: "description: x\nenabled: false\n")
      let line = try await box.must("state").split(separator: "\n").first {
        $0.hasPrefix("sensors")
      }
      #expect(line == "sensors  odd broken, new not run yet, off disabled, today not run yet")
      let broken = "broken   odd: \(box.data)/sensors/odd.yaml:2:1: "
      #expect(try await box.must("state").contains(broken))
      let state = try await box.state()
      let listed = try JSON(try await box.must("sensor", "list", "--json"))
      func names(_ rows: JSON) -> [String] {
        rows.array.map { "\($0["name"].string ?? "") \($0["state"].string ?? "")" }
      }
      #expect(names(state["sensors"]) == names(listed))
    }
  }

  @Test("While a file cannot be read it says so and not what it would decide, until it is mended")
  func blocked() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
      let text = box.text("data/PLAYBOOK.md")
      try box.write("out.md", text)
      try FileManager.default.removeItem(atPath: box.path("data/PLAYBOOK.md"))
      try FileManager.default.createSymbolicLink(
        atPath: box.path("data/PLAYBOOK.md"), withDestinationPath: box.path("away/out.md"))
      try await Until.holds("the failed beat") {
        let state = try await box.state()
        return state["phase"] == "blocked" && state["last_beat"]["outcome"] == "failed"
      }
      let seen = try await box.must("state")
      #expect(seen.contains("now      nothing is decided until the problem below is mended\n"))
      #expect(seen.contains("Bring the file back, or remove the link.\n"), "\(seen)")
      #expect(try await box.state()["last_failure"] != .null)
      try box.write("away/out.md", text)
      try await Until.holds("the mended loop") {
        let state = try await box.state()
        return state["phase"] == "idle" && state["last_failure"] == .null
      }
      #expect(box.stub.calls == 1)
    }
  }

  @Test("On a terminal of 40 columns no line is wider, and the labels stand apart")
  func narrow() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo '\(String(repeating: "long ", count: 60))' >&2; exit 1")
      try await box.upWithWork()
      try await Until.holds("the backoff") { try await box.state()["phase"] == "backoff" }
      let script = "stty cols 40 rows 24; exec \"$0\" state"
      let result = try await box.launch(["/bin/sh", "-c", script, Binary.path], input: .terminal)
        .finish()
      let rows = result.out.split(whereSeparator: \.isNewline)
      #expect(rows.allSatisfy { $0.count <= 40 } && rows.count <= 24)
      #expect(rows.contains { $0 == "now      waiting after a failure until" })
    }
  }

  @Test("state may be run from inside the loop, and changes nothing there")
  func inside() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let result = try await box.looop("state", "--json", environment: ["LOOOP_RUN": "x"])
      #expect(try result.json()["cannot_write"] == .null)
    }
  }
}

/// What the verbs that start and stop the loop say.
@Suite("up, down: how things stand")
struct StandingVerbTests {
  @Test("up warns of a command whose program is not there, the worker's too")
  func missingPrograms() async throws {
    try await Sandbox.use([
      "tick_command": "nosuchprogram --now", "worker_command": "/nowhere/agent -p",
    ]) { box in
      let result = try await box.looop("up")
      #expect(result.code == 0)
      #expect(
        box.shown(result.err)
          == """
          looop: tick_command: There is no program 'nosuchprogram' on PATH. Install it, or mend $SANDBOX/config.json.
          looop: worker_command: There is no program /nowhere/agent. Install it, or mend $SANDBOX/config.json.

          """)
    }
  }

  @Test("A workdir that is not there is said by up, state and why")
  func workdir() async throws {
    try await Sandbox.use(["workdir": "/nowhere/project"]) { box in
      let up = try await box.looop("up")
      #expect(up.code == 0 && up.err.contains("There is no folder /nowhere/project"))
      for verb in ["state", "why"] {
        #expect(try await box.must(verb).contains("There is no folder /nowhere/project"), "\(verb)")
      }
    }
  }

  @Test("A file in the place of the data dir is no loop that is down")
  func replaced() async throws {
    try await Sandbox.use { box in
      try box.write("data", "x")
      for verb in ["state", "why", "asks", "journal", "up"] {
        let result = try await box.looop(verb)
        #expect(result.code == 65, "\(verb)")
        #expect(box.shown(result.err).contains("$SANDBOX/data is not a folder."), "\(verb)")
      }
    }
  }

  @Test("up with nothing to do says what to do next")
  func nothingToDo() async throws {
    try await Sandbox.use { box in
      #expect(
        try await box.must("up").hasSuffix(
          "nothing to do yet: answer setup-1, write a goal or edit the PLAYBOOK\n"))
      try await box.must("goal", "write", "g", "x")
      try await box.beat("acted")
      try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
      try await box.must("down")
      #expect(try await box.must("up").contains("`looop goal write NAME TEXT` says what you want"))
    }
  }

  @Test("down --keep-workers names those that go on")
  func keptWorkers() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("a", "exec sleep 600")
      try box.stub.worker("b", "exec sleep 600")
      for id in ["a", "b"] {
        try await box.must("worker", "start", id, "x")
        try await box.worker(id, "running")
      }
      #expect(
        try await box.must("down", "--keep-workers")
          == "the pulse was down\n2 workers go on: a, b; `looop down` ends them\n")
    }
  }

  @Test("A beat by hand is the last beat too")
  func beatByHand() async throws {
    try await Sandbox.use { box in
      try await box.must("beat")
      let state = try await box.state()
      #expect(state["last_beat"]["outcome"] == "acted" && state["phase"] == "down")
      #expect(state["last_beat_at"].int != nil && state["next_wake_at"] == .null)
    }
  }

  @Test("resume says that the pulse is down")
  func resumeWhileDown() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      #expect(
        try await box.must("resume") == "resumed\nthe pulse is down (start it with `looop up`)\n")
    }
  }
}
