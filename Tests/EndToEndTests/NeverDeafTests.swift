import Foundation
import TestSupport
import Testing

/// One that hangs delays itself and nothing else: whatever else happens is decided on meanwhile.
@Suite("never deaf")
struct NeverDeafTests {
  /// What goes on beside the loop, and does not end before the test says so.
  enum Beside: String, CaseIterable {
    case sensor, command
  }

  /// A loop at rest, with a sensor that changes when the file `value` does, one that is pushed to, an
  /// open question, and something that hangs.
  private func use(
    _ beside: Beside, _ body: (Sandbox, Hanging) async throws -> Void
  ) async throws {
    try await Sandbox.use { box in
      try box.write("value", "1")
      try box.sensor(
        "quick", "echo \"{\\\"signal\\\":$(cat '\(box.path("value"))')}\"",
        manifest: "description: a value\nevery: 1s\n")
      try box.write("data/sensors/ci.yaml", "description: what CI says\npush: {}\n")
      let hanging = Hanging(box)
      switch beside {
      case .sensor:
        try hanging.sensor("hangs")
        try await box.upAndRest()
        try hanging.begin()
      case .command:
        try box.stub.moves([
          "action": "run_shell", "cmd": .string("\(hanging.script); touch '\(box.path("acted"))'"),
          "reason": "act",
        ])
        try await box.upAndRest()
        try await box.must("answer", "gate-1", "yes")
      }
      try await hanging.hasBegun()
      try await body(box, hanging)
    }
  }

  @Test("A goal is decided on while something hangs", arguments: Beside.allCases)
  func goal(beside: Beside) async throws {
    try await use(beside) { box, hanging in
      try await box.must("goal", "write", "g", "A goal.")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      #expect(hanging.isHanging)
    }
  }

  @Test("An answer is decided on while something hangs", arguments: Beside.allCases)
  func answer(beside: Beside) async throws {
    try await use(beside) { box, hanging in
      try await box.must("answer", "setup-1", "watch the shop")
      _ = try await box.stub.prompt(containing: "answered by the human:\n| watch the shop")
      #expect(hanging.isHanging)
    }
  }

  @Test("What is pushed is decided on while something hangs", arguments: Beside.allCases)
  func push(beside: Beside) async throws {
    try await use(beside) { box, hanging in
      try await box.must("push", "ci", input: .text(#"{"id":7}"#))
      _ = try await box.stub.prompt(containing: "changed: reading/ci")
      #expect(hanging.isHanging)
    }
  }

  @Test("What another sensor sees is decided on while something hangs", arguments: Beside.allCases)
  func sensor(beside: Beside) async throws {
    try await use(beside) { box, hanging in
      for value in 2...3 {
        try box.write("value", "\(value)")
        _ = try await box.stub.prompt(
          containing: "changed: reading/quick: /signal from \(value - 1) to \(value)\n")
        #expect(hanging.isHanging)
      }
    }
  }

  @Test("down is heard while something hangs, and leaves nothing", arguments: Beside.allCases)
  func down(beside: Beside) async throws {
    try await use(beside) { box, hanging in
      try await box.must("down")
      #expect(!hanging.isHanging && Processes.marked("LOOOP_DATA_DIR=\(box.data)").isEmpty)
    }
  }

  @Test("What hung is decided on when it ends, and what was decided meanwhile is not again")
  func sensorEnds() async throws {
    try await use(.sensor) { box, hanging in
      try box.write("value", "2")
      _ = try await box.stub.prompt(containing: "changed: reading/quick")
      try hanging.end()
      let prompt = try await box.stub.prompt(containing: "changed: reading/hangs")
      #expect(prompt.contains("| changed: reading/hangs: /signal from 1 to 2\n"))
      #expect(!prompt.contains("changed: reading/quick"))
    }
  }

  @Test("A command's outcome is decided on at its end, and what was decided meanwhile is not again")
  func commandEnds() async throws {
    try await use(.command) { box, hanging in
      try box.write("value", "2")
      _ = try await box.stub.prompt(containing: "changed: reading/quick")
      try hanging.end()
      _ = try await box.stub.prompt(containing: "## LAST OUTPUT")
      #expect(box.exists("acted"))
      try await box.must("goal", "write", "g", "A goal.")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      let telling = box.stub.prompts.filter { $0.contains("changed: reading/quick") }
      #expect(telling.count == 1)
    }
  }

  @Test("When every sensor hangs from the start a decision comes without them")
  func all() async throws {
    try await Sandbox.use { box in
      let both = [Hanging(box, "a"), Hanging(box, "b")]
      for one in both { try one.sensor("hangs-\(one.name)") }
      // How long they took once is how long a decision waits for them.
      try await box.must("beat")
      for one in both { try one.begin() }
      try await box.upWithWork()
      for one in both { try await one.hasBegun() }
      try await box.beat("acted")
      #expect(both.map(\.isHanging) == [true, true])
      // They are late for good: nothing waits for them any more.
      try await box.must("goal", "write", "g", "A goal.")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      #expect(both.map(\.isHanging) == [true, true])
    }
  }

  @Test("A sensor that hangs is let go once it is mended or removed", arguments: [true, false])
  func letGo(isMended: Bool) async throws {
    try await Sandbox.use { box in
      let hanging = Hanging(box)
      try hanging.sensor("hangs")
      try await box.upAndRest()
      try hanging.begin()
      try await hanging.hasBegun()
      if isMended {
        try box.write("mended.sh", "#!/bin/sh\necho '{\"signal\":\"mended\"}'\n")
        try await box.must("sensor", "write", "hangs", box.path("mended.sh"))
        _ = try await box.stub.prompt(containing: "signal: \"mended\"")
      } else {
        try await box.must("sensor", "rm", "hangs", "--yes")
      }
      try await Until.holds("the end of its run") { !hanging.isHanging }
      #expect(!box.exists("it.end"))
    }
  }

  @Test("What cannot start for lack of descriptors starts once there are some, whatever hangs")
  func descriptors() async throws {
    try await Sandbox.use { box in
      // No other sensor: the start of one would try all starts again.
      let hanging = Hanging(box)
      try hanging.sensor("hangs")
      try await box.upAndRest()
      try hanging.begin()
      try await hanging.hasBegun()
      try await box.must("pause")
      try await box.must("goal", "write", "g", "A goal.")
      let pulse = try box.pulse()
      let began = box.startedCalls
      // Enough to read and write files, too few to start a program.
      _ = try await box.shell("prlimit --pid \(pulse) --nofile=\(room(for: 3, in: pulse)):")
      try await box.must("resume")
      try await Until.holds("a call that cannot start") { box.startedCalls > began }
      _ = try await box.shell("prlimit --pid \(pulse) --nofile=1024:")
      _ = try await box.stub.prompt(containing: "new: goal/g")
      #expect(hanging.isHanging)
    }
  }

  /// The limit that leaves a process so many descriptors.
  private func room(for count: Int, in pid: Int32) -> Int {
    let used = Set(
      ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? [])
        .compactMap(Int.init))
    var (limit, free) = (0, 0)
    while free < count {
      if !used.contains(limit) { free += 1 }
      limit += 1
    }
    return limit
  }
}

extension Sandbox {
  /// How many calls the ledger has begun.
  fileprivate var startedCalls: Int {
    names(in: "data/ledger").flatMap { lines("data/ledger/\($0)") }
      .count { $0["type"] == "started" }
  }
}
