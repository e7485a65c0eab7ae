import Foundation
import TestSupport
import Testing

/// What a system call that fails once must not change.
@Suite("A system call that fails once")
struct FaultTests {
  @Test("A secret that could not be read at first is not shown later")
  func secrets() async throws {
    try await Sandbox.use { box in
      try box.write("data/secrets.env", "API_TOK=correct-horse/battery\n")
      try await box.must("goal", "write", "g", "A goal.")
      var isMet = false
      for number in 1... {
        // What was asked before is read too, and would make every run open more.
        try? FileManager.default.removeItem(atPath: box.path("data/asks"))
        let question = "Is correct-horse/battery right, for the \(number)th time?"
        let result = try await box.run(
          ["ask", "v", question, "--wait", "0"], failing: "open", number, errno: EMFILE)
        guard result != nil else { break }
        isMet = isMet || box.text("hit").hasSuffix("/secrets.env\n")
        for ask in box.names(in: "data/asks") {
          #expect(!box.text("data/asks/\(ask)").contains("correct-horse"), "\(box.text("hit"))")
        }
      }
      #expect(isMet)
    }
  }

  @Test("A file that could not be looked at is not taken for one's own")
  func owners() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      var isMet = false
      for number in 1... {
        let result = try await box.run(["beat"], failing: "lstat", number)
        guard let result else { break }
        guard box.text("hit") == "\(box.config)\n" else { continue }
        isMet = true
        #expect(result.code != 0, "\(number): \(result)")
        #expect(result.err.contains("config.json: Input/output error"), "\(number): \(result)")
      }
      #expect(isMet)
    }
  }

  @Test("A temporary file says what it was to become, in a data dir of any name")
  func temporary() async throws {
    try await Sandbox.use { box in
      let data = box.path("données/日本語")
      let kill: JSON = [
        "kill": [
          "role": "verb", "point": "replace goals/*.md written", "pass": 1,
          "mark": .string(box.path("killed")),
        ]
      ]
      // The goal that a new loop begins with.
      let result = try await box.looop(
        "goal", "write", "g", "A goal.",
        environment: ["LOOOP_DATA_DIR": data, "LOOOP_FAILPOINTS": kill.text])
      #expect(box.exists("killed"), "\(result)")
      let left = box.names(in: "\(data)/goals").filter { $0.hasPrefix(".tmp-setup.md-") }
      #expect(left.count == 1, "\(box.names(in: "\(data)/goals"))")
    }
  }

  @Test("A config that could not be looked at gives way to no other")
  func config() async throws {
    try await Sandbox.use { box in
      let settings: (String) -> String = { name in
        let command = "cat >/dev/null; touch '\(box.path(name))'; cat '\(box.path("move"))'"
        return JSON.object(["tick_command": .string(command)]).text
      }
      try box.write("move", #"{"action":"noop","reason":"none"}"#)
      try box.write("data/config.json", settings("own"))
      try box.write("home/.config/looop/config.json", settings("other"))
      var isMet = false
      for number in 1... {
        let result = try await box.run(
          ["beat"], failing: "lstat", number, environment: ["LOOOP_CONFIG": ""])
        guard result != nil else { break }
        isMet = isMet || box.text("hit").hasSuffix("data/config.json\n")
        #expect(!box.exists("other"), "\(number): \(box.text("hit"))")
      }
      #expect(isMet && box.exists("own"))
    }
  }

  @Test("A goal that could not be looked at is not replaced in the archive")
  func archive() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "The first.")
      try await box.must("goal", "archive", "g")
      let first = box.text("data/goals/archive/g.md")
      #expect(first == "The first.\n")
      for number in 1... {
        try await box.must("goal", "write", "g", "Number \(number).")
        guard try await box.run(["goal", "archive", "g"], failing: "lstat", number) != nil else {
          break
        }
        #expect(box.text("data/goals/archive/g.md") == first, "\(number): \(box.text("hit"))")
      }
    }
  }

  @Test("An answer is not taken back because its ask could not be looked at")
  func answer() async throws {
    try await Sandbox.use { box in
      var isMet = false
      for number in 1... {
        _ = try await box.looop("ask", "v", "Question \(number)?", "--wait", "0")
        let id = "v-\(number)"
        guard let result = try await box.run(["answer", id, "yes"], failing: "lstat", number) else {
          break
        }
        isMet = isMet || box.text("hit").hasSuffix("asks/\(id).json\n")
        #expect(!result.err.contains("withdrawn"), "\(number): \(result)")
        #expect(box.exists("data/answers/\(id).json") == (result.code == 0), "\(number): \(result)")
      }
      #expect(isMet)
    }
  }

  @Test("A beat by hand says that a pulse which lost its lock still runs, and how to end it")
  func lostLock() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "A goal.")
      try box.stub.moves(["action": "noop", "reason": "none"])
      try await box.must("up")
      let pulse = try box.pulse()
      // Stopped, it does not see that it lost the lock.
      kill(pulse, SIGSTOP)
      defer { kill(pulse, SIGCONT) }
      try FileManager.default.removeItem(atPath: box.path("data/.lock/lock"))
      let result = try await box.looop("beat")
      #expect(result.code == 75, "\(result)")
      #expect(
        result.err.contains("A process whose lock was removed still runs (pid \(pulse))."),
        "\(result)")
      #expect(result.err.contains("by `looop down`"), "\(result)")
    }
  }
}
