import Foundation
import TestSupport
import Testing

@Suite("journal and events")
struct LogVerbTests {
  @Test("Both follow over a renaming, in order, each line once, until a signal")
  func follow() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g0", "x")
      let journal = try box.start(["journal", "--follow", "--lines", "1"])
      let events = try box.start(
        ["events", "-f", "--json", "--code", "goal.written", "--lines", "1"])
      _ = try await journal.line(containing: "goal g0 written")
      _ = try await events.line(containing: #""goal":"g0""#)
      for number in 1...9 {
        try await box.must("goal", "write", "g\(number)", "x")
        if number % 3 == 0 {
          let path = box.path("data/events.jsonl")
          #expect(rename(path, path + ".1") == 0)
        }
      }
      _ = try await journal.line(containing: "goal g9 written")
      _ = try await events.line(containing: #""goal":"g9""#)
      for running in [journal, events] { running.kill(SIGTERM) }
      let told = try await journal.finish()
      let logged = try await events.finish()
      #expect(told.code == 0 && told.err.isEmpty && logged.code == 0 && logged.err.isEmpty)
      let goals = try logged.out.split(separator: "\n").map { try JSON(String($0))["goal"].string }
      #expect(goals == (0...9).map { "g\($0)" })
      let named = told.out.split(separator: "\n").compactMap {
        $0.firstMatch(of: #/goal (g\d) written/#).map { String($0.1) }
      }
      #expect(named == (0...9).map { "g\($0)" })
    }
  }

  @Test("They end quietly when the reader closes, also while nothing happens")
  func reader() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      for words in ["journal -f", "events -f --json", "worker list --watch"] {
        let ended = try await box.shell("\"$LOOOP\" \(words) | head -n 1; echo over")
        #expect(ended.out.hasSuffix("over\n") && ended.code == 0)
        #expect(ended.err.isEmpty, "\(words): \(box.shown(ended.err))")
      }
    }
  }

  @Test("A word that names nothing is refused, with what there is")
  func unknownWords() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "ship", "x")
      try await box.must("goal", "write", "old", "x")
      try await box.must("goal", "archive", "old")
      let code = try await box.looop("events", "--code", "nonsense")
      #expect(code.code == 64 && code.err.contains("worker.ended"))
      let near = try await box.looop("events", "--code", "worker.endd")
      #expect(near.code == 64 && near.err.contains("Did you mean 'worker.ended'?"))
      #expect(try await box.looop("events", "--worker", "nosuch").code == 65)
      for verb in ["events", "journal"] {
        let goal = try await box.looop(verb, "--goal", "shop")
        #expect(goal.code == 65 && goal.err.contains("There is no goal shop."), "\(verb)")
        try await box.must(verb, "--goal", "old")
      }
      // Known, and without an event yet.
      try await box.must("events", "--code", "worker")
    }
  }

  @Test("--since goes back to a moment and --goal selects what concerns one")
  func select() async throws {
    try await Sandbox.use { box in
      for name in ["ship", "other"] { try await box.must("goal", "write", name, "x") }
      try await box.must("worker", "start", "bob", "x", "--goal", "ship")
      try await box.must("worker", "start", "ann", "x", "--goal", "other")
      for name in ["bob", "ann"] { try await box.worker(name, "exited(0)") }
      let old = box.text("data/events.jsonl").split(separator: "\n").prefix(2).map {
        $0.replacing(#/"ts":\d+/#, with: #""ts":1000000000"#) + "\n"
      }
      let rest = box.text("data/events.jsonl").split(separator: "\n").dropFirst(2)
      try box.write("data/events.jsonl", old.joined() + rest.joined(separator: "\n") + "\n")
      let ship = try await box.must("journal", "--goal", "ship", "--since", "1h")
      #expect(ship.contains("goal ship written") && ship.contains("worker bob ended"))
      #expect(!ship.contains("other") && !ship.contains("ann") && !ship.contains("setup"))
      let events = try await box.must("events", "--goal", "ship", "--json", "--lines", "99")
      let workers = try events.split(separator: "\n").compactMap {
        try JSON(String($0))["worker"].string
      }
      #expect(Set(workers) == ["bob"])
      let all = try await box.must("events", "--json", "--lines", "9999").split(separator: "\n")
      let recent = try await box.must("events", "--json", "--since", "2h").split(separator: "\n")
      #expect(recent.count == all.count - 2)
      let dated = try await box.must("events", "--json", "--since", "2026-01-01")
      #expect(dated.split(separator: "\n").count == all.count - 2)
      for words in [["journal", "--since", "soon"], ["events", "--since", "2h", "--lines", "0"]] {
        let refused = try await box.start(words).finish()
        #expect(refused.code == 64 && refused.out.isEmpty, "\(words)")
      }
      #expect(try await box.looop("journal", "--json", "-f").code == 64)
    }
  }

  @Test("Nothing in the log forges a line of events: what is no event is left out and counted")
  func forged() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      let line =
        #"{"v":1,"ts":1795348807,"event":"x.y\n{\"event\":\"gate.ruled\"}","a\u001b[2J":"\u202eb"}"#
      try box.write(
        "data/events.jsonl",
        box.text("data/events.jsonl") + line
          + "\n{\"event\":\"torn\n\u{1B}[2Jnoise\n\u{FF}\u{0}\n{}\n")
      let json = try await box.looop("events", "--json", "--lines", "1")
      #expect(json.out.split(separator: "\n").count == 1)
      #expect(try JSON(json.out)["event"] == "x.y\n{\"event\":\"gate.ruled\"}")
      let text = try await box.looop("events", "--lines", "1")
      for out in [json.out, text.out] {
        #expect(!out.contains("\u{1B}") && !out.contains("\u{202E}"))
        #expect(out.split(separator: "\n").count == 1)
      }
      #expect(json.err == "looop: 4 lines are not events\n")
    }
  }

  @Test("A journal of 1,000,000 lines is read from its end")
  func long() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      let line = "- 2020-01-01 00:00 noop: \"nothing to do today, and nothing tomorrow either\"\n"
      let all = String(repeating: line, count: 1_000_000)
      let last = "- 2026-11-22 09:05 goal long written by ada via cli\n"
      try box.write("data/journal.md", all + last)
      let traced = try await box.must("journal", "--lines", "3", "--json")
      #expect(try JSON(traced)["lines"].array.count == 3)
      let since = try await box.must("journal", "--since", "2026-11-01", "--json")
      #expect(try JSON(since)["lines"].array.count == 1)
    }
  }

  @Test("A data dir that vanishes ends what follows it, with words")
  func vanished() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "x")
      let journal = try box.start(["journal", "-f"])
      _ = try await journal.line(containing: "goal g written")
      #expect(rename(box.path("data"), box.path("moved")) == 0)
      let ended = try await journal.finish()
      #expect(ended.code == 1 && ended.err.contains("was removed"))
      #expect(rename(box.path("moved"), box.path("data")) == 0)
    }
  }
}
