import TestSupport
import Testing

/// Every verb a person may type, and the verbs of the nouns among them.
private let verbs = [
  "init", "up", "down", "pause", "resume", "watch", "why", "recap", "concierge",
  "doctor", "demo", "help",
  "version", "state",
  "wait",
  "asks", "ask", "answer", "done", "notify", "goal", "playbook", "sensor", "push", "runner", "run",
  "runs",
  "replay", "worker", "kill", "screenshot",
  "beat", "journal", "events", "cost", "service", "mcp", "schema", "completions",
]
private let pairs = [
  "goal write", "goal archive", "goal list", "goal show", "playbook write", "playbook show",
  "playbook history", "sensor add", "sensor write", "sensor run", "sensor show", "sensor list",
  "sensor rm", "sensor enable", "sensor disable", "sensor new", "sensor lint", "sensor test",
  "worker start", "worker kill", "worker list", "worker show", "worker log",
  "runs list", "runs show", "service install", "service uninstall", "service status",
  "runner list", "runner show", "runner test", "runner replay", "runner unpark",
]

@Suite("help, version and schema")
struct HelpTests {
  @Test("Without a word, looop says what to type first, and makes no file")
  func short() async throws {
    try await Sandbox.use(nil) { box in
      let version = try await box.looop("version", "--json").json()["version"].string ?? ""
      let result = try await box.looop()
      #expect(result.code == 0 && result.err.isEmpty)
      Golden.expect(result.out.replacing(version, with: "$VERSION"), at: "golden/no-words.txt")
      #expect(!box.exists("data"))
    }
  }

  @Test("help is the command reference and the manual")
  func reference() async throws {
    try await Sandbox.use(nil) { box in
      Golden.expect(try await box.must("help"), at: "golden/help.txt")
      let dashed = try await box.must("--help")
      #expect(try await box.must("help") == dashed)
    }
  }

