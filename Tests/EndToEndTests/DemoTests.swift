import Foundation
import TestSupport
import Testing

@Suite("demo")
struct DemoTests {
  @Test("The demo shows the whole loop by itself, and leaves no process and no file")
  func alone() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("demo")
      #expect(result.code == 0, "\(result.out)\(result.err)")
      let folder = try #require(result.out.firstMatch(of: #//tmp/looop-demo-\w+/#)).output
      #expect(!box.exists(String(folder)))
      #expect(Processes.marked("LOOOP_DATA_DIR=\(folder)/data").isEmpty)
      for line in [
        "$ looop up", "so the demo answers itself: Dawn", "gate-1  pending", "gate-1 answered",
        "git -C \(folder)/shop merge --ff-only notes", "goal reached", "the pulse is down",
        "Add release notes for Dawn", "skipped: the world is unchanged",
        "calls before that beat", "an unchanged world costs nothing", "looop init  ",
      ] { #expect(result.out.contains(line), "\(line)") }
      // The last thing it did stands in the journal, whatever the machine does beside.
      let journal = result.out.components(separatedBy: "$ looop journal\n").last ?? ""
      #expect(journal.contains(" archive_goal release: "), "\(journal)")
      #expect(!box.exists("data") && !box.exists("config.json"))
      #expect(box.names(in: "home").isEmpty)
    }
  }

  @Test("At a terminal the person answers")
  func person() async throws {
    try await Sandbox.use(nil) { box in
      let running = try box.start(["demo"], input: .terminal)
      _ = try await running.line(containing: "Your answer to notes-1 [Dawn]:")
      running.type("Mid \"night\"\n")
      _ = try await running.line(containing: "Your answer to gate-1 [yes]:")
      running.type("no\n")
      let result = try await running.finish()
      #expect(result.code == 0 && result.out.contains("$ looop answer notes-1 'Mid \"night\"'"))
      #expect(result.out.contains("the notes stay unmerged, as the human said"))
      #expect(!result.out.contains("oal reached"))
      let folder = try #require(result.out.firstMatch(of: #//tmp/looop-demo-\w+/#)).output
      #expect(!box.exists(String(folder)))
    }
  }

  @Test("Without git it says so, and nothing is left")
  func withoutGit() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("demo", environment: ["PATH": box.bin])
      #expect(result.code == 1 && result.err.contains("git is not on PATH"))
      #expect(result.err.contains("Install git."))
    }
  }

  @Test("A demo that is interrupted takes everything down")
  func interrupted() async throws {
    try await Sandbox.use(nil) { box in
      let running = try box.start(["demo"], input: .terminal)
      _ = try await running.line(containing: "Your answer to notes-1 [Dawn]:")
      let folder = try #require(running.out.firstMatch(of: #//tmp/looop-demo-\w+/#)).output
      running.kill(2)
      let result = try await running.finish()
      #expect(result.code == 1 && result.out.contains("The demo was stopped"), "\(result.out)")
      #expect(!box.exists(String(folder)))
      let left = Processes.marked("LOOOP_DATA_DIR=\(folder)/data")
      for pid in left { Processes.kill(pid) }
      #expect(left.isEmpty)
    }
  }
}
