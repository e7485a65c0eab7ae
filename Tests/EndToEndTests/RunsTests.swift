import TestSupport
import Testing

@Suite("runs list, runs show")
struct RunsTests {
  private func steady(_ text: String, _ box: Sandbox) -> String {
    box.shown(text).replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "TIME")
      .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "MINUTE")
      .replacing(#/\d{8}-\d{6}(-\d+)?/#, with: "RUN").replacing(#/\d+s ago/#, with: "Ns ago")
      .replacing(#/(, | )\d+ms/#, with: ", N ms").replacing(#/\d+ bytes/#, with: "N bytes")
  }

  @Test("What woke a run, what was asked and answered, the gate's ruling and the outcome")
  func show() async throws {
    try await Sandbox.use { box in
      let none = try await box.looop("runs", "list")
      #expect(none.code == 0)
      #expect(none.out.isEmpty)
      #expect(none.err.contains("no run yet"))
      #expect(try await box.looop("runs", "show", "last").code == 65)
      try await box.must("beat")
      try await box.must("goal", "write", "g", "x")
      try box.stub.moves(["action": "run_shell", "cmd": "git push", "reason": "ship", "goal": "g"])
      try await box.must("beat")
      let text = try await box.must("runs", "show", "last")
      // The end of the prompt is what other tests look at.
      let parts = steady(text, box).split(separator: "  [clipped", maxSplits: 1)
      let rest = try #require(parts.last?.firstRange(of: "\nstream"))
      Golden.expect(
        parts[0] + "  ...\n" + parts[1][rest.lowerBound...].dropFirst(), at: "golden/runs-show.txt")
      #expect(
        text.contains("  | One move per beat") || text.contains("  | Answer now with ONE move."))
      #expect(text.contains("  | new: goal/g: to \"x\"\n"))
      #expect(steady(try await box.must("runs", "show"), box) == steady(text, box))
      let json = try JSON(try await box.must("runs", "show", "last", "--json"))
      #expect(json["wake"]["changes"][0]["item"] == "goal/g")
      #expect(json["wake"]["occasion"] == "by_hand")
      #expect(json["outcome"]["outcome"] == "held")
      #expect(json["outcome"]["ask"] == "gate-1")
      #expect(json["outcome"]["ruling"].string?.hasPrefix("ask: ") == true)
      #expect(json["answer"]["move"]["cmd"] == "git push")
      let id = try #require(json["id"].string)
      let prompt = try await box.must("runs", "show", id, "--prompt")
      #expect(prompt == (try await box.stub.prompt(2)))
      let answer = try JSON(try await box.must("runs", "show", id, "--answer"))
      #expect(answer["action"] == "run_shell")
      #expect(try await box.must("runs", "show", id, "--stream").contains("git push"))
      let whole = try JSON(try await box.must("runs", "show", id, "--prompt", "--json"))
      #expect(whole["prompt"]["text"].string == prompt)
      #expect(try await box.looop("runs", "show", id, "--prompt", "--answer").code == 64)
      #expect(try await box.looop("runs", "list", "--lines", "0").code == 64)
    }
  }

  @Test("The list has a row a run, the newest first, with what woke it and what came of it")
  func list() async throws {
    try await Sandbox.use { box in
      try box.sensor("s", "cat '\(box.path("seen"))'")
      try box.write("seen", #"{"signal":{"state":"green"}}"#)
      try await box.must("beat")
      try box.write("seen", #"{"signal":{"state":"red"}}"#)
      try box.stub.says(
        #"{"type":"usage","input":10,"output":5,"usd":0.25}"# + "\n"
          + #"{"action":"noop","reason":"seen"}"#)
      try await box.must("beat")
      try await box.must("goal", "write", "g", "x")
      try box.stub.says("no move at all")
      #expect(try await box.looop("beat").code == 1)
      _ = try await box.looop("runner", "test", "custom", "--live")
      try await box.must("beat", "--dry-run")
      let rows = try JSON(try await box.must("runs", "list", "--json")).array
      let occasions = rows.compactMap { $0["occasion"].string }
      #expect(occasions == ["dry_run", "trial", "by_hand", "by_hand", "by_hand"])
      #expect(rows[2]["outcome"] == "failed")
      #expect(rows[2]["cause"] == "runner: protocol")
      #expect(rows[3]["woke"][0] == "reading/s")
      #expect(rows[3]["usd"].text == "0.25")
      let ids = rows.compactMap { $0["id"].string }
      #expect(ids.count == 5)
      #expect(ids == Array(ids.sorted().reversed()))
      let text = try await box.must("runs", "list")
      #expect(text.contains("reading/s"))
      #expect(text.contains("acted: noop: \"seen\""))
      #expect(text.contains("$0.25"))
      #expect(text.contains("runner test --live"))
      let newest = try await box.looop("runs", "list", "--lines", "2")
      #expect(newest.out.split(separator: "\n").count == 3)
      #expect(newest.err == "and 3 more (`--lines N`)\n")
      let woken = try #require(rows[3]["id"].string)
      let shown = try await box.must("runs", "show", woken)
      #expect(shown.contains("  | changed: reading/s: /signal/state from \"green\" to \"red\"\n"))
      #expect(shown.contains("cost         $0.2500 (reported)\n"))
      let trial = try #require(rows[1]["id"].string)
      let tried = try await box.must("runs", "show", trial)
      #expect(tried.contains("by           `looop runner test --live`, over an empty world\n"))
    }
  }

  @Test("A run under way, one cut short and one with broken files are shown with what is known")
  func unfinished() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      try await Until.holds("that it decides", saw: { box.text("data/.activity.json") }) {
        try await box.state()["activity"]["deciding"] != .null
      }
      let running = try JSON(try await box.must("runs", "list", "--json"))
      #expect(running[0]["phase"] == "deciding")
      #expect(running[0]["runner"] == .null)
      #expect(try await box.must("runs", "list").contains("  deciding\n"))
      Processes.kill(try box.pulse())
      try await Until.holds("no pulse") { try await box.state()["pulse_alive"] == false }
      #expect(
        try await box.must("runs", "show", "last")
          .contains("outcome      unfinished: no answer was recorded\n"))
      _ = try await box.shell("mkdir '\(box.data)/runs/20990101-000000'")
      #expect(
        try await box.must("runs", "list").contains("unfinished: its folder lacks every file"))
      try box.write("data/runs/20990101-000000/outcome.json", "{ broken")
      try box.write("data/runs/20990101-000000/prompt.md/x", "")
      let broken = try await box.must("runs", "show", "last")
      #expect(broken.contains("outcome.json:1:3"))
      #expect(broken.contains("prompt       unreadable, see below\n"))
      #expect(broken.contains("woken by     not recorded\n"))
      #expect(broken.contains("not a regular file."))
      #expect(try await box.must("runs", "list").contains("unreadable: "))
      try box.stub.release("call")
    }
  }
}
