import Foundation
import TestSupport
import Testing

@Suite("What the disk does not confirm")
struct StandsTests {
  private func run(
    _ box: Sandbox, _ words: [String], failing call: String, _ number: Int,
    input: Running.Input = .none
  ) async throws -> Finished? {
    try await box.run(words, failing: call, number, input: input)
  }

  @Test("An answer that has its name counts, says so, and is the same answer when repeated")
  func answer() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      let file = "data/answers/setup-1.json"
      var stood = false
      for number in 1... {
        guard
          let result = try await run(box, ["answer", "setup-1", "yes"], failing: "fsync", number)
        else { break }
        #expect(result.code == 73 || box.exists(file), "\(number): \(result)")
        if box.exists(file), result.code == 73 {
          stood = true
          #expect(
            result.err.hasPrefix(
              "looop: The answer to setup-1 stands, and may not survive a power cut: Input/output"),
            "\(number): \(result)")
          let other = try await box.looop("answer", "setup-1", "no")
          #expect(other.code == 65 && other.err.contains("has been answered already"))
          break
        }
        #expect(!result.err.contains("stands"), "\(number): \(result)")
      }
      #expect(stood)
      let record = box.text(file)
      try await box.must("answer", "setup-1", "yes")
      #expect(box.text(file) == record)
      // Once, though it was said three times.
      #expect(box.text("data/journal.md").components(separatedBy: "setup-1 answered").count == 2)
    }
  }

  @Test("The repeat of an act on a link waits for both folders")
  func linked() async throws {
    try await Sandbox.use { box in
      try box.write("dots/g.md", "A goal.\n")
      try await box.must("goal", "write", "h", "Another.")
      try FileManager.default.createSymbolicLink(
        atPath: box.path("data/goals/g.md"), withDestinationPath: box.path("dots/g.md"))
      try await box.must("goal", "archive", "g")
      var synced: Set<String> = []
      for number in 1... {
        guard try await run(box, ["goal", "archive", "g"], failing: "fsync", number) != nil else {
          break
        }
        synced.insert(box.shown(box.text("hit")))
      }
      #expect(
        synced.isSuperset(of: ["$SANDBOX/data/goals/archive\n", "$SANDBOX/dots\n"]), "\(synced)")
    }
  }

  @Test("A push whose receipt cannot be printed is nowhere, so that its repetition counts once")
  func receipt() async throws {
    try await Sandbox.use { box in
      try box.write("data/sensors/ci.yaml", "description: pushed to\npush: {}\n")
      for line in [
        "echo '{}' | $LOOOP push ci >/dev/full", "echo '{}' | $LOOOP push ci --json >/dev/full",
      ] {
        let full = try await box.shell(line)
        #expect(
          full.code == 73 && full.err.contains("Nothing was pushed: send it again."), "\(full)")
        #expect(
          box.names(in: "data/inbox/ci/new").isEmpty && box.names(in: "data/inbox/ci/tmp").isEmpty)
      }
      #expect(try await box.must("push", "ci", input: .text("{}")).hasPrefix("pushed "))
      #expect(box.names(in: "data/inbox/ci/new").count == 1)
    }
  }

  @Test("A lock that cannot be asked for is not one that another process holds")
  func lock() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      let result = try #require(await run(box, ["up"], failing: "lock", 1))
      #expect(
        result.code != 0 && result.out.isEmpty && result.err.contains("Cannot lock"), "\(result)")
    }
  }

  @Test(
    "What up and down say, and how they end, is one",
    arguments: ["open", "opendir", "read"])
  func word(_ call: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      for number in 1... {
        let result = try await run(box, ["up"], failing: call, number)
        let isUp = try await box.state()["pulse_alive"] == true
        #expect(
          result == nil || isUp == (result?.code == 0), "up, \(call) \(number): \(result as Any)")
        if result?.out.contains("the pulse is up") == true { #expect(result?.code == 0) }
        try await box.must("down")
        if result == nil { break }
      }
      var hasLooked = false
      for number in 1... {
        guard let result = try await run(box, ["down"], failing: call, number) else { break }
        let at = box.text("hit")
        let said = ["the pulse was down", "the pulse is down"].contains(where: result.out.contains)
        if result.code != 0, said {
          #expect(
            result.code == 1 && result.err.contains("The pulse is down; the rest is not certain"),
            "down, \(call) \(number): \(result)")
        }
        if at == "/proc\n" {
          #expect(
            result.code == 1 && result.err.contains("still runs is not known"),
            "\(number): \(result)")
          // Before anything is said it could not look.
          #expect(hasLooked || result.out.isEmpty, "\(number): \(result)")
          hasLooked = true
        }
      }
      #expect(call != "opendir" || hasLooked)
    }
  }

  @Test("A push that fails is nowhere, so that its repetition counts once")
  func push() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      try box.write("data/sensors/ci.yaml", "description: pushed to\npush: {}\n")
      for call in ["fsync", "rename", "write", "open"] {
        for number in 1... {
          try? FileManager.default.removeItem(atPath: box.path("data/inbox/ci"))
          let result = try await run(
            box, ["push", "ci"], failing: call, number, input: .text("{\"n\":\(number)}"))
          guard let result else { break }
          let waiting = box.names(in: "data/inbox/ci/new").filter { !$0.hasPrefix(".") }
          #expect(waiting.count == (result.code == 0 ? 1 : 0), "\(call) \(number): \(result)")
          #expect(box.names(in: "data/inbox/ci/tmp").isEmpty, "\(call) \(number)")
          if result.code != 0 { try await box.must("push", "ci", input: .text("{}")) }
          let now = box.names(in: "data/inbox/ci/new").filter { !$0.hasPrefix(".") }
          #expect(now.count == 1, "\(call) \(number)")
        }
      }
    }
  }

  @Test("A push whose move a power cut undid is counted all the same")
  func undelivered() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      try box.write("data/sensors/ci.yaml", "description: pushed to\npush: {}\n")
      let old = try box.write("data/inbox/ci/tmp/.whole-1.2.3", "{\"n\":1}")
      try box.write("data/inbox/ci/tmp/.whole-1.2.4", "{\"n\":2}")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -90)], ofItemAtPath: old)
      try await box.looop("beat")
      let reading = try JSON(box.text("data/snapshots/sensor-ci.json"))
      #expect(reading["signal"]["received"] == 1)
      #expect(box.names(in: "data/inbox/ci/tmp") == [".whole-1.2.4"])
    }
  }

  @Test("The repeat of what stands says that it does, and makes sure of it")
  func repeats() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      for (words, said) in [
        (["pause"], "already paused\n"), (["resume"], "not paused\n"),
        (["goal", "archive", "g"], "goal g is archived already\n"),
        (["sensor", "disable", "today"], "sensor today is switched off already\n"),
        (["sensor", "rm", "today", "--yes"], "sensor today is removed already\n"),
      ] {
        #expect(try await box.start(words).finish().code == 0)
        #expect(try await box.start(words).finish().out.hasPrefix(said), "\(words)")
        let failed = try await run(box, words, failing: "fsync", 1)
        #expect(failed?.code == 73, "\(words): \(failed.map { "\($0)" } ?? "no fsync")")
        #expect(failed?.err.contains("stands, and may not survive a power cut") == true)
      }
    }
  }
}
