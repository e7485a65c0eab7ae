import Foundation
import TestSupport
import Testing

@Suite("Broken files")
struct BadStateTests {
  @Test(
    "A broken config stops up and beat with line and column, and nothing is lost",
    arguments: [
      ("{\"runner\": \"demo\",\n  \"interval\" 5}\n", "config.json:2:14"),
      ("[]", "config.json:1:1"),
      ("{\"runner\":\"demo\",\"interval\":\"soon\"}", "config.json:1: interval should be seconds"),
      (
        "{\"runner\":\"demo\",\"max_workers\":-1}",
        "config.json:1: max_workers should be a whole number from 0 to 1000, and is -1."
      ),
      ("{\"runner\":\"demo\",\"budget\":3}", "config.json:1: budget should be an object"),
      ("{\"runner\":\"demo\",\"worker_kind\":\"x\"}", "config.json:1: worker_kind should be"),
      ("{\"runner\":5}", "config.json:1: runner should be a text"),
    ])
  func config(_ content: String, _ message: String) async throws {
    try await Sandbox.use(nil) { box in
      try box.write("config.json", content)
      for verb in ["up", "beat"] {
        let result = try await box.looop(verb)
        #expect(result.code == 78 && result.err.contains(message), "\(verb): \(result.err)")
        #expect(result.err.contains("\n  Fix "))
      }
      #expect(box.text("config.json") == content)
      // What needs no runner works on.
      #expect(try await box.looop("goal", "write", "g", "x").code == 0)
    }
  }

