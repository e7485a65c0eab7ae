import TestSupport
import Testing

/// What changes while looop is busy with something else: it is decided on next, once.
@Suite("fresh facts")
struct FreshFactsTests {
  /// A sensor that says what the file of its name holds.
  private func sensor(_ name: String, _ manifest: String, in box: Sandbox) throws {
    try box.write(name, "1")
    try box.sensor(
      name, "echo \"{\\\"signal\\\":$(cat '\(box.path(name))')}\"",
      manifest: "description: a value\n\(manifest)")
  }

  private func seen(_ name: String, _ value: Int, in box: Sandbox) async throws {
    try await Until.holds("\(name) to be \(value)") {
      try await box.state()["snapshots"][name]["signal"] == .number(Double(value))
    }
  }

  @Test("A reading that changes during a call is a change of the next beat, and only of that")
  func call() async throws {
    try await Sandbox.use { box in
      try sensor("s", "every: 1s\n", in: box)
      try box.stub.holds("first", then: ["action": "write_goal", "id": "made", "body": "b"])
      try await box.upWithWork()
      #expect(try await box.stub.prompt(1).contains("| signal: 1\n"))
      for value in 2...3 {
        try box.write("s", "\(value)")
        try await seen("s", value, in: box)
      }
      #expect(box.stub.calls == 1)
      try box.stub.release("first")
      let second = try await box.stub.prompt(2)
      // It is no steering: the move is carried out all the same.
      #expect(second.contains("| changed: reading/s: /signal from 1 to 3\n"))
      #expect(box.exists("data/goals/made.md"))
      _ = try await box.beat(2)
      try await box.must("goal", "write", "g", "A goal.")
      #expect(try await !box.stub.prompt(3).contains("changed: reading/s"))
    }
  }

  @Test("A reading that changes during a call that fails is a change of the beat that tries again")
  func failedCall() async throws {
    try await Sandbox.use { box in
      try sensor("s", "every: 1s\n", in: box)
      try await box.upAndRest()
      let end = box.path("end")
      try box.stub.runs("until [ -e '\(end)' ]; do sleep 0.02; done; echo certainly not")
      try await box.must("goal", "write", "g", "A goal.")
      _ = try await box.stub.prompt(2)
      try box.write("s", "2")
      try await seen("s", 2, in: box)
      try box.write("end", "")
      try await box.beat("failed")
      // New words cut the wait short.
      try await box.must("goal", "write", "g", "Another goal.")
      let prompt = try await box.stub.prompt(3)
      #expect(prompt.contains("| changed: reading/s: /signal from 1 to 2\n"))
      #expect(prompt.contains("new: goal/g"))
    }
  }

  @Test("A reading that changes back during a call is no change at all")
  func changedBack() async throws {
    try await Sandbox.use { box in
      try sensor("s", "every: 1s\n", in: box)
      try box.stub.holds("first", then: ["action": "noop", "reason": "fine"])
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      for value in [2, 1] {
        try box.write("s", "\(value)")
        try await seen("s", value, in: box)
      }
      try box.stub.release("first")
      try await box.beat("acted")
      try await box.must("goal", "write", "g", "A goal.")
      #expect(try await !box.stub.prompt(2).contains("changed: reading/s"))
    }
  }

  @Test("A reading that changes while the move is carried out is a change of its own beat")
  func move() async throws {
    try await Sandbox.use { box in
      try sensor("s", "every: 1s\n", in: box)
      let (began, end) = (box.path("began"), box.path("end"))
      // What is tried is a sensor that looop itself wrote: the move lasts until it has run.
      try box.stub.moves([
        "action": "write_sensor", "name": "slow", "manifest": "description: x\ntimeout: 10m\n",
        "script": .string(
          "touch '\(began)'; until [ -e '\(end)' ]; do sleep 0.02; done; echo '{\"signal\":7}'"),
      ])
      try await box.upAndRest()
      try await box.must("answer", "gate-1", "yes")
      try await Until.holds("the trial") { box.exists("began") }
      try box.write("s", "2")
      _ = try await box.stub.prompt(containing: "| changed: reading/s: /signal from 1 to 2\n")
      try box.write("end", "")
      try await box.beat("acted", "write_sensor slow")
      _ = try await box.stub.prompt(containing: "new: reading/slow")
      let telling = box.stub.prompts.filter { $0.contains("changed: reading/s:") }
      #expect(telling.count == 1)
    }
  }

  @Test("What changes while the pulse goes down, and while it is down, is a change after up")
  func down() async throws {
    try await Sandbox.use { box in
      try sensor("s", "every: 1s\n", in: box)
      let (hangs, end) = (box.path("hangs"), box.path("end"))
      try box.sensor(
        "slow",
        """
        echo $$ >'\(box.path("pid"))'
        if [ -e '\(hangs)' ]; then
          trap 'echo "{\\"signal\\":\\"cut short\\"}"; exit 0' TERM
          until [ -e '\(end)' ]; do echo $$ >'\(box.path("hung"))'; sleep 0.05; done
          echo '{"signal":2}'
        else echo '{"signal":1}'
        fi
        """, manifest: "description: slow\nevery: 1s\ntimeout: 10m\n")
      try await box.upAndRest()
      try box.write("hangs", "")
      _ = try await box.pid(in: "hung")
      try box.write("s", "2")
      try await box.must("down")
      let left = try await box.state()["snapshots"]
      #expect(left["slow"]["signal"] == 1, "\(left["slow"].text)")
      try box.write("s", "3")
      try box.write("end", "")
      try await box.must("up")
      _ = try await box.stub.prompt(containing: "changed: reading/slow: /signal from 1 to 2\n")
      _ = try await box.stub.prompt(containing: " to 3\n")
    }
  }

  @Test("After an approved command, whoever looks again does so before the next decision")
  func act() async throws {
    try await Sandbox.use { box in
      try sensor("auto", "every: 5m\n", in: box)
      try sensor("slow", "every: 1h\n", in: box)
      try sensor("always", "every: 1h\nrelook: always\n", in: box)
      try sensor("never", "every: 5m\nrelook: never\n", in: box)
      let all = ["auto", "slow", "always", "never"]
      let act = all.map { "echo 2 >'\(box.path($0))'" }
      try box.stub.moves([
        "action": "run_shell", "cmd": .string(act.joined(separator: ";")), "reason": "act",
      ])
      try await box.must("beat")
      for name in all {
        // However loaded the machine is, the decision waits for them.
        let file = "data/snapshots/sensor-\(name).json"
        try box.write(
          file, box.text(file).replacing(#/"took_ms":[0-9]+/#, with: "\"took_ms\":40000"))
      }
      try await box.must("up")
      try await box.must("answer", "gate-1", "yes")
      let prompt = try await box.stub.prompt(containing: "## LAST OUTPUT")
      #expect(box.text("never") == "2\n")
      let looked = all.filter {
        prompt.contains("| changed: reading/\($0): /signal from 1 to 2\n")
      }
      #expect(looked == ["auto", "always"])
    }
  }
}
