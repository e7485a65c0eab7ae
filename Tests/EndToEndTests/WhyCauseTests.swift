import Foundation
import TestSupport
import Testing

@Suite("why: what keeps the loop from deciding")
struct WhyCauseTests {
  @Test("A failed call says until when it waits, and what cuts that short")
  func backoff() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.stub.runs("echo broken >&2; exit 1")
      try await box.upWithWork()
      try await box.why(until: "backoff")
      try await box.expectWhy("backoff")
    }
  }

  @Test("A spent budget says which cap, until when, and how to raise it")
  func budget() async throws {
    try await Sandbox.use(["budget": ["calls_per_day": 1]]) { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await box.beat("skipped", "cap")
      try await box.why(until: "budget")
      try await box.expectWhy("budget")
    }
  }

  @Test("A parked runner says until when no runner can be asked")
  func parked() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.stub.says(
        #"{"type":"error","class":"quota","message":"too much","retry_after_s":3600}"#)
      try await box.upWithWork()
      try await box.why(until: "parked")
      try await box.expectWhy("parked")
    }
  }

  @Test("A pulse that a signal stopped does not answer")
  func stopped() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      let pid = try box.pulse()
      Processes.kill(pid, 19)
      try await box.why(until: "not_answering")
      try await box.expectWhy("stopped")
      Processes.kill(pid, 18)
    }
  }

  @Test("A PLAYBOOK that cannot be read is named with its mend")
  func unreadable() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      let playbook = box.path("data/PLAYBOOK.md")
      try FileManager.default.removeItem(atPath: playbook)
      try FileManager.default.createSymbolicLink(
        atPath: playbook, withDestinationPath: box.path("away/out.md"))
      try await box.beat("failed")
      try await box.expectWhy("unreadable")
    }
  }

  @Test("A disk that cannot be written is named, whatever the pulse would do")
  func disk() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      let result = try await box.shell("ulimit -f 0; \"$LOOOP\" why")
      #expect(result.code == 0)
      Golden.expect(box.timelessWhy(result.out), at: "golden/why/disk.txt")
    }
  }

  @Test("A sensor that woke decisions for nothing is named, and from when it is heeded")
  func flapping() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.sensor(
        "noise",
        "n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) >n; echo \"{\\\"signal\\\":$n}\"",
        manifest: "description: changes\nevery: 1s\nrun: {cwd: '\(box.root)'}\n")
      try await box.upWithWork()
      try await box.why(until: "flapping")
      Golden.expect(
        box.timelessWhy(try await box.must("why")).replacing(
          #/from \d+ to \d+/#, with: "from N to N"
        ).replacing(#/woke \d+ decisions/#, with: "woke N decisions"),
        at: "golden/why/flapping.txt")
    }
  }

  @Test("Quiet hours, and a change that must last, keep a sensor from waking the loop")
  func sensorRules() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.write("value", "1")
      try box.sensor(
        "night", "echo '{\"signal\":1}'",
        manifest: "description: x\nquiet_hours: {from: '00:00', to: '24:00'}\n")
      try box.sensor(
        "slow", "echo \"{\\\"signal\\\":$(cat '\(box.path("value"))')}\"",
        manifest: "description: x\nevery: 1s\nwake: {settle: 1h}\n")
      try box.sensor("odd", "true", manifest: "description: x\nevry: 5m\n")
      try box.sensor("off", "true", manifest: "description: x\nenabled: false\n")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      try box.write("value", "2")
      try await Until.holds("a change that waits") {
        try await box.whyJSON()["sensors"].array.count == 4
      }
      try await box.expectWhy("sensor-rules")
    }
  }

  @Test("A sensor that hangs is named while a decision waits for it")
  func hanging() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.sensor("hangs", "exec sleep 600", manifest: "description: x\n")
      try box.sensor("quick", "echo '{\"signal\":1}'", manifest: "description: x\n")
      try await box.prepareWork()
      try await box.must("up")
      let text = try await Until.get("the wait") {
        let text = try await box.must("why")
        return text.contains("waiting for the sensor hangs") ? text : nil
      }
      #expect(text.hasPrefix("Nothing is decided: waiting for the sensor hangs\n"))
      #expect(box.timelessWhy(text).contains("and a decision waits for it"))
    }
  }

  @Test("A run whose files are broken is named, and the rest is shown")
  func brokenRun() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.must("beat")
      let run = try #require(box.names(in: "data/runs").last)
      for file in ["outcome.json", "woke.json"] {
        try box.write("data/runs/\(run)/\(file)", "{ no")
      }
      try box.write("data/goals/g.md", "x\n")
      try await box.expectWhy("broken-run")
    }
  }

  @Test("What the last prompt left out is quoted from the prompt that is kept")
  func leftOut() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.must("goal", "write", "long", String(repeating: "word ", count: 4_000))
      try await box.must("beat")
      let text = try await box.must("why")
      #expect(text.contains("left out     of the prompt of that run, once\n"))
      #expect(text.contains("  | GOALS, goal long: [clipped: 11808 more bytes]\n"), "\(text)")
      let gap = try await box.whyJSON()["left_out"][0]
      #expect(gap["place"] == "GOALS, goal long")
    }
  }

  @Test("Foreign text stands behind a bar, and secrets are taken out")
  func foreign() async throws {
    try await Sandbox.use { box in
      try box.write("data/secrets.env", "API_TOKEN=s3cret-value-of-length\n", mode: 0o600)
      try await box.must("beat")
      try box.write("data/goals/g.md", "\u{1B}[2Jalso         forged\nalso         forged\n")
      try box.write("data/goals/h.md", "the key is s3cret-value-of-length\n")
      let text = try await box.must("why")
      #expect(!text.contains("\u{1B}") && !text.contains("s3cret"))
      #expect(!text.split(separator: "\n").contains { $0.hasPrefix("also         forged") })
      #expect(text.contains("| new: goal/h: to \"the key is [redacted: secret API_TOKEN]\""))
    }
  }

  @Test("It may be run from inside the loop, writes nothing, and has a page for a noun's mistake")
  func reads() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let before = box.names(in: "data") + box.names(in: "data/.lock")
      let result = try await box.looop("why", "--json", environment: ["LOOOP_RUN": "x"])
      #expect(result.code == 0)
      #expect(box.names(in: "data") + box.names(in: "data/.lock") == before)
      // A name that came and went changes its folder.
      let times = "find data -printf '%p %C@\\n' | sort"
      let stamps = try await box.shell(times).out
      for verb in ["why", "state"] { try await box.must(verb) }
      #expect(try await box.shell(times).out == stamps && stamps.count > 100)
    }
  }

  @Test("With a config that cannot be read, a pulse goes on by its former one, and why says so")
  func brokenConfig() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try await box.why(until: "unchanged")
      try box.write("config.json", "{ \"interval\": \"soon\" }")
      let text = try await box.must("why")
      #expect(
        text.hasPrefix(
          "Nothing is decided by this config: the config cannot be read, so the pulse goes on by its"
            + " former one; its last beat: "), "\(text)")
      #expect(text.contains("\nproblem      \(box.path("config.json")):1: interval "))
      try await box.must("down", "--keep-workers")
      #expect(
        try await box.must("why").hasPrefix(
          "Nothing is decided: the pulse is down, and its config cannot be read"))
    }
  }

  @Test("A sensor that fails is named with why")
  func failingSensor() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try box.sensor("odd", "echo no disk >&2; exit 3", manifest: "description: x\n")
      try await box.must("beat")
      let text = try await box.must("why")
      #expect(text.contains("\nsensors      odd: fails: "), "\(text)")
      #expect(text.contains("`looop sensor run odd` tries it"))
      #expect(try await box.must("doctor").contains("odd fails: "))
    }
  }

  @Test("On a terminal of 40 columns no line but a path is wider")
  func narrow() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let script = "stty cols 40 rows 24; exec \"$0\" why"
      let result = try await box.launch(["/bin/sh", "-c", script, Binary.path], input: .terminal)
        .finish()
      let rows = result.out.split(whereSeparator: \.isNewline)
      #expect(rows.allSatisfy { $0.count <= 40 || $0.contains(box.root) }, "\(rows)")
      #expect(rows.first == "Nothing is decided: the pulse is down")
    }
  }
}
