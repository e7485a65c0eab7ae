import TestSupport
import Testing

@Suite("init")
struct InitTests {
  @Test(
    "Every preset previews its commands", arguments: ShippedPresets.ready)
  func preview(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      let bare = try await box.must("init", "--runner", name)
      Golden.expect(box.shown(bare), at: "golden/init/\(name).txt")
      let config = try JSON(box.text("config.json"))
      #expect(config.keys == ["runner", "tick_command", "worker_command"])
      #expect(config["runner"].string == name)
    }
  }

  @Test(
    "The seed's commands are written as documented",
    arguments: ShippedPresets.documented)
  func documented(_ name: String) async throws {
    try await Sandbox.use(nil) { box in
      try box.program(name, "exit 0")
      let result = try await box.looop("init", "--runner", name, "--seed-commands")
      #expect(result.code == 0)
      Golden.expect(
        box.shown(result.out + result.err), at: "golden/init/\(name)-documented.txt")
    }
  }

  @Test("At a terminal without a cursor it asks by numbers for the runner and its commands")
  func terminal() async throws {
    try await Sandbox.use(nil) { box in
      let running = try box.start(["init"], input: .terminal)
      _ = try await running.line(containing: "Number [1]:")
      running.type("99\n")
      _ = try await running.line(containing: "A number from 1 to ")
      running.type("2\n")
      _ = try await running.line(containing: "Which commands?")
      running.type("\n")
      #expect(try await running.finish().code == 0)
      let config = try JSON(box.text("config.json"))
      #expect(config["runner"] == "codex")
      #expect(config["tick_command"].string?.contains("--sandbox read-only") == true)
    }
  }

  @Test("Enter takes the first agent CLI that is installed")
  func suggestion() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("codex", "exit 0")
      #expect(try await box.must("init", input: .text("\n\n")).contains("Number [2]:"))
      #expect(try JSON(box.text("config.json"))["runner"] == "codex")
    }
  }

  @Test("Over a pipe a number is enough; a second one chooses the commands")
  func pipe() async throws {
    try await Sandbox.use(nil) { box in
      let asked = try await box.must("init", input: .text("1\n"))
      Golden.expect(box.shown(asked), at: "golden/init/pipe.txt")
      let bare = try JSON(box.text("config.json"))
      #expect(bare["tick_command"].string?.contains("--tools \"\"") == true)
      let shell = try await box.shell("printf '1\\n2\\n' | \"$LOOOP\" init")
      #expect(shell.code == 0)
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"].string?.contains("{{prompt_file}}") == true)
    }
  }

  @Test(
    "Over a pipe a runner of one's own takes its commands as lines, and again if they are wrong")
  func pipeOwn() async throws {
    try await Sandbox.use(nil) { box in
      let custom = try await ShippedPresets.number(of: "custom", in: box)
      let lines = "custom\n\(custom)\nthink {{promt}}\nthink\nwork\n"
      let asked = try await box.must("init", input: .text(lines))
      #expect(asked.contains("A number from 1 to ") && asked.contains("no placeholder {{promt}}"))
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"] == "think" && config["worker_command"] == "work")
    }
  }

  @Test("Commands of one's own can be given anew, and an empty line keeps what the config has")
  func pipeAgain() async throws {
    try await Sandbox.use(["runner": "custom", "tick_command": "a", "worker_command": "b"]) { box in
      let asked = try await box.must("init", input: .text("\nthink\n\n"))
      #expect(asked.contains("tick [a]: ") && !asked.contains("Which commands?"))
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"] == "think" && config["worker_command"] == "b")
      let custom = try await ShippedPresets.number(of: "custom", in: box)
      try await box.must("init", input: .text(custom))
      #expect(try JSON(box.text("config.json")) == config)
    }
  }

  @Test(
    "When the answers end too early nothing is written",
    arguments: ["", "7x\n", "CUSTOM\nthink\n", "1\nsh think.sh\n"])
  func early(_ input: String) async throws {
    try await Sandbox.use(nil) { box in
      let custom = try await ShippedPresets.number(of: "custom", in: box)
      let lines = input.replacing("CUSTOM\n", with: custom)
      let result = try await box.looop("init", input: .text(lines))
      #expect(result.code == 1)
      Golden.expect(result.err, at: "golden/errors/init-no-answer.txt")
      #expect(!box.exists("config.json") && !box.exists("data"))
    }
  }

  @Test("A command that cannot be used is refused", arguments: ["screen", "placeholder"])
  func refused(_ what: String) async throws {
    try await Sandbox.use(nil) { box in
      let words =
        what == "screen"
        ? ["--worker-command", "claude --verbose"] : ["--tick-command", "claude -p {{promptfile}}"]
      let result = try await box.start(["init", "--runner", "claude"] + words).finish()
      #expect(result.code == 64)
      Golden.expect(result.err, at: "golden/errors/init-command-\(what).txt")
      #expect(!box.exists("config.json"))
    }
  }

  @Test("Commands the original does not document are not there to be taken")
  func undocumented() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("init", "--runner", "demo", "--seed-commands")
      #expect(result.code == 64 && result.err.contains("Leave out --seed-commands"))
    }
  }

  @Test("An unknown runner is refused with the known ones, and nothing is written")
  func unknown() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("init", "--runner", "claud")
      #expect(result.code == 65)
      Golden.expect(result.err, at: "golden/errors/init-unknown-runner.txt")
      #expect(!box.exists("config.json"))
    }
  }

  @Test("A runner of one's own needs its two commands")
  func custom() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("init", "--runner", "custom")
      #expect(result.code == 64 && result.err.contains("--tick-command"))
      try await box.must(
        "init", "--runner", "custom", "--tick-command", "think", "--worker-command", "work")
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"] == "think" && config["worker_command"] == "work")
    }
  }

  @Test("Choosing again keeps every other key of the config")
  func again() async throws {
    try await Sandbox.use(["interval": 30, "x_mine": ["a": [1, 2]]]) { box in
      try await box.must("init", "--runner", "demo")
      let config = try JSON(box.text("config.json"))
      #expect(config["runner"] == "demo" && config["interval"] == 30)
      #expect(config["x_mine"] == ["a": [1, 2]])
    }
  }

  @Test("A config that is broken is named and kept beside the new one")
  func brokenConfig() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("config.json", "{\"interval\": 30,\n  oops}\n")
      let result = try await box.looop("init", "--runner", "demo")
      #expect(result.code == 0)
      #expect(result.err.contains("config.json:2:3"))
      #expect(box.text("config.json.broken") == "{\"interval\": 30,\n  oops}\n")
      #expect(try JSON(box.text("config.json"))["runner"] == "demo")
    }
  }

  @Test("A new data dir holds a PLAYBOOK, a goal, a sensor and a real ask, for the owner only")
  func seed() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("init", "--runner", "demo")
      #expect(!box.text("data/PLAYBOOK.md").isEmpty)
      #expect(box.names(in: "data/goals") == ["archive", "setup.md"])
      #expect(box.names(in: "data/sensors") == ["today.sh", "today.yaml"])
      #expect(box.names(in: "data/asks") == ["setup-1.json"])
      let modes = try await box.shell(
        "find $LOOOP_DATA_DIR -type f ! -perm 600 ! -name '*.sh'; find $LOOOP_DATA_DIR -type d ! -perm 700"
      )
      #expect(modes.out == "")
    }
  }

  @Test("The data dir and the config follow the XDG folders when nothing else is said")
  func places() async throws {
    try await Sandbox.use(nil) { box in
      let xdg = [
        "LOOOP_DATA_DIR": "", "LOOOP_CONFIG": "", "XDG_STATE_HOME": box.path("s"),
        "XDG_CONFIG_HOME": box.path("c"),
      ]
      let first = try await box.looop("init", "--runner", "demo", environment: xdg)
      #expect(first.code == 0)
      #expect(box.exists("s/looop/PLAYBOOK.md") && box.exists("c/looop/config.json"))
      let home = ["LOOOP_DATA_DIR": "", "LOOOP_CONFIG": ""]
      let second = try await box.looop("init", "--runner", "demo", environment: home)
      #expect(second.code == 0)
      #expect(box.exists("home/.local/state/looop/PLAYBOOK.md"))
      #expect(box.exists("home/.config/looop/config.json"))
    }
  }

  @Test("--data-dir names another loop")
  func dataDir() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("init", "--runner", "demo", "--data-dir", box.path("other"))
      #expect(box.exists("other/PLAYBOOK.md") && !box.exists("data"))
      try await box.must("goal", "write", "g", "text", "--data-dir", "other")
      #expect(box.text("other/goals/g.md") == "text\n")
    }
  }
}
