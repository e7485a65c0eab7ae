import Foundation
import TestSupport
import Testing

@Suite("recap")
struct RecapTests {
  @Test("A night in a terminal and in Markdown: someone else's words forge nothing")
  func night() async throws {
    try await Sandbox.use { box in
      try RecapStage.set(box)
      let text = try await RecapStage.recap(box)
      Golden.expect(text.replacing(box.root, with: "$ROOT"), at: "golden/recap.txt")
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("/runs/") })
      let markdown = try await RecapStage.recap(box, "--md")
      Golden.expect(markdown.replacing(box.root, with: "$ROOT"), at: "golden/recap.md")
    }
  }

  @Test("What is torn or corrupt is named, counted and skipped")
  func broken() async throws {
    try await Sandbox.use { box in
      try RecapStage.set(box)
      let recap = try JSON(try await RecapStage.recap(box, "--json"))
      let skipped = recap["skipped"].array.compactMap(\.string)
      #expect(skipped.contains("1 line of events.jsonl could not be read"))
      #expect(skipped.contains { $0.contains("20261122-032640/decision.json") })
      // The torn line before the window is not of this night.
      let week = try JSON(try await RecapStage.recap(box, "--json", "--since", "7d"))
      #expect(week["skipped"][0] == "2 lines of events.jsonl could not be read")
      #expect(week["beats"].array.count == recap["beats"].array.count + 1)
    }
  }

  @Test("The page is one file that loads nothing, and its links are those of the reports")
  func page() async throws {
    try await Sandbox.use { box in
      try RecapStage.set(box)
      let page = try await RecapStage.recap(box, "--html")
      #expect(page.hasPrefix("<!doctype html>\n"))
      #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""))
      for word in ["<script", "src=", "url(", "@import", "<link", "javascript:\"", "style=\""] {
        #expect(!page.contains(word), "\(word)")
      }
      let links = page.matches(of: #/<a href="([^"]*)" rel="noopener noreferrer">/#).map(\.1)
      #expect(
        links == [
          "https://github.com/acme/rocket/pull/412", "https://github.com/acme/rocket/issues/77",
        ])
      #expect(page.components(separatedBy: "<a ").count == links.count + 1)
      // Each chart has its table.
      let charts = page.components(separatedBy: "<summary>As a table</summary>").count - 1
      #expect(charts == 5)
    }
  }

  @Test(
    "Of a real loop: what it did, what its worker said, what waits, and the line that answers it")
  func loop() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "noop", "reason": "r", "goal": "ship"])
      try await box.must("goal", "write", "ship", "Ship it.")
      try await box.upAndRest()
      try box.stub.worker(
        "w",
        #""$LOOOP_BIN" ask "Ship it?" --wait 0; "$LOOOP_BIN" done "See https://a.example/pull/7.""#)
      try await box.must("worker", "start", "w", "--goal", "ship", "a brief")
      try await box.worker("w", "exited(0)")
      let recap = try JSON(try await box.must("recap", "--json"))
      #expect(recap["workers"][0]["worker"] == "w" && recap["workers"][0]["health"] == "done")
      #expect(recap["workers"][0]["goal"] == "ship")
      #expect(recap["reports"][0]["links"] == ["https://a.example/pull/7"])
      #expect((recap["cost"]["total"]["calls"].int ?? 0) >= 1)
      #expect(recap["cost"]["total"]["workers"] == 1)
      // What a human did stands below the goal, and nothing stands there twice.
      let deeds = recap["goals"].array.flatMap { $0["goal"] == "ship" ? $0["deeds"].array : [] }
        .compactMap(\.["text"].string)
      for word in ["goal ship written", "worker w for ship started", "worker w ended"] {
        #expect(deeds.count { $0.contains(word) } == 1, "\(word): \(deeds)")
      }
      #expect(recap["goals"].array.allSatisfy { $0["goal"] != .null || !$0.text.contains("ship") })
      #expect(recap["skipped"] == [])
      let text = try await box.must("recap", "--since", "1h")
      #expect(text.contains("\n    https://a.example/pull/7\n"))
      #expect(text.contains("\n      looop answer w-1 \"...\"\n"))
    }
  }

  @Test("Without a loop nothing happened; a log that cannot be read is a failure")
  func nothing() async throws {
    try await Sandbox.use { box in
      let text = try await box.must("recap", "--since", "2026-11-22T09:00")
      #expect(text.hasSuffix("\nNothing happened since 2026-11-22 09:00.\n"))
      try FileManager.default.createDirectory(
        atPath: box.path("data/events.jsonl"), withIntermediateDirectories: true)
      let result = try await box.looop("recap")
      #expect(result.code != 0 && result.out.isEmpty && result.err.contains("events.jsonl"))
    }
  }

  @Test(
    "A line that means two things, or a time that is none, is refused with what would do",
    arguments: [
      (["--md", "--html"], "--json, --md and --html exclude each other."),
      (["--since", "soon"], "Use 90s, 30m, 12h, 7d, today, yesterday, 2026-11-22"),
      (["--since", "2999-01-01"], "'2999-01-01' is still to come."),
    ])
  func refused(_ words: [String], _ message: String) async throws {
    try await Sandbox.use { box in
      let result = try await box.start(["recap"] + words).finish()
      #expect(result.code == 64 && result.out.isEmpty && result.err.contains(message))
    }
  }
}
