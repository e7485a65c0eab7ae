import Foundation
import TestSupport
import Testing

/// From each of these alone a person can say why nothing happens, until when, and what to do.
@Suite("why: the loop and its human")
struct WhyTests {
  @Test("Before init it says that init comes first, and makes nothing")
  func beforeInit() async throws {
    try await Sandbox.use(nil) { box in
      try await box.expectWhy("uninitialised")
      #expect(!box.exists("data"))
    }
  }

  @Test("Before the first up it says that the pulse is down, and that setup-1 waits")
  func down() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      try await box.expectWhy("down")
    }
  }

  @Test("A pulse that was killed is told from one that ended")
  func killed() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await Until.holds("the first beat") { try await box.state()["last_beat_at"].int != nil }
      try await box.killPulse()
      try await box.expectWhy("killed")
    }
  }

  @Test("A new loop that is up says what makes it begin")
  func settingUp() async throws {
    try await Sandbox.use { box in
      try await box.must("up")
      try await box.why(until: "setting_up")
      try await Until.holds("the first beat") { try await box.state()["last_beat_at"].int != nil }
      try await box.expectWhy("setting-up")
    }
  }

  @Test("An unchanged world is the reason when nothing else is")
  func unchanged() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      try await box.expectWhy("unchanged")
    }
  }

  @Test("A pause is named with what it holds: a move whose yes is given")
  func paused() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "touch never", "reason": "r"])
      try await box.upWithWork()
      try await box.beat("held")
      try await box.must("pause")
      try await box.must("answer", "gate-1", "yes")
      try await box.beat("skipped", "paused")
      try await box.expectWhy("paused")
    }
  }

  @Test("A gate shows the start of its move, and the lines that answer it")
  func gate() async throws {
    try await Sandbox.use { box in
      try box.stub.moves(["action": "run_shell", "cmd": "touch never", "reason": "r"])
      try await box.must("answer", "setup-1", "nothing")
      try await box.upWithWork()
      try await box.beat("held")
      try await box.why(until: "unchanged")
      try await box.expectWhy("gate")
    }
  }

  @Test("A worker's question concerns those two, and the loop decides nothing on it")
  func workerAsks() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.stub.worker("w", "exec sleep 600")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "x", "--goal", "setup")
      try await box.worker("w", "running")
      #expect(try await box.looop("ask", "w", "Which way?", "--wait", "0").code == 75)
      try await box.worker("w", "waiting-ask")
      try await box.why(until: "unchanged")
      try await box.expectWhy("worker-asks")
    }
  }

  @Test("A move that a crash cut short is named before and after it is reported")
  func cutShort() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.stub.moves([
        "action": "run_shell", "cmd": "echo ran >>ran; sleep 600", "reason": "long work",
      ])
      try await box.upAndRest()
      try await box.must("answer", "gate-1", "yes")
      try await Until.holds("its start") { box.names(in: "data/intents") == ["gate-1.json"] }
      try await box.killPulse()
      try await box.expectWhy("cut-short")
      try await box.must("pause")
      try await box.must("up")
      try await Until.holds("the report") {
        try await box.whyJSON()["waits"].array.contains { $0["kind"] == "reported" }
      }
      #expect(try await box.must("why").contains("was cut short: run_shell \"echo ran"))
    }
  }

  @Test("A decision under way is what happens, and no reason why nothing does")
  func deciding() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.upWithWork()
      try await Until.holds("the call") { try await box.state()["phase"] == "deciding" }
      try await box.expectWhy("deciding")
      try box.stub.release("call")
    }
  }

  @Test("Two reasons at once are both named, the one that a person gave first")
  func twoReasons() async throws {
    try await Sandbox.use(["budget": ["calls_per_day": 1]]) { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await box.beat("skipped", "cap")
      try await box.must("pause")
      try await box.beat("skipped", "paused")
      try await box.expectWhy("two-reasons")
    }
  }
}
