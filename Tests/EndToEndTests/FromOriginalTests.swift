import TestSupport
import Testing

/// A person, or a script, that comes from looop 1.0, the Rust program of the same name.
@Suite("Who comes from the original")
struct FromOriginalTests {
  private static let noop = #"{"action":"noop","reason":"nothing to do"}"#

  /// A data dir as 1.0 leaves it.
  private func original(_ box: Sandbox) throws {
    try box.write("data/PLAYBOOK.md", "# PLAYBOOK\n")
    try box.write("data/goals/ship.md", "Ship it.\n")
  }

  // MARK: Config

  @Test("The config in the data dir is read before the user's own, and the verbs say which one is")
  func config() async throws {
    try await Sandbox.use(nil) { box in
      try original(box)
      let none = ["LOOOP_CONFIG": ""]
      let wiring = { (word: String) in
        JSON.object([
          "runner": "custom",
          "tick_command": .string(
            "cat >/dev/null; echo '\(Self.noop)'; echo \(word) >>'\(box.path("ran"))'"),
          "worker_command": "cat >/dev/null",
        ]).text
      }
      try box.write("home/.config/looop/config.json", wiring("users"))
      #expect(try await box.looop("beat", environment: none).err == "")
      try box.write("data/config.json", wiring("own"))
      _ = try await box.looop("goal", "write", "f", "Something new.", environment: none)
      let beat = try await box.looop("beat", environment: none)
      #expect(
        box.shown(beat.err)
          == "looop: the config is $SANDBOX/data/config.json;"
          + " $SANDBOX/home/.config/looop/config.json is not read.\n")
      #expect(box.text("ran") == "users\nown\n")
      // What the environment names outranks both.
      try box.write("config.json", wiring("named"))
      try await box.must("goal", "write", "g", "Something new.")
      #expect(try await box.looop("beat").err.contains("/data/config.json and"))
      #expect(box.text("ran") == "users\nown\nnamed\n")
    }
  }

  @Test("Variables of the original that are set and not read are named before anything is spent")
  func variables() async throws {
    try await Sandbox.use { box in
      let set = ["LOOOP_MAX_DECIDES_PER_HOUR": "1", "LOOOP_FLAP_STREAK": "3"]
      for verb in ["beat", "up"] {
        let said = try await box.looop(verb, environment: set).err
        #expect(said.contains("LOOOP_MAX_DECIDES_PER_HOUR is set and not read"), "\(verb): \(said)")
        #expect(said.contains("LOOOP_FLAP_STREAK is set and not read"))
      }
    }
  }

  @Test("Without a terminal `init` keeps the config that is there")
  func initialised() async throws {
    try await Sandbox.use { box in
      let former = box.text("config.json")
      let kept = try await box.looop("init", input: .text(""))
      #expect(kept.code == 0 && kept.out.hasSuffix("config.json (kept as it is)\n"), "\(kept)")
      #expect(box.text("config.json") == former)
      // What was asked for and cannot be done is no success.
      #expect(try await box.looop("init", "--seed-commands", input: .text("")).code == 1)
      #expect(try await box.looop("init", input: .text("99\n")).code == 1)
      #expect(box.text("config.json") == former)
      try box.write("config.json", "{}")
      #expect(try await box.looop("init", input: .text("")).code == 1)
    }
  }

  // MARK: Commands

  @Test("A placeholder that looop does not replace is refused where it is used")
  func placeholder() async throws {
    try await Sandbox.use([
      "worker_command": "cat >/dev/null; echo {{model}} >got"
    ]) { box in
      for words in [["worker", "start", "w", "Go."], ["up"], ["beat"]] {
        let refused = try await box.start(words).finish()
        #expect(refused.code == 78, "\(words): \(refused.err)")
        #expect(refused.err.contains("There is no placeholder {{model}} any more"))
        #expect(refused.err.contains("looop init"))
      }
      #expect(!box.exists("got"))
      #expect(try await box.must("state").contains("worker_command cannot be run"))
    }
  }

  @Test(
    "A command of one's own runs, whatever kind of worker is wished",
    arguments: [JSON.string("headless"), "terminal", .null])
  func wrapper(kind: JSON) async throws {
    try await Sandbox.use([
      "runner": "claude", "tick_command": "claude -p", "worker_command": "my-jail {{prompt_file}}",
      "worker_kind": kind,
    ]) { box in
      try box.program("claude", "touch '\(box.path("agent"))'")
      try box.program("my-jail", "touch '\(box.path("jailed"))'")
      try await box.must("worker", "start", "w", "Go.")
      try await Until.holds("the wrapper ran") { box.exists("jailed") }
      #expect(!box.exists("agent"))
    }
  }

  @Test("An agent behind another program is read as its preset, or the message says how to name it")
  func behind() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("run.jsonl", try Fixtures.text("runners/claude/fenced-json.jsonl"))
      try box.program("claude", "cat >/dev/null; cat '\(box.path("run.jsonl"))'")
      try box.program("my-jail", #"exec "$@""#)
      for command in ["env X=1 claude -p", "cd / && timeout 9 claude -p", "sh -c 'exec claude -p'"]
      {
        try box.write("config.json", JSON.object(["tick_command": .string(command)]).text)
        try await box.must("goal", "write", "g", "For \(command).")
        #expect(try await box.must("beat").hasPrefix("acted: noop"), "\(command)")
      }
      try box.write("config.json", #"{"tick_command":"my-jail claude -p"}"#)
      try await box.must("goal", "write", "g", "Behind a wrapper.")
      let failed = try await box.looop("beat")
      #expect(failed.code == 1 && failed.out.contains(#"set "runner": "claude" in the config"#))
      #expect(try await box.looop("up").err.contains(#"set "runner": "claude" in"#))
    }
  }

  @Test("A decision that a command wrote to a file is named")
  func file() async throws {
    try await Sandbox.use([
      "runner": "custom",
      "tick_command": .string("cat >/dev/null; echo '\(Self.noop)' >.decision.json"),
    ]) { box in
      try box.write("data/.decision.json", Self.noop)
      let failed = try await box.looop("beat")
      #expect(failed.code == 1)
      #expect(
        failed.out.contains("The command wrote its decision to a file, \(box.data)/.decision.json"),
        "\(failed.out)")
    }
  }

  // MARK: The data dir

  @Test("What is not read is named when the data dir is opened, by `state` and by `up`")
  func unread() async throws {
    try await Sandbox.use { box in
      try original(box)
      try box.write("data/schedules/digest.json", #"{"v":1,"every_s":86400,"anchor":1}"#)
      let sentence = "schedules/ has 1 schedule (digest) of looop 1.0: nothing happens at its time."
      #expect(try await box.looop("beat").err.contains(sentence))
      // Once: it is no news with every beat.
      #expect(try await !box.looop("beat").err.contains(sentence))
      #expect(try await box.must("state").contains(sentence))
      let unread = try JSON(try await box.must("state", "--json"))["unread"]
      #expect(unread[0].text.contains(sentence))
      #expect(try await box.must("up").contains(sentence))
    }
  }

  @Test("A question of a worker with a name that is none today is shown, answered and heard")
  func question() async throws {
    try await Sandbox.use { box in
      try original(box)
      try box.write(
        "data/asks/fix:ci-1.json",
        #"{"id":"fix:ci-1","worker":"fix:ci","prompt":"May I push the fix?","ts":1,"v":1}"#)
      try await box.must("beat")
      #expect(try await box.must("asks").contains("fix:ci-1"))
      let answered = try await box.looop("answer", "fix:ci-1", "Push-it-on-monday.")
      #expect(answered.code == 0, "\(answered.err)")
      #expect(box.exists("data/answers/fix:ci-1.json"))
      try await box.must("beat")
      let run = try #require(box.names(in: "data/runs").last)
      #expect(box.text("data/runs/\(run)/prompt.md").contains("Push-it-on-monday."))
    }
  }

  @Test("A new life of a worker does not wait for what an old one asked")
  func life() async throws {
    try await Sandbox.use { box in
      try original(box)
      try box.write(
        "data/asks/docs-1.json",
        #"{"id":"docs-1","worker":"docs","prompt":"Which theme?","ts":1,"v":1}"#)
      try await box.must(
        "worker", "start", "docs", "Work.", "--command", "cat >/dev/null; sleep 60")
      #expect(try await !box.must("worker", "list").contains("docs-1"))
      try await box.must("answer", "docs-1", "The-dark-one.")
      try await box.must("beat")
      let run = try #require(box.names(in: "data/runs").last)
      #expect(box.text("data/runs/\(run)/prompt.md").contains("The-dark-one."))
    }
  }

  @Test("A bare snapshot is its signal")
  func snapshot() async throws {
    try await Sandbox.use { box in
      try original(box)
      try box.sensor("gh", #"echo '{"open":3}'"#)
      try box.write("data/snapshots/sensor-gh.json", #"{"open":3}"#)
      let state = try JSON(try await box.must("state", "--json"))
      #expect(state["snapshots"]["gh"]["signal"]["open"] == 3)
    }
  }

  @Test("The lock of a pulse of the original is respected, and moved aside once it is free")
  func lock() async throws {
    try await Sandbox.use { box in
      try original(box)
      try box.write("data/.lock", "")
      let held = try box.launch([
        "/bin/sh", "-c",
        "exec 9>>data/.lock; flock 9; touch held; exec sleep 60",
      ])
      try await Until.holds("the lock is held") { box.exists("held") }
      let refused = try await box.looop("beat")
      #expect(refused.code == 75 && refused.err.contains("A pulse of looop 1.0 runs"))
      held.kill(15)
      _ = try await held.finish()
      try await box.must("beat")
      #expect(box.exists("data/.lock.original"))
    }
  }

  // MARK: Workers

  @Test("That the check of a killed worker did not run is said")
  func check() async throws {
    try await Sandbox.use { box in
      try await box.must(
        "worker", "start", "w", "Go.", "--verify", "true", "--command", "cat >/dev/null; sleep 60")
      #expect(try await box.must("kill", "w") == "worker w ended; its check was not run\n")
      #expect(try await box.must("worker", "list").contains("its check was not run"))
      let list = try JSON(try await box.must("worker", "list", "--json"))
      #expect(list[0]["unchecked"] == true)
    }
  }

  // MARK: Words

  @Test("Words that the original had for what there is are understood")
  func words() async throws {
    try await Sandbox.use { box in
      #expect(try await box.must("-V") == box.must("version"))
      try await box.must(
        "goal", "w", "ship", "we", "ship", "on", "friday", "--journal", "My own note")
      #expect(box.text("data/goals/ship.md") == "we ship on friday\n")
      #expect(box.text("data/journal.md").contains("note by"))
      #expect(box.text("data/journal.md").contains("My own note"))
      #expect(try await box.must("goal", "ls") == box.must("goal", "list"))
      try await box.must("goal", "archive", "ship", "--journal", "It is out")
      try await box.must("playbook", "w", "Rule one.", "--journal", "A rule")
      let ran = try await box.must(
        "run", "--reason", "a look", "--journal", "looked", "echo", "-n", "x")
      #expect(ran == "x\n")
      for words in ["It is out", "A rule", "a look", "looked"] {
        #expect(box.text("data/journal.md").contains(words))
      }
      try await box.must(
        "w", "start", "job", "Go.", "--command", "cat >/dev/null; echo at work; sleep 60")
      #expect(try await box.must("w", "ls", "-a").contains("job"))
      try await Until.holds("the worker has said something") {
        box.text("data/sessions/job/output.log").contains("at work")
      }
      #expect(try await box.must("watch", "job", "--once").contains("at work"))
      #expect(try await box.must("watch", "pulse", "--once").contains("job"))
      for verb in ["schedule", "tell", "claim"] {
        let none = try await box.looop(verb)
        #expect(none.code == 64 && none.err.contains("This version has no"), "\(verb): \(none.err)")
      }
    }
  }
}
