import TestSupport
import Testing

@Suite("concierge")
struct ConciergeTests {
  /// An agent CLI that notes what it was started with.
  private static let agent = """
    printf '%s\\n' "$@" >'ROOT/words'
    printf '%s\\n' "$LOOOP_DATA_DIR" "$LOOOP_CONFIG" "${CLAUDECODE-unset}" >'ROOT/names'
    printf '%s\\n' "$PPID" "$$" >'ROOT/pids'
    exit 7
    """

  private func install(_ name: String, in box: Sandbox) throws {
    try box.program(name, Self.agent.replacing("ROOT", with: box.root))
  }

  @Test("It becomes the agent, with the brief as its first words and looop's MCP server")
  func claude() async throws {
    try await Sandbox.use { box in
      try install("claude", in: box)
      let running = try box.start(
        ["concierge", "--runner", "claude"], environment: ["CLAUDECODE": "1"])
      let result = try await running.finish()
      #expect(result.code == 7, "\(result.err)")
      let words = box.text("words")
      let brief = "# concierge: The concierge: "
      #expect(words.contains("\n--\n\(brief)") && words.contains("What you never do"))
      #expect(words.contains("mcp__looop__wait") && !words.contains("mcp__looop__answer"))
      #expect(box.text("names") == "\(box.data)\n\(box.config)\nunset\n")
      // Nothing of looop is left between the terminal and the agent.
      #expect(box.text("pids").split(separator: "\n").contains("\(running.pid)"))
      let file = words.split(separator: "\n")
        .first { $0.hasSuffix("/concierge.json") }.map(String.init)
      let server = try JSON(box.text(try #require(file)))["mcpServers"]["looop"]
      #expect(server["args"] == ["mcp"])
      #expect(server["env"]["LOOOP_DATA_DIR"] == .string(box.data))
      // What it names is a server.
      let command = try #require(server["command"].string)
      let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
      let served = try await box.shell("echo '\(ping)' | '\(command)' mcp")
      #expect(served.code == 0 && served.out.contains(#""result":{}"#))
    }
  }

  @Test("The runner is the config's unless one is named, and one without a command is refused")
  func runners() async throws {
    try await Sandbox.use { box in
      let custom = try await box.looop("concierge")
      #expect(custom.code == 78)
      Golden.expect(custom.err, at: "golden/errors/concierge-custom.txt")
      let missing = try await box.looop(
        "concierge", "--runner", "codex", environment: ["PATH": box.bin])
      #expect(missing.code == 78 && missing.err.contains("The program codex of the runner codex"))
      let unknown = try await box.looop("concierge", "--runner", "nosuch")
      #expect(unknown.code == 65)
      for name in ["claude", "codex", "opencode", "pi"] {
        let line = try await box.must("concierge", "--runner", name, "--print")
        #expect(!line.contains("{{"), "\(line)")
      }
    }
    try await Sandbox.use(["runner": "codex", "tick_command": .null, "worker_command": .null]) {
      box in
      try install("codex", in: box)
      #expect(try await box.looop("concierge").code == 7)
      #expect(box.text("words").contains("mcp_servers.looop.command='\(Binary.path)'\n"))
    }
  }

  @Test("A data dir whose path needs quoting serves as well")
  func oddPath() async throws {
    try await Sandbox.use { box in
      try install("claude", in: box)
      let result = try await box.looop(
        "concierge", "--runner", "claude", "--data-dir", "\(box.root)/a 'b' 🌊")
      #expect(result.code == 7, "\(result.err)")
      #expect(box.text("words").contains("What you never do"))
    }
  }

  @Test("From inside the loop there is no concierge")
  func inside() async throws {
    try await Sandbox.use { box in
      let refused = try await box.looop("concierge", environment: ["LOOOP_RUN": "x"])
      #expect(refused.code == 77)
    }
  }
}
