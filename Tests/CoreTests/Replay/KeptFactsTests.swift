import Base
import ShellRules
import TestSupport
import Testing

@testable import Core

@Suite("What a run keeps to be replayed")
struct KeptFactsTests {
  @Test("How a call ended is read back as it was")
  func ends() {
    let ends: [ProcessOutcome] = [
      .exited(0), .exited(255), .signalled(9), .timedOut, .silent(.milliseconds(1_500)), .oversized,
      .interrupted, .notStarted("no file: a b"), .notStarted("EAGAIN ", isPassing: true),
      .notStarted(""),
    ]
    for status in ends {
      let end = CallEnd(status: status, errors: "a\nb")
      #expect(CallEnd(json: end.json) == end)
    }
    for text in ["", "code", "code x", "signal", "silence", "done", "Code 0"] {
      #expect(ProcessOutcome(json: .string(text)) == nil)
    }
  }

  private func decision(_ command: String) -> Decision {
    Decision(move: .runShell(command: command, reason: "r"))
  }

  /// Facts that make each of the rules hold for one of the decisions.
  private var facts: Plan.Facts {
    get throws {
      var facts = Plan.Facts()
      facts.folder = "/home/ada/ship"
      facts.steering = SteeringChange(goals: [try Identifier("g", "goal")])
      facts.drops = 2
      facts.underWay = [.init(id: "1", decision: decision("sleep 1"), since: 1_795_000_000)]
      facts.approved = [.init(id: "gate-2", decision: decision("git push"))]
      facts.quarantined = [.init(goal: "q", ask: "pulse-1"), .init(goal: "r", ask: nil)]
      facts.declined = [
        DeclinedMove(
          ask: "gate-1", move: decision("make").move.substance, by: "ada", words: "no", world: "w")
      ]
      facts.world = "w"
      return facts
    }
  }

  @Test("The facts of a plan are read back as they were, and make the same plan")
  func plans() throws {
    let worker = WorkerTask(brief: "b", runner: nil, command: nil, verify: nil)
    let id = try Identifier("w", "worker")
    var decisions = ["date", "sleep 1", "git push", "make"].map(decision)
    for goal in ["q", "r", "g", "s"] {
      decisions.append(
        Decision(
          move: .startWorker(id: id, task: worker), journal: "j", goal: try Identifier(goal, "goal")
        )
      )
    }
    let rulings: [Result<Ruling, LooopError>] = [
      .success(.allow("a")), .success(.ask("b")), .success(.refuse("c")),
      .failure(LooopError(.badData, code: "E_X", "no such sensor")),
    ]
    var words: Set<String> = []
    for isPaused in [false, true] {
      var facts = try facts
      facts.isPaused = isPaused
      for decision in decisions {
        for ruling in rulings {
          let plan = Plan.of(decision, ruling: ruling, facts)
          let kept = PlanRecord(plan, of: facts, .none)
          let text = JSONWriter.line(kept.json, .pretty)
          let read = try PlanRecord(JSONParser.parseObject(Array(text)))
          #expect(read == kept)
          #expect(Plan.of(decision, ruling: ruling, read.facts) == plan)
          words.insert(read.word)
        }
      }
    }
    #expect(words == ["execute", "hold", "refuse", "drop"])
  }

  @Test("A beat keeps them, and a replay of it comes to the same")
  func beat() throws {
    let loop = try TestLoop()
    try loop.goals.write(Identifier("g", "goal"), "x")
    try loop.answer(#"{"action":"run_shell","cmd":"git push","reason":"r","goal":"g"}"#)
    _ = loop.beat()
    try loop.answerAsk("gate-1", "no")
    _ = loop.beat()
    _ = loop.beat()
    let archive = RunArchive(loop.directory, .init())
    let replay = OfflineReplay(loop.loop, loop.settings)
    let results = try archive.names().map { replay.replay(archive.run($0)) }
    #expect(results.count >= 2)
    #expect(results.allSatisfy { $0.verdict == .same && $0.notes.isEmpty }, "\(results)")
    #expect(results.allSatisfy { $0.answered == "run_shell" })
  }
}
