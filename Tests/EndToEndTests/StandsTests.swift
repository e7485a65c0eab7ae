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
