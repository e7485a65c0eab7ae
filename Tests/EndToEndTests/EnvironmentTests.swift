import TestSupport
import Testing

/// What of the environment of whoever starts looop reaches the agents that it starts.
@Suite("The environment of agents")
struct EnvironmentTests {
  /// As the shell tools of claude and codex hand it on.
  private static let marks = [
    "CLAUDECODE": "1", "CLAUDE_CODE_ENTRYPOINT": "cli", "CLAUDE_CODE_SESSION_ID": "s",
    "CLAUDE_CODE_CHILD_SESSION": "1", "CLAUDE_CODE_MESSAGING_SOCKET": "/s", "CLAUDE_PID": "1",
    "CODEX_CI": "1", "CODEX_SANDBOX": "seatbelt", "CODEX_SANDBOX_NETWORK_DISABLED": "1",
    "CODEX_THREAD_ID": "t",
  ]
  private static let own = [
    "CLAUDE_CODE_USE_BEDROCK": "1", "CLAUDE_CONFIG_DIR": "/c", "CODEX_HOME": "/h",
    "AWS_PROFILE": "work", "https_proxy": "http://proxy", "SSH_AUTH_SOCK": "/sock",
    "LC_ALL": "C.UTF-8", "GH_TOKEN": "gh", "TEAM": "t",
  ]
  private static var all: [String: String] { marks.merging(own) { $1 } }

  private static func names(_ text: String) -> Set<String> {
    Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
  }

  @Test(
    "A call does not take itself for a part of the session that looop was started from",
    arguments: ["claude", "codex", "custom"])
  func calls(_ runner: String) async throws {
    let command = runner == "custom" ? "env claude" : runner
    try await Sandbox.use(["runner": .string(runner), "tick_command": .string(command)]) { box in
      let program = runner == "custom" ? "claude" : runner
      try box.program(program, "cat >/dev/null; env >'\(box.path("env"))'; exit 1")
      try await box.must("goal", "write", "g", "Work.")
      _ = try await box.looop("beat", environment: Self.all)
      let seen = Self.names(box.text("env"))
      #expect(seen.isSuperset(of: Self.own.keys))
      let foreign = Self.marks.keys.filter {
        runner == "custom" || $0.hasPrefix("CLAUDE") == (runner == "claude")
      }
      #expect(seen.isDisjoint(with: foreign), "\(seen.intersection(foreign))")
    }
  }

  @Test("A worker gets the login of its cloud, proxies, keys of ssh and locale, but no token")
  func worker() async throws {
    try await Sandbox.use(["runner": "claude", "worker_command": "claude -p"]) { box in
      try box.program("claude", "cat >/dev/null; env >'\(box.path("env"))'; echo done")
      let started = try await box.looop("worker", "start", "w", "x", environment: Self.all)
      #expect(started.code == 0)
      try await box.worker("w", "exited(0)")
      let seen = Self.names(box.text("env"))
      let passed = [
        "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CONFIG_DIR", "AWS_PROFILE", "https_proxy",
        "SSH_AUTH_SOCK", "LC_ALL",
      ]
      #expect(seen.isSuperset(of: passed))
      #expect(
        seen.isDisjoint(with: ["GH_TOKEN", "TEAM"]) && seen.isDisjoint(with: Self.marks.keys))
    }
  }

  @Test("The config's pass_env takes beginnings of names, and nothing that is no name")
  func beginnings() async throws {
    try await Sandbox.use(["pass_env": ["GH_*", "TEAM"]]) { box in
      try box.stub.worker(
        "w", "env >'\(box.path("new"))'; mv '\(box.path("new"))' '\(box.path("env"))'")
      let started = try await box.looop("worker", "start", "w", "x", environment: Self.all)
      #expect(started.code == 0)
      #expect(Self.names(try await box.file("env")).isSuperset(of: ["GH_TOKEN", "TEAM"]))
      for wrong in ["*", "A*B", "A=1", ""] {
        try box.configure(["pass_env": [.string(wrong)]])
        #expect(try await box.looop("worker", "start", "v", "x").code == 78, "\(wrong)")
      }
    }
  }

  @Test("init says which tokens workers would not get, and writes those it is told to pass")
  func offered() async throws {
    try await Sandbox.use(nil) { box in
      let set = ["GH_TOKEN": "secret", "NPM_TOKEN": "secret"]
      let told = try await box.looop("init", "--runner", "demo", environment: set)
      #expect(
        told.out.contains(
          "workers do not get GH_TOKEN NPM_TOKEN, unless you add --pass-env GH_TOKEN --pass-env"))
      #expect(!box.text("config.json").contains("pass_env"))
      let passed = try await box.looop(
        "init", "--runner", "demo", "--pass-env", "GH_TOKEN", environment: set)
      #expect(passed.code == 0 && passed.out.contains("workers do not get NPM_TOKEN,"))
      #expect(try JSON(box.text("config.json"))["pass_env"] == ["GH_TOKEN"])
      let asked = try await box.looop("init", input: .text("6\n\ny\n"), environment: set)
      #expect(asked.out.contains("Let workers have NPM_TOKEN? [y/N]: "), "\(asked.out)")
      #expect(!box.text("config.json").contains("secret"))
      let wrong = try await box.looop("init", "--runner", "demo", "--pass-env", "A=b")
      #expect(wrong.code == 64 && wrong.err.contains("takes the name of a variable"))
    }
  }

  @Test("Over a pipe that ends early no token is passed; a yes passes it")
  func pipe() async throws {
    try await Sandbox.use(nil) { box in
      let set = ["GH_TOKEN": "secret"]
      #expect(try await box.looop("init", input: .text("1\n1\n"), environment: set).code == 0)
      #expect(!box.text("config.json").contains("pass_env"))
      #expect(try await box.looop("init", input: .text("1\n1\nyes\n"), environment: set).code == 0)
      #expect(try JSON(box.text("config.json"))["pass_env"] == ["GH_TOKEN"])
      let again = try await box.looop("init", input: .text("1\n1\n"), environment: set)
      #expect(!again.out.contains("GH_TOKEN"))
    }
  }
}
