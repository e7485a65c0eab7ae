internal import Foundation
internal import ModelServer
import TestSupport
import Testing

/// The loop through MCP: the client of PyPI, and the real agent CLIs as concierge.
@Suite(
  "Live concierge",
  .enabled(if: Live.mode != nil, "needs the real clients: make test-live"),
  .timeLimit(.minutes(20)))
struct LiveConciergeTests {
  private static let tally = Tally("clients", of: 2 + Agent.allCases.count)

  /// A loop with a gate that waits.
  private func use(_ body: (Sandbox) async throws -> Void) async throws {
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "run_shell", "cmd": "echo ran >>'\(box.path("ran"))'", "reason": "count",
      ])
      try await box.upAndRest()
      try #require(box.exists("data/gates/gate-1.json"))
      try await body(box)
    }
  }

  @Test(
    "The client of PyPI, by the newest revision and by the handshake",
    arguments: [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
  func client(mode: String, revision: String) async throws {
    defer { Self.tally.ends() }
    let tell = Narrator("mcp \(mode)", Self.tally)
    guard let folder = Live.clientFolder(tell) else { return }
    try await use { box in
      let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "mcp-client.py").path()
      let played = try await box.shell(
        "exec python3 -W ignore '\(script)' '\(Binary.path)' \(mode)",
        environment: ["PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"])
      try #require(played.code == 0, "\(played.err)")
      let seen = try JSON(played.out)
      #expect(seen["revision"] == .string(revision))
      #expect(seen["tools"].array.count == 9 && seen["resources"].array.count == 2)
      tell.step("\(revision): tools and resources, as the client's own checks accept them")
      #expect(seen["failed"] == true && seen["answered"] == "Keep the notes.")
      #expect(seen["asks"] == ["gate-1"])
      #expect(seen["changed"].array.contains("goal/ship"))
      #expect(seen["updated"].array.contains("looop://state"))
      tell.step("an ask answered, a wait beside other calls, a notification")
      let form = seen["forms"][0].string ?? ""
      #expect(seen["forms"].array.count == 1 && form.contains("cmd: echo ran >>"))
      #expect(seen["ruling"] == "approved")
      try await Until.holds("the move") { box.text("ran") == "ran\n" }
      tell.step("the gate: shown at a form, approved there, and run once")
    }
  }

  @Test(
    "The real agent as concierge: it reads, relays an answer, and cannot approve",
    arguments: Agent.allCases)
  func concierge(_ agent: Agent) async throws {
    defer { Self.tally.ends() }
    let tell = Narrator("concierge \(agent)", Self.tally)
    guard let program = Live.program(agent, tell) else { return }
    try await use { box in
      let server = try ModelServer { Self.reply($0) }
      defer { server.stop() }
      try FileManager.default.createSymbolicLink(
        atPath: box.path("bin/\(agent)"), withDestinationPath: program)
      try agent.settle(in: box, port: server.port, model: "gpt-5.5")
      let line = try await box.must("concierge", "--runner", "\(agent)", "--print")
      let environment = agent.environment(port: server.port).merging(["LOOOP_BIN": Binary.path]) {
        $1
      }
      let session = try await box.shell(Self.headless(line, agent), environment: environment)
      try #require(session.code == 0, "\(session.out)\(session.err)")
      tell.step("the preset's command wires looop's server in")

      let results = server.turns.last { $0.results.count == 3 }?.results ?? []
      try #require(results.count == 3, "\(server.turns.map(\.results))")
      #expect(results[0].contains("pulse_alive"))
      tell.step("state was called")
      let answer = try JSON(box.text("data/answers/setup-1.json"))
      #expect(answer["answer"] == "Keep the notes.")
      let via = agent == .claude ? "mcp/claude-code" : "mcp/codex-mcp-client"
      #expect(answer["by"]["via"] == .string(via))
      tell.step("an ask was answered, via \(via)")
      #expect(results[2].contains("E_NOT_ANSWERED"))
      #expect(!box.exists("data/answers/gate-1.json") && !box.exists("ran"))
      tell.step("its yes to a gate counts for nothing: no human was at the form")
      let brief = server.turns.contains { turn in
        turn.texts.contains { $0.contains("You relay. You never decide") }
      }
      #expect(brief)
    }
  }

  /// What a model says as concierge, by how far it has come.
  private static func reply(_ turn: Turn) -> Reply {
    // On the side some ask for a title.
    if turn.tools.isEmpty { return .text("A concierge") }
    switch turn.results.count {
    case 0: return .call("looop/state", [:])
    case 1: return .call("looop/answer", ["id": "setup-1", "text": "Keep the notes."])
    case 2: return .call("looop/answer", ["id": "gate-1", "text": "yes"])
    default: return .text("Your answer is passed on; the gate waits for you.")
    }
  }

  /// The command without its screen, and with all tools permitted.
  private static func headless(_ line: String, _ agent: Agent) -> String {
    switch agent {
    case .claude:
      line.replacingOccurrences(of: "claude --mcp-config", with: "claude -p --mcp-config")
        .replacingOccurrences(
          of: "mcp__looop__why", with: "mcp__looop__why mcp__looop__answer")
    case .codex:
      line.replacingOccurrences(
        of: "codex -c",
        with: "codex exec --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox -c")
    }
  }
}