  @Test("Everything that is wrong in a config is said at once, and init does not call it ready")
  func everythingWrong() async throws {
    try await Sandbox.use(nil) { box in
      try box.write(
        "config.json",
        "{\"runner\":\"demo\",\n\"max_workers\":\"8\",\n\"interval\":\"soon\",\"tick_comand\":\"x\"}\n"
      )
      let up = try await box.looop("up")
      #expect(up.code == 78, "\(up)")
      for part in [
        "config.json:2: max_workers should be a whole number from 0 to 1000, and is \"8\": write it"
          + " without the quotes.",
        "config.json:3: interval should be", "unknown key tick_comand. Did you mean tick_command?",
      ] { #expect(up.err.contains(part), "\(up.err)") }
      #expect(!up.err.contains("looop init"))
      let made = try await box.looop("init", "--runner", "demo")
      #expect(made.code == 78 && !made.out.contains("next"), "\(made)")
      #expect(made.err.contains("The runner is chosen, and the config cannot be used yet: "))
    }
  }

  @Test("An unknown key of the config is a warning with the nearest known one")
  func unknownKey() async throws {
    try await Sandbox.use(["intervall": 30, "policy": []]) { box in
      let result = try await box.looop("up")
      #expect(result.code == 0)
      Golden.expect(box.shown(result.err), at: "golden/errors/config-warnings.txt")
      try await box.must("down")
      let beat = try await box.looop("beat", "--dry-run")
      Golden.expect(box.shown(beat.err), at: "golden/errors/config-warnings.txt")
    }
  }

  @Test("A folder, a named pipe or a huge file in a record's place is named and stops nothing")
  func noFiles() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      try #require(unlink(box.path("data/events.jsonl")) == 0)
      for name in ["asks/p-1.json", "answers/setup-1.json", "gates/gate-1.json", "events.jsonl"] {
        try #require(mkfifo(box.path("data/\(name)"), 0o600) == 0)
      }
      for name in ["asks/d-1.json", "snapshots/sensor-today.json"] {
        try box.write("data/\(name)/x", "")
      }
      try box.write("data/asks/h-1.json", "")
      try #require(truncate(box.path("data/asks/h-1.json"), (64 << 20) + 1) == 0)
      let beat = try await box.looop("beat")
      #expect(beat.code == 0, "\(beat.err)")
      let prompt = try await box.stub.prompt(1)
      for name in ["asks/p-1.json", "answers/setup-1.json"] {
        #expect(prompt.contains("\(name): it is not a regular file"), "\(name)")
      }
      #expect(prompt.contains("asks/h-1.json is larger than"))
    }
  }

  @Test(
    "What is no file in the place of a goal stops decisions, and never reads as the goal gone",
    arguments: ["mkfifo g.md", "mkdir g.md", "truncate -s 65M g.md"])
  func noGoal(_ act: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "Never touch production.")
      try await box.must("beat")
      let calls = box.stub.calls
      #expect(try await box.shell("cd '\(box.data)/goals' && rm g.md && \(act)").code == 0)
      try await box.must("goal", "write", "h", "More.")
      let beat = try await box.looop("beat")
      #expect(beat.code == 1 && (beat.out + beat.err).contains("goals/g.md"), "\(beat)")
      #expect(box.stub.calls == calls)
      #expect(try await box.must("state").contains("goals/g.md"))
      try FileManager.default.removeItem(atPath: box.path("data/goals/g.md"))
      try await box.must("goal", "write", "g", "Never touch production.")
      try await box.must("beat")
      #expect(box.stub.calls == calls + 1)
      #expect(box.stub.prompts.allSatisfy { !$0.contains("gone: goal/g") })
    }
  }

  @Test(
    "What is not UTF-8 in a file of a person's is named to them and to the decider",
    arguments: ["goals/g.md", "PLAYBOOK.md"])
  func notUTF8(_ name: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      #expect(try await box.shell("printf 'One\\nGr\\374n.\\n' >'\(box.data)/\(name)'").code == 0)
      try await box.must("beat")
      let said = "\(name) is not UTF-8: line 2, column 3 has the byte 0xFC."
      #expect(try await box.stub.prompt(1).contains(said))
      #expect(try await box.must("state").contains(said))
    }
  }

  @Test("A named pipe in the place of what looop writes into hangs no verb")
  func pipes() async throws {
    try await Sandbox.use { box in
      try await box.prepareWork()
      try await box.must("asks")
      try? FileManager.default.removeItem(atPath: box.path("data/.lock/wake"))
      try #require(mkfifo(box.path("data/.lock/wake"), 0o600) == 0)
      try await box.must("beat")
      try? FileManager.default.removeItem(atPath: box.path("data/.lock/pulse.stderr"))
      try #require(mkfifo(box.path("data/.lock/pulse.stderr"), 0o600) == 0)
      let up = try await box.looop("up")
      #expect(up.code == 73 && up.err.contains("pulse.stderr: it is not a regular file"), "\(up)")
      try FileManager.default.removeItem(atPath: box.path("data/.lock/pulse.stderr"))
      try await box.must("up")
    }
  }

  @Test("A log that is no file is named by state")
  func noLog() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      try FileManager.default.removeItem(atPath: box.path("data/events.jsonl"))
      try #require(mkfifo(box.path("data/events.jsonl"), 0o600) == 0)
      let said = try await box.must("state")
      #expect(said.contains("Cannot append to"), "\(said)")
      #expect(said.contains("events.jsonl: it is not a regular file"), "\(said)")
    }
  }

  @Test("The name of a file forges no line and sends nothing to the terminal")
  func forgedName() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let name = "w\ngate-9  pending\n    answer with: \u{1B}[2J-1"
      try box.write("data/asks/\(name).json", "no JSON")
      try box.write("data/goals/\(name).md", "x")
      for words in [
        ["asks"], ["asks", "--json"], ["goal", "list"], ["answer", name, "x"],
      ] {
        let said = try await box.start(words).finish()
        let text = said.out + said.err
        #expect(!text.contains(#/(?m)^ *gate-9/#), "\(words): \(text)")
        #expect(!text.contains("\u{1B}"), "\(words)")
      }
      #expect(try await box.looop("asks").err.contains(#"w\u{a}gate-9  pending\u{a}"#))
    }
  }

  @Test("A corrupt ask or answer is named, hides no other, and is left as it is")
  func mailbox() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      #expect(try await box.looop("ask", "w", "One?", "--wait", "0").code == 75)
      try box.write("data/asks/w-2.json", "{\"v\":1,\"id\":\"w-2\"\n oops")
      try box.write("data/answers/w-1.json", "")
      let asks = try await box.looop("asks")
      #expect(asks.code == 0 && asks.out.contains("w-1  pending") && asks.out.contains("setup-1"))
      #expect(box.shown(asks.err).contains("$SANDBOX/data/asks/w-2.json:2:2"))
      #expect(box.shown(asks.err).contains("$SANDBOX/data/answers/w-1.json:1:1"))
      #expect(try await box.state()["problems"].array.count == 2)
      #expect(try await box.must("state").contains("problem  "))
      let ask = try await box.looop("ask", "w", "One?", "--wait", "0")
      #expect(ask.code == 65 && ask.err.contains("answers/w-1.json"))
      #expect(try await box.looop("answer", "w-2", "x").code == 65)
      #expect(try await box.looop("answer", "w-1", "x").code == 65)
      #expect(try await box.looop("ask", "w", "Three?", "--wait", "0").err.hasPrefix("w-3\n"))
      try await box.must("answer", "w-1", "mended", "--force")
      #expect(try await box.must("ask", "w", "One?", "--wait", "0") == "mended\n")
      try await box.must("resume")
      try await box.upAndRest()
      #expect(try await box.stub.prompt(1).contains("asks/w-2.json:2:2"))
      #expect(box.text("data/asks/w-2.json").hasSuffix("oops"))
    }
  }

  @Test("A journal that cannot be written fails the beat, and the pulse goes on")
  func unwritableJournal() async throws {
    try await Sandbox.use { box in
      try box.write("data/journal.md/in-the-way", "")
      try await box.upWithWork()
      let beat = try await box.beat(1)
      #expect(beat["outcome"] == "failed" && beat.text.contains("journal.md"))
      let down = try await box.must("down")
      #expect(down.contains("the pulse is down"))
      #expect(box.lines("data/events.jsonl").last?["event"] == "pulse.stopped")
    }
  }

  @Test("A corrupt snapshot costs one run of its sensor, a corrupt baseline one call")
  func snapshotAndBaseline() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("down")
      try box.write("data/snapshots/sensor-today.json", "{")
      try box.write("data/.last-world.json", "no JSON")
      try box.write("data/.state.json", "[]")
      let state = try await box.looop("state", "--json")
      #expect(state.code == 0)
      for name in ["sensor-today.json", ".state.json"] {
        #expect(state.out.contains(name))
      }
      try await box.upWithWork()
      _ = try await box.beat(2)
      #expect(try await box.state()["snapshots"]["today"]["status"] == "ok")
      #expect(box.stub.calls == 2)
      #expect(try JSON(box.text("data/.last-world.json"))["items"] != .null)
      #expect(box.text("data/.last-world.json.broken") == "no JSON")
      #expect(box.text("data/.state.json.broken") == "[]")
      #expect(box.text("data/events.jsonl").split(separator: "file.broken").count == 4)
    }
  }

  @Test("A corrupt session is named; the others can be listed and ended")
  func session() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600")
      try await box.must("worker", "start", "w", "x")
      try box.write("data/sessions/bad/session.json", "{")
      #expect(
        try await box.state()["problems"][0].string?.contains("sessions/bad/session.json") == true)
      #expect(try await box.must("worker", "list").contains(#/\nw +ok +running /#))
      #expect(try await box.must("down").contains("worker w ended"))
    }
  }

  @Test("A goal's file whose name is no id is named, and hides no other")
  func goalName() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      try box.write("data/goals/not an id.md", "x")
      let result = try await box.looop("goal", "list")
      #expect(result.code == 0 && result.out.contains("g      x\n"))
      #expect(box.shown(result.err).contains("$SANDBOX/data/goals/not an id.md is not a goal"))
    }
  }

  @Test(
    "A data dir of a newer format is refused by every verb that reads or writes it",
    arguments: [
      ["state"], ["up"], ["beat"], ["goal", "write", "g", "x"], ["answer", "setup-1", "x"],
      ["pause"],
      ["ask", "w", "x"], ["wait"], ["run", "--", "true"], ["worker", "start", "w", "x"],
      ["watch", "--once"],
      ["asks"], ["goal", "list"], ["journal"], ["playbook", "show"], ["sensor", "list"],
    ])
  func newer(_ words: [String]) async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.write("data/.looop.json", "{\"format\":999}\n")
      let before = try await box.shell("find $LOOOP_DATA_DIR -type f -exec cksum {} + | sort").out
      let result = try await box.start(words).finish()
      #expect(result.code == 65)
      Golden.expect(box.shown(result.err), at: "golden/errors/newer-format.txt")
      #expect(
        try await box.shell("find $LOOOP_DATA_DIR -type f -exec cksum {} + | sort").out == before)
      try box.write("data/.looop.json", "{\"format\":1}\n")
    }
  }

  @Test("A data dir as the original leaves it opens unchanged")
  func original() async throws {
    try await Sandbox.use { box in
      try box.write("data/PLAYBOOK.md", "# Mine\n")
      try box.write("data/goals/ship.md", "Ship it.\n")
      try box.write(
        "data/asks/w-1.json",
        #"{"v":1,"id":"w-1","worker":"w","prompt":"Old?","ts":1700000000,"extra":true}"#)
      try box.write("data/answers/w-1.json", #"{"answer":"yes","ts":1700000001}"#)
      try box.write(
        "data/asks/w-2.json", #"{"v":1,"id":"w-2","worker":"w","prompt":"Open?","ts":1700000002}"#)
      try box.write("data/journal.md", "- 2023-11-14 22:13 did something\n")
      try await box.upAndRest()
      let prompt = try await box.stub.prompt(1)
      #expect(prompt.contains("| # Mine") && prompt.contains("### goal ship"))
      #expect(prompt.contains("### ask w-2") && !prompt.contains("### ask w-1"))
      #expect(prompt.contains("did something"))
      // Answered years ago and without a receipt of ours: delivered, and so put out of the way, once
      // the beat was told.
      try await Until.holds("only the open ask", saw: { "\(box.names(in: "data/asks"))" }) {
        box.names(in: "data/asks") == ["w-2.json"]
      }
      #expect(box.text("data/mailbox.d/w-1.ask.json").contains("\"extra\":true"))
      #expect(try await box.looop("ask", "w", "New?", "--wait", "0").err.hasPrefix("w-3\n"))
    }
  }

  @Test("A torn last line of journal, ledger or events stops nothing")
  func torn() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("down")
      _ = try await box.shell(
        "cd $LOOOP_DATA_DIR; for f in ledger/*.jsonl events.jsonl journal.md; do printf '{\"v\":1,\"typ' >>$f; done"
      )
      try await box.must("up")
      try await box.must("goal", "write", "g", "x")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      #expect(try await box.looop("journal").code == 0)
      #expect(try await box.looop("watch", "--once").code == 0)
    }
  }
}
