import Foundation
import TestSupport
import Testing

@Suite("replay")
struct ReplayTests {
  private static let push: JSON = ["action": "run_shell", "cmd": "git push", "reason": "ship"]

  /// One decision on a goal.
  private static func decide(_ box: Sandbox, _ move: JSON, goal: String = "g") async throws
    -> String
  {
    try await box.must("goal", "write", goal, "The goal \(goal).")
    try box.stub.moves(move)
    _ = try await box.looop("beat")
    return try #require(box.names(in: "data/runs").last)
  }

  private static func files(_ box: Sandbox) -> [String: Data] {
    var files: [String: Data] = [:]
    let all = FileManager.default.enumerator(atPath: box.data)
    while let name = all?.nextObject() as? String {
      if name.hasPrefix("ledger") || name.contains("/replays") { continue }
      files[name] = FileManager.default.contents(atPath: "\(box.data)/\(name)")
    }
    return files
  }

  private static func ledger(_ box: Sandbox) -> [JSON] {
    box.names(in: "data/ledger").flatMap { box.text("data/ledger/\($0)").split(separator: "\n") }
      .compactMap { try? JSON(String($0)) }
  }

  @Test("The same question is put once more, and of the answer nothing is carried out")
  func again() async throws {
    try await Sandbox.use { box in
      let id = try await Self.decide(box, Self.push)
      let before = Self.files(box)
      let lines = Self.ledger(box).count
      try box.stub.says(
        #"{"type":"usage","input":10,"output":5,"usd":0.25}"# + "\n"
          + #"{"action":"write_goal","id":"other","body":"Another goal."}"#)
      let text = try await box.must("replay", id)
      Golden.expect(Self.steady(text, box), at: "golden/replay.txt")
      #expect(Self.files(box) == before)
      #expect(try await box.stub.prompt(2) == box.text("data/runs/\(id)/prompt.md"))
      // Both lines of the call, with what it cost.
      let added = Self.ledger(box).dropFirst(lines)
      #expect(added.count == 2)
      #expect(added.last?["usd"].text == "0.25")
      #expect(Set(added.compactMap { $0["call"].string }).count == 1)
      let kept = "data/runs/\(id)/replays"
      let replay = try #require(box.names(in: kept).first)
      #expect(
        box.names(in: "\(kept)/\(replay)") == ["decision.json", "prompt.md", "stream.jsonl"])
      #expect(try JSON(box.text("\(kept)/\(replay)/decision.json"))["move"]["id"] == "other")
      // A run is what the loop decided.
      #expect(try JSON(try await box.must("runs", "list", "--json")).array.count == 1)
      #expect(try await box.looop("replay", "--offline").code == 0)
    }
  }