  @Test("With --json a wrong option is an error with a message of one line, and a hint")
  func wrongOption() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("playbook", "show", "--json")
      let error = try JSON(result.err)["error"]
      #expect(result.code == 64 && error["code"] == "E_USAGE")
      #expect(error["message"] == "`looop playbook show` has no option '--json'.")
      #expect(error["hint"] == "Its options are: --data-dir, --help.")
    }
  }

  @Test("The reference lists every verb that has a page, and no other")
  func completeness() async throws {
    try await Sandbox.use(nil) { box in
      let lines = try await box.must("help").split(separator: "\n")
        .prefix { !$0.contains("THE MANUAL") }
      let listed = lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
      #expect(listed == verbs)
      let own = lines.filter { $0.hasPrefix("    ") }
        .map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
      #expect(own.sorted() == pairs.sorted())
    }
  }

  @Test("Every verb has a page of its own", arguments: verbs + pairs)
  func page(_ words: String) async throws {
    try await Sandbox.use(nil) { box in
      let parts = words.split(separator: " ").map(String.init)
      let result = try await box.start(["help"] + parts).finish()
      #expect(result.code == 0)
      let file = parts.joined(separator: "-")
      Golden.expect(result.out, at: "golden/help/\(file).txt")
    }
  }

  @Test("help config lists every key of the config file")
  func config() async throws {
    try await Sandbox.use(nil) { box in
      Golden.expect(try await box.must("help", "config"), at: "golden/help/config.txt")
    }
  }

  @Test("VERB --help is help VERB", arguments: [["state"], ["goal"], ["goal", "write"]])
  func dashed(_ words: [String]) async throws {
    try await Sandbox.use(nil) { box in
      let page = try await box.start(["help"] + words).finish()
      let dashed = try await box.start(words + ["--help"]).finish()
      #expect(dashed == page)
    }
  }

  @Test("An unknown verb is refused with the nearest one")
  func unknown() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("statee")
      #expect(result.code == 64 && result.out.isEmpty)
      Golden.expect(result.err, at: "golden/errors/unknown-verb.txt")
      let json = try await box.looop("statee", "--json")
      #expect(try JSON(json.err)["error"]["code"] == "E_VERB")
      #expect(try await box.looop("help", "statee").code == 64)
    }
  }

  @Test("An unknown verb of a noun is refused with the nearest one")
  func unknownOwn() async throws {
    try await Sandbox.use(nil) { box in
      for words in [["goal", "wrte", "x"], ["help", "goal", "wrte"]] {
        let result = try await box.start(words).finish()
        #expect(result.code == 64 && result.out.isEmpty)
        #expect(
          result.err == """
            looop: There is no verb 'goal wrte'.
              Did you mean `looop goal write`?

            """)
      }
      let far = try await box.looop("worker", "zzz")
      #expect(far.code == 64)
      #expect(far.err.contains("Its subcommands are: start, kill, list, show, log."))
    }
  }

  @Test("A text that begins with a dash is told how to be given, and that works")
  func dash() async throws {
    try await Sandbox.use(nil) { box in
      let refused = try await box.looop("goal", "write", "g", "- one")
      #expect(refused.code == 64 && refused.err.contains("Put `--` before"))
      try await box.must("goal", "write", "g", "--", "- one")
      #expect(try await box.must("goal", "show", "g") == "- one\n")
    }
  }

  @Test("An option before the verb is told where it belongs")
  func optionFirst() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("--data-dir", "x", "state")
      #expect(result.code == 64 && result.err.contains("The verb comes first"))
    }
  }

  @Test("No line of the help is wider than 80 columns", arguments: ["", "config"] + verbs + pairs)
  func width(_ words: String) async throws {
    try await Sandbox.use(nil) { box in
      let parts = words.split(separator: " ").map(String.init)
      let page = try await box.start(["help"] + parts).finish().out
      #expect(page.split(separator: "\n").filter { $0.count > 80 }.isEmpty)
    }
  }

  @Test("The contract's verbs are also spelt behind an underscore")
  func underscore() async throws {
    try await Sandbox.use(nil) { box in
      for words in [
        ["runs", "list", "--json"], ["goal", "list", "--json"], ["version"], ["schema", "move"],
      ] {
        let plain = try await box.start(words).finish()
        let seed = try await box.start(["_"] + words).finish()
        #expect(plain == seed)
      }
      // The times in it go on meanwhile.
      let state = try JSON(try await box.must("_", "state", "--json"))
      #expect(state["phase"] == (try await box.state())["phase"])
      #expect(try await box.looop("_", "nosuch").code == 64)
    }
  }

  @Test("version says one line, and JSON on request")
  func version() async throws {
    try await Sandbox.use(nil) { box in
      let text = try await box.must("version")
      let json = try JSON(try await box.must("version", "--json"))
      #expect(json.keys == ["format", "v", "version"] && json["format"] == 1)
      #expect(text == "looop \(json["version"].string ?? "")\n")
      #expect(try await box.must("--version") == text)
      #expect(!box.exists("data"))
    }
  }

  @Test("schema lists its names and prints each as JSON Schema")
  func schema() async throws {
    try await Sandbox.use(nil) { box in
      let names = try await box.must("schema").split(separator: "\n").map(String.init)
      #expect(
        names == [
          "move", "state", "wait", "why", "asks", "answer", "workers", "worker", "runs", "run",
          "replay", "replay-offline", "goals", "journal", "event", "screenshot",
          "playbook-history",
          "beat",
          "cost", "recap", "doctor", "service", "version", "error", "sensors", "sensor-wakes",
          "sensor-run",
          "sensor-show",
          "sensor-shipped", "sensor-lint", "sensor-test", "sensor-change", "manifest", "push",
          "runners", "runner",
          "runner-test",
          "runner-replay",
        ])
      for name in names {
        let schema = try JSON(try await box.must("schema", name))
        #expect(!schema.keys.isEmpty, "\(name)")
      }
      let unknown = try await box.looop("schema", "nosuch")
      #expect(unknown.code == 64 && unknown.err.contains("The schemas are: move, state"))
    }
  }

  @Test("What state --json prints has every member its schema requires")
  func stateSchema() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let schema = try JSON(try await box.must("schema", "state"))
      let state = try await box.state()
      #expect(schema["required"].array.compactMap(\.string).sorted() == state.keys)
    }
  }

  @Test("An unknown option is a usage error that names it")
  func option() async throws {
    try await Sandbox.use(nil) { box in
      for verb in ["state", "up", "asks", "beat", "down", "wait"] {
        let result = try await box.looop(verb, "--bogus")
        #expect(result.code == 64 && result.err.contains("--bogus"), "\(verb)")
      }
      #expect(!box.exists("data"))
    }
  }
}
