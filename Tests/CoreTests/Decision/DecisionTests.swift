import Base
import Core
import Testing

@Suite("Decisions as JSON and as journal lines")
struct DecisionTests {
  private static func everyMove() throws -> [Decision] {
    let id = try Identifier("a.b_c-1", "goal")
    return [
      Decision(move: .noop(reason: "r")),
      Decision(move: .runShell(command: "ls | wc", reason: "r"), journal: "j"),
      Decision(move: .writeGoal(id: id, body: "# B\n"), goal: id),
      Decision(move: .archiveGoal(id: id), nextInterval: .seconds(5)),
      Decision(move: .writeSensor(name: id, script: "echo", manifest: nil)),
      Decision(move: .writeSensor(name: id, script: "echo", manifest: "every: 5")),
      Decision(move: .writePlaybook(body: "B"), journal: "j", goal: id, nextInterval: .minutes(5)),
      Decision(
        move: .startWorker(id: id, task: WorkerTask(brief: "p"))),
      Decision(
        move: .startWorker(
          id: id, task: WorkerTask(brief: "p", runner: id.text, command: "c", verify: "v"))),
      Decision(move: .killWorker(id: id, reason: "r")),
      Decision(move: .ask(prompt: "p", options: [], reference: nil)),
      Decision(move: .ask(prompt: "p", options: ["yes", "no"], reference: "x/y")),
    ]
  }

  @Test("Every decision survives being written and read")
  func roundTrip() throws {
    for decision in try Self.everyMove() {
      #expect(DecisionParser.parse(JSONWriter.text(decision.json, .canonical)) == .move(decision))
    }
    #expect(Set(try Self.everyMove().map(\.move.name)) == Set(MoveSchema.actions.map(\.name)))
  }

  @Test("A journal line is the decider's, or made from the action and its reason")
  func journal() throws {
    let lines = try Self.everyMove().map { decision in
      var decision = decision
      decision.journal = nil
      return decision.journalLine
    }
    #expect(
      lines == [
        "noop: r", "run_shell: r (ls | wc)", "write_goal a.b_c-1", "archive_goal a.b_c-1",
        "write_sensor a.b_c-1", "write_sensor a.b_c-1", "write_playbook", "start_worker a.b_c-1",
        "start_worker a.b_c-1", "kill_worker a.b_c-1: r", "ask: p", "ask: p",
      ])
    #expect(
      Decision(move: .noop(reason: "r"), journal: " a\n- 2026 b\r\t\u{1B}[2J ").journalLine
        == "a - 2026 b\\u{d} \\u{1b}[2J")
  }

  @Test(
    "A journal line has at most 300 bytes, cut between characters",
    arguments: [
      (String(repeating: "é", count: 150), false), (String(repeating: "é", count: 151), true),
      (String(repeating: "x", count: 5000), true),
      (String(repeating: "x ", count: 1001) + "y", true),
      (String(repeating: "\u{1B}", count: 200), true), (String(repeating: "😀", count: 80), true),
      (String(repeating: " ", count: 5000) + "late", true), ("x", false),
    ])
  func journalLimit(_ text: String, _ isCut: Bool) {
    let line = Decision(move: .noop(reason: "r"), journal: text).journalLine
    #expect(line.utf8.count <= 300)
    #expect(!line.unicodeScalars.contains("\u{FFFD}"))
    #expect(line.hasSuffix("…") == isCut)
  }
}