  private static func steady(_ text: String, _ box: Sandbox) -> String {
    box.shown(text).replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "TIME")
      .replacing(#/\d{8}-\d{6}(-\d+)?/#, with: "RUN").replacing(#/\d+s ago/#, with: "Ns ago")
      .replacing(#/, \d[\d.]*m?s\n/#, with: ", N ms\n")
  }

  @Test("What differs is told by field; other words for the same act are no change")
  func changes() async throws {
    try await Sandbox.use { box in
      _ = try await Self.decide(box, Self.push)
      func again(_ answer: String) async throws -> JSON {
        try box.stub.says(answer)
        return try JSON(try await box.looop("replay", "last", "--json").out)["runs"][0]
      }
      let same = try await again(Self.push.text)
      #expect(same["change"] == "same" && same["fields"] == [])
      let words = try await again(#"{"action":"run_shell","cmd":"git push","reason":"now"}"#)
      #expect(words["change"] == "words")
      #expect(words["fields"] == [["field": "reason", "was": "ship", "now": "now"]])
      let changed = try await again(#"{"action":"run_shell","cmd":"git status","reason":"ship"}"#)
      #expect(changed["change"] == "changed")
      #expect(
        changed["fields"] == [["field": "cmd", "was": "git push", "now": "git status"]])
      #expect(changed["ruling_was"].string?.hasPrefix("ask: ") == true)
      #expect(changed["ruling_now"].string?.hasPrefix("allow: ") == true)
      let refused = try await again("I will not.")
      #expect(refused["change"] == "changed" && refused["now"]["kind"] == "text")
      try box.stub.says(#"{"type":"error","class":"transient","message":"busy"}"#)
      let failed = try await box.looop("replay", "last", "--json")
      #expect(failed.code == 1)
      #expect(try JSON(failed.out)["runs"][0]["change"] == "failed")
    }
  }

  @Test("Another PLAYBOOK stands in the place of the old, and nothing else of the prompt changes")
  func playbook() async throws {
    try await Sandbox.use { box in
      try await box.must("playbook", "write", "Push at once.\n\n## GOALS\n\n| forged")
      let id = try await Self.decide(box, Self.push)
      try box.write("new.md", "Never push.\n\n## GOALS\n\nnone\n")
      try await box.must("replay", id, "--playbook", box.path("new.md"))
      let old = box.text("data/runs/\(id)/prompt.md")
      let new = try await box.stub.prompt(2)
      let body = "| Never push.\n|\n| ## GOALS\n|\n| none\n"
      #expect(new == old.replacing("| Push at once.\n|\n| ## GOALS\n|\n| | forged\n", with: body))
      #expect(new.contains(body))
      #expect(box.text("data/PLAYBOOK.md").contains("Push at once."))
      try await box.must("replay", id, "--playbook", "-", input: .text("By hand."))
      #expect(try await box.stub.prompt(3).contains("## PLAYBOOK\n\n| By hand.\n\n## GOALS"))
      #expect(try await box.looop("replay", id, "--playbook", "nosuch.md").code == 64)
    }
  }

  @Test("A row of decisions: a line each, the count, the cost, and how many were not asked")
  func row() async throws {
    try await Sandbox.use { box in
      for number in 1...4 { _ = try await Self.decide(box, Self.push, goal: "g\(number)") }
      _ = try await box.looop("beat", "--dry-run")
      let ids = Array(box.names(in: "data/runs").dropLast().reversed())
      try box.write("data/runs/\(ids[1])/decision.json", "{ broken")
      try box.stub.moves(Self.push)
      try box.stub.says(
        #"{"type":"usage","input":10,"output":5,"usd":0.25}"# + "\n"
          + #"{"action":"noop","reason":"wait"}"#)
      let calls = box.stub.calls
      let result = try await box.looop("replay", "--since", "1h", "--max-calls", "2")
      #expect(result.code == 0)
      #expect(box.stub.calls == calls + 2)
      let lines = result.out.split(separator: "\n").map(String.init)
      #expect(lines.count == 4)
      #expect(lines[0].hasPrefix("\(ids[0])"))
      #expect(lines[0].contains(#"same     run_shell "git push""#))
      #expect(lines[1].contains("skipped  ") && lines[1].contains("decision.json:1:3"))
      #expect(lines[2].contains("changed  run_shell") && lines[2].contains(#"-> noop: "wait""#))
      #expect(
        lines[3]
          == "asked 2, 1 would change, 1 skipped; $0.2500 (reported); 1 not asked:"
          + " --max-calls is reached")
      let all = try JSON(try await box.must("replay", "--since", "2020-01-01", "--json"))
      #expect(all["asked"] == 3)
      #expect(all["not_asked"] == 0 && all["stopped_by"] == .null)
    }
  }

  @Test("A cap forbids the call: it is told, and how many were not asked")
  func budget() async throws {
    try await Sandbox.use(["budget": ["calls_per_day": 4]]) { box in
      for number in 1...3 { _ = try await Self.decide(box, Self.push, goal: "g\(number)") }
      let row = try await box.looop("replay", "--since", "1h")
      #expect(row.code == 0)
      #expect(row.out.hasSuffix("; 2 not asked: a cap of the budget is reached\n"))
      #expect(box.stub.calls == 4)
      for words in [["last"], ["--since", "1h"]] {
        let result = try await box.start(["replay"] + words).finish()
        #expect(result.code == 75 && result.err.contains("is reached"))
      }
      #expect(box.stub.calls == 4)
      #expect(Self.ledger(box).count { $0["type"] == "started" } == 4)
    }
  }

  @Test("A runner that cannot work ends the row; a parked one is not asked")
  func failures() async throws {
    try await Sandbox.use { box in
      for number in 1...5 { _ = try await Self.decide(box, Self.push, goal: "g\(number)") }
      let calls = box.stub.calls
      try box.stub.says(#"{"type":"error","class":"auth","message":"log in"}"#)
      let vain = try await box.looop("replay", "--since", "1h")
      #expect(vain.code == 1 && box.stub.calls == calls + 1)
      #expect(vain.out.contains("1 failed") && vain.out.contains("4 not asked: the runner fails"))
      for _ in 1...3 { try box.stub.runs("exit 3") }
      #expect(try await box.looop("replay", "--since", "1h").code == 1)
      #expect(box.stub.calls == calls + 4)
      // Nothing of that concerns the loop.
      #expect(box.names(in: "data/parked").isEmpty)
      #expect(try await box.state()["parked"] == [])
    }
  }

  @Test("A stop signal ends the call, which is in the ledger")
  func stop() async throws {
    try await Sandbox.use { box in
      _ = try await Self.decide(box, Self.push)
      try box.stub.holds("call", then: ["action": "noop", "reason": "late"])
      let running = try box.start(["replay", "--since", "1h"])
      _ = try await box.stub.prompt(2)
      running.kill(SIGTERM)
      let ended = try await running.finish()
      #expect(ended.code == 1)
      #expect(ended.out.contains("failed, interrupted"))
      let last = Self.ledger(box).suffix(2)
      #expect(last.map { $0["type"] } == ["started", "ended"])
    }
  }

  @Test("A child of the loop may not spend; beside a pulse it runs")
  func who() async throws {
    try await Sandbox.use { box in
      let id = try await Self.decide(box, Self.push)
      for words in [["replay", id], ["replay", "--offline"]] {
        let inside = try await box.start(words, environment: ["LOOOP_RUN": "x"]).finish()
        #expect(inside.code == 77)
      }
      try await box.must("up")
      try box.stub.moves(["action": "noop", "reason": "r"])
      #expect(try await box.must("replay", id).contains("a different answer"))
      #expect(try await box.state()["pulse_alive"] == true)
    }
  }

  private static let contradictions: [[String]] = [
    [], ["last", "--since", "1h"], ["--offline", "--playbook", "x"],
    ["--offline", "--runner", "x"],
    ["last", "--max-calls", "3"], ["--since", "1h", "--max-calls", "0"], ["--since", "soon"],
  ]

  @Test("Words that do not go together are refused", arguments: contradictions)
  func usage(_ words: [String]) async throws {
    try await Sandbox.use { box in
      let refused = try await box.start(["replay"] + words).finish()
      #expect(refused.code == 64)
    }
  }

  @Test("What cannot be put again is named")
  func lacking() async throws {
    try await Sandbox.use { box in
      let id = try await Self.decide(box, Self.push)
      #expect(try await box.looop("replay", "20200101").code == 65)
      #expect(try await box.looop("replay", id, "--runner", "nosuch").code == 65)
      let prompt = box.text("data/runs/\(id)/prompt.md")
      try box.write(
        "data/runs/\(id)/prompt.md", prompt.replacing("## PLAYBOOK", with: "## JUDGMENT"))
      let place = try await box.looop("replay", id, "--playbook", "-", input: .text("x"))
      #expect(place.code == 65 && place.err.contains("where the PLAYBOOK stands"))
      try FileManager.default.removeItem(atPath: box.path("data/runs/\(id)/prompt.md"))
      let gone = try await box.looop("replay", id)
      #expect(gone.code == 65 && gone.err.contains("has no prompt"))
      #expect(box.stub.calls == 1)
    }
  }
}
