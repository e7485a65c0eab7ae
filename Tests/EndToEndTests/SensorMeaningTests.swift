import Foundation
import TestSupport
import Testing

@Suite("What a sensor's run means")
struct SensorMeaningTests {
  @Test("A script without the executable bit is run by what its first line names")
  func withoutBit() async throws {
    try await Sandbox.use(nil) { box in
      try box.write(
        "data/sensors/b.sh", "#!/bin/bash\na=(1 2); echo \"{\\\"signal\\\":${#a[@]}}\"\n")
      let seen = try JSON(try await box.must("sensor", "run", "b", "--json"))
      #expect(seen["reading"]["signal"] == 2)
      #expect(
        seen["ran"]["argv"].array.compactMap(\.string)
          == ["/bin/bash", box.path("data/sensors/b.sh")])
    }
  }

  @Test("A link to nothing is a broken sensor in every list")
  func link() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("data/sensors/.made", "")
      for name in ["door.sh", "other.yaml"] {
        try FileManager.default.createSymbolicLink(
          atPath: box.path("data/sensors/\(name)"), withDestinationPath: box.path("nowhere"))
      }
      let listed = try await box.must("sensor", "list")
      for name in ["door", "other"] {
        let line = listed.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        #expect(line?.contains("link to a file that is not there") == true, "\(listed)")
        let linted = try await box.looop("sensor", "lint", name)
        #expect(linted.code == 65 && linted.out.contains("link to a file that is not there"))
      }
    }
  }

  @Test("An unknown time zone is told by state, and by lint where quiet hours depend on it")
  func zone() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "a", "echo '{}'",
        manifest: "description: a\nquiet_hours: [{from: '22:00', to: '07:00'}]\n")
      try box.sensor("b", "echo '{}'", manifest: "description: b\n")
      let zone = ["TZ": "Mars/Olympus"]
      let words = "The time zone 'Mars/Olympus' of TZ is unknown"
      #expect(try await box.looop("state", environment: zone).out.contains(words))
      #expect(try await box.looop("sensor", "lint", "a", environment: zone).out.contains(words))
      #expect(try await !box.looop("sensor", "lint", "b", environment: zone).out.contains(words))
      #expect(try await !box.looop("state", environment: ["TZ": "UTC"]).out.contains("time zone"))
    }
  }

  @Test("What a failed run printed reaches the decider, without its secrets")
  func failedOutput() async throws {
    try await Sandbox.use { box in
      try box.secrets(["TAPE_KEY": "hunter22"])
      try box.sensor("tape", "echo 'FATAL: the tape hunter22 is full'; exit 1", manifest: nil)
      try await box.upAndRest()
      let prompt = try await box.stub.prompt(containing: "FATAL")
      #expect(prompt.contains("FATAL: the tape [redacted: secret TAPE_KEY] is full"))
    }
  }

  @Test("Of many that were pushed the newest is listed, and shown before it is counted")
  func newest() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("data/sensors/ci.yaml", "description: x\npush: {max_per_minute: 5}\n")
      for number in 10...40 {
        try box.write("data/inbox/ci/new/\(number)", "{\"signal\":\(number)}")
      }
      let waiting = try JSON(try await box.must("sensor", "run", "ci", "--json"))
      #expect(waiting["inbox"].array.last?["signal"] == 40)
      let shown = try await box.must("sensor", "run", "ci")
      #expect(shown.contains("11 older ones, and:"))
    }
  }

  @Test("A test case gives the last reading; without one it is the first run")
  func lastReading() async throws {
    try await Sandbox.use(nil) { box in
      try box.write(
        "draft/n.sh",
        """
        #!/bin/sh
        last=$(sed -n 's/.*"n": *\\([0-9]*\\).*/\\1/p')
        echo "{\\"signal\\":{\\"n\\":$((${last:-0} + 1))}}"

        """)
      try box.write("draft/n.yaml", "description: Counts\nrun: {stdin: last_reading}\n")
      try box.write("draft/n.test/first/expected.json", #"{"status":"ok","signal":{"n":1}}"#)
      try box.write("draft/n.test/next/last_reading.json", #"{"signal":{"n": 41}}"#)
      try box.write("draft/n.test/next/expected.json", #"{"status":"ok","signal":{"n":42}}"#)
      let draft = box.path("draft")
      let result = try await box.looop("sensor", "test", "n", "--in", draft)
      #expect(result.code == 0, "\(result.out)\(result.err)")
      try box.write("draft/n.test/next/last_reading.json", "[1]")
      let broken = try await box.looop("sensor", "test", "n", "--in", draft)
      #expect(broken.code != 0 && broken.out.contains("last_reading.json:1:1"))
    }
  }

  @Test("Every wrong key of a manifest is told by each verb, with its line")
  func allFlaws() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("data/sensors/x.sh", "echo '{}'\n")
      try box.write("data/sensors/x.yaml", "description: x\nevry: 1\nttl: soon\ntimeout: 1y\n")
      for verb in ["lint", "run", "show", "list"] {
        let words = ["sensor", verb] + (verb == "list" ? [] : ["x"])
        let said = try await box.start(words).finish()
        for line in ["x.yaml:2:1", "x.yaml:3:6", "x.yaml:4:10"] {
          #expect((said.out + said.err).contains(line), "\(verb) \(line)")
        }
      }
    }
  }

  @Test("show tells what a manifest of other people's scripts says")
  func shown() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "x", "echo '{}'",
        manifest: """
          description: x
          ttl: 26h
          age_of: report.txt
          run: {stderr: merge, environment: {MODE: fast}, exit_codes: {0: ok, 1: none, 33: urgent}}

          """)
      // Its lines are wrapped.
      let text = try await box.must("sensor", "show", "x")
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains("MODE=fast"))
      #expect(text.contains("standard error too; exit codes: 0 is ok, 1 is none, 33 is urgent"))
      #expect(text.contains("stale after 26h, by the age of \(box.path("data/report.txt"))"))
      let json = try JSON(try await box.must("sensor", "show", "x", "--json"))
      #expect(json["run"]["exit_codes"] == ["0": "ok", "1": "none", "33": "urgent"])
      #expect(json["run"]["environment"] == ["MODE": "fast"])
      #expect(json["run"]["stderr"] == "merge")
      #expect(json["timing"]["age_of"].string == box.path("data/report.txt"))
    }
  }
}
