import Foundation
import TestSupport
import Testing

/// What wakes a pulse, as the manifests say it.
@Suite("waking by sensors")
struct SensorWakeTests {
  @Test("A watched file that changes runs its sensor at once, and no other")
  func watch() async throws {
    try await Sandbox.use { box in
      let file = box.path("outside.txt")
      try box.write("outside.txt", "1")
      try box.sensor(
        "outside", "echo \"{\\\"signal\\\":$(cat '\(file)')}\"",
        manifest: "description: a file\nevery: 1h\nwatch: ['\(file)']\n")
      try box.sensor(
        "other", "echo x >>'\(box.path("ran"))'; echo '{}'",
        manifest: "description: another\nevery: 1h\n")
      try await box.upAndRest()
      try box.write("outside.txt", "2")
      let prompt = try await box.stub.prompt(containing: "changed: reading/outside")
      #expect(prompt.contains("| signal: 2"))
      #expect(box.text("ran") == "x\n")
    }
  }

  @Test("A failing sensor with keep_last keeps what it saw, and the decider is told that it fails")
  func keepLast() async throws {
    try await Sandbox.use { box in
      let flag = box.path("fails")
      try box.sensor(
        "flaky", "[ ! -e '\(flag)' ] || { echo gone >&2; exit 9; }; echo '{\"signal\":1}'",
        manifest: "description: flaky\nevery: 1s\non_error: keep_last\n")
      try await box.upAndRest()
      let calls = box.stub.calls
      try box.write("fails", "")
      try await Until.holds("a failure that is kept back") {
        try await box.state()["snapshots"]["flaky"]["failing"] == "exited with code 9: gone"
      }
      let seen = try await box.state()["snapshots"]["flaky"]
      #expect(seen["status"] == "ok" && seen["signal"] == 1)
      #expect(box.stub.calls == calls)
      // It wakes nobody, and whoever is woken by something else reads of it.
      try await box.must("goal", "write", "look", "Look again.")
      #expect(
        try await box.stub.prompt(
          containing: "Look again."
        )
        .contains("| it fails now: exited with code 9: gone"))
    }
  }

  @Test("A secret reaches its sensor and nobody else, whatever the sensor does with it")
  func secrets() async throws {
    try await Sandbox.use { box in
      let token = "s3cret/\"value\"-of-length"
      try box.write("data/secrets.env", "API_TOKEN='\(token)'\n", mode: 0o600)
      let manifest = "description: leaks\nsecrets: [API_TOKEN]\n"
      try box.sensor(
        "leaks",
        """
        echo "$API_TOKEN" >&2
        [ -n "$API_TOKEN" ] && printf '{"signal":"%s"}' "$(printf %s "$API_TOKEN" | sed 's/"/\\\\"/g')"
        """, manifest: manifest)
      try box.sensor(
        "fails", "echo \"$API_TOKEN\"; echo \"$API_TOKEN\" >&2; exit 1", manifest: manifest)
      try box.sensor("none", "echo \"{\\\"signal\\\":\\\"[${API_TOKEN:-}]\\\"}\"")
      try await box.upAndRest()
      let seen = try await box.state()["snapshots"]
      #expect(seen["leaks"]["signal"] == "[redacted: secret API_TOKEN]")
      #expect(seen["fails"]["detail"]["stderr"] == "[redacted: secret API_TOKEN]")
      #expect(seen["none"]["signal"] == "[]")
      let found = try await box.shell(
        "grep -rlF -e 's3cret' '\(box.data)' '\(box.root)/stub' || true")
      #expect(found.out == "\(box.data)/secrets.env\n")
    }
  }

  @Test("What a sensor needs and has not is told once, with how to mend it, and mended by that")
  func needs() async throws {
    try await Sandbox.use { box in
      try box.sensor(
        "needy", "echo \"{\\\"signal\\\":\\\"$INPUT_REPO\\\"}\"",
        manifest: """
          description: needs much
          inputs: {repo: {required: true, pattern: '^[a-z]+/[a-z]+$'}}
          secrets: [SOME_TOKEN]

          """)
      try await box.upAndRest()
      func error() async throws -> String {
        try await box.state()["snapshots"]["needy"]["detail"]["error"].string ?? ""
      }
      #expect(try await error().contains("has no value for its input 'repo'"))
      try box.write("data/sensors/needy.local.yaml", "repo: nonsense\n")
      try await Until.holds("a value that does not fit") {
        try await error().contains("needy.local.yaml:1:7: 'repo' is 'nonsense'")
      }
      try box.write("data/sensors/needy.local.yaml", "repo: me/mine\n")
      try await Until.holds("the secret") {
        try await error().contains("has no value for its secret SOME_TOKEN")
      }
      try box.write("data/secrets.env", "SOME_TOKEN=abcdefgh\n", mode: 0o644)
      try await Until.holds("a file that others can read") {
        try await box.state()["problems"].array.contains {
          $0.string?.contains("can be read by others") == true
        }
      }
      try box.write("data/secrets.env", "SOME_TOKEN=abcdefgh\n", mode: 0o600)
      try await Until.holds("a reading") {
        try await box.state()["snapshots"]["needy"]["signal"] == "me/mine"
      }
    }
  }

  @Test("A sensor that the loop writes is tried first, and is not believed like another")
  func written() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      // The seconds before it, since no number of JSON begins with a zero.
      let moving = "date '+{\\\"signal\\\":{\\\"at\\\":%s%N}}'"
      for (script, manifest) in [
        ("echo nonsense", "description: x"), (moving, "description: x"), ("echo {}", "evry: 5m"),
      ] {
        let json = JSON.object([
          "action": "write_sensor", "name": "kept",
          "script": .string(script.replacing("\\\"", with: "\"")),
          "manifest": .string(manifest),
        ])
        try box.stub.moves(json)
      }
      try box.stub.moves([
        "action": "write_sensor", "name": "kept", "script": "echo '{\"signal\":2}'",
        "manifest": "description: new\ntrust: trusted\n",
      ])
      try await box.must("resume")
      let outcomes = try await trials(box)
      #expect(outcomes[0].contains("The sensor kept, when tried, does not work: printed no JSON"))
      #expect(outcomes[1].contains("has a signal that changes on every run: at /at"))
      #expect(outcomes[2].contains("kept.yaml:1:1"))
      #expect(box.text("data/sensors/kept.sh") == "echo '{\"signal\":2}'")
      let seen = try await box.state()["snapshots"]["kept"]
      #expect(seen["signal"] == 2 || seen == .null)
      try await box.must("down")
      _ = try await box.looop("beat")
      #expect(try await box.state()["snapshots"]["kept"]["trust"] == "untrusted")
      #expect(box.names(in: "data/sensors").filter { $0.contains("trial") } == [])
    }
  }

  @Test("What a person writes while the loop tries a sensor of that name stays")
  func writtenMeanwhile() async throws {
    try await Sandbox.use { box in
      // Only reads, so nobody is asked; the reader of a pipe waits.
      _ = try await box.shell("mkfifo '\(box.path("says"))'")
      try box.stub.moves([
        "action": "write_sensor", "name": "al", "manifest": "description: x\ntimeout: 10m\n",
        "script": .string("cat '\(box.path("says"))'"),
      ])
      try await box.upWithWork()
      try await Until.holds("the trial") {
        box.names(in: "data/sensors").contains { $0.hasPrefix(".trial-") }
      }
      let own = "#!/bin/sh\necho '{\"signal\":\"mine\"}'\n"
      try box.write("data/sensors/al.sh", own)
      let answer = try box.write("answer", #"{"signal":7}"#)
      // The pipe opens once the first run reads it; further runs read a file.
      let says = box.path("says")
      _ = try await box.shell(
        "exec 3>'\(says)'; rm '\(says)'; cat '\(answer)' >'\(says)'; cat '\(answer)' >&3")
      let beat = try await Until.get("the end of the move") {
        box.beats.first { $0.text.contains("write_sensor") }
      }
      #expect(
        beat["outcome"] == "failed" && beat.text.contains("al was changed since it was tried"))
      #expect(box.text("data/sensors/al.sh") == own && !box.exists("data/sensors/al.yaml"))
      #expect(!box.exists("data/sensors/.by-loop/al"))
      try await box.must("goal", "write", "g", "x")
      _ = try await box.stub.prompt(containing: "The sensor al was changed since it was tried")
    }
  }

  @Test(
    "A sensor whose script is a link to nothing is not replaced, nor is such a goal")
  func links() async throws {
    try await Sandbox.use { box in
      try await box.prepareWork()
      for name in ["sensors/alarm.sh", "goals/g.md"] {
        try FileManager.default.createSymbolicLink(
          atPath: box.path("data/\(name)"), withDestinationPath: "/nonexistent/here")
      }
      let moves: [JSON] = [
        ["action": "write_sensor", "name": "alarm", "script": "echo '{\"signal\":1}'"],
        ["action": "write_goal", "id": "g", "body": "new"],
      ]
      for (number, move) in moves.enumerated() {
        try box.stub.moves(move)
        // New words end the wait after a failure.
        try await box.must("goal", "write", "other", "\(number)")
        let result = try await box.looop("beat")
        #expect(result.code == 1, "\(result.out)")
        #expect((result.out + result.err).contains("it is a link to a file that is not there"))
      }
      for name in ["sensors/alarm.sh", "goals/g.md"] {
        let kept = try FileManager.default.destinationOfSymbolicLink(
          atPath: box.path("data/\(name)"))
        #expect(kept == "/nonexistent/here")
      }
    }
  }

  /// Four beats, one after the other, whatever the backoff says.
  private func trials(_ box: Sandbox) async throws -> [String] {
    var outcomes: [String] = []
    for number in 0..<4 {
      try await box.must("goal", "write", "again", "Try number \(number).")
      outcomes.append(try await box.looop("beat", "--json").json()["text"].string ?? "")
    }
    return outcomes
  }
}
