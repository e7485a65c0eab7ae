import Foundation
import TestSupport
import Testing

/// What a sensor does that none should. Whatever it is, the beat goes on, the others are read, and
/// nothing is left.
private struct Outrage {
  let name: String
  let script: String
  /// As its status and what is said of it.
  let reading: String
  var manifest = ""

  static func all(_ box: Sandbox) -> [Outrage] {
    let pid = box.path("unmarked")
    return [
      Outrage(name: "good", script: "echo '{\"signal\":\"good\"}'", reading: "ok"),
      // Loose, with nothing in its environment that says whose it is.
      Outrage(
        name: "unmarked",
        script: """
          (setsid env -i /bin/sh -c 'trap "" TERM HUP; echo $$ >"\(pid)"; while :; do sleep 1; done' &)
          until [ -s '\(pid)' ]; do sleep 0.02; done
          echo '{"signal":1}'
          """, reading: "ok"),
      Outrage(
        name: "holds", script: "setsid sh -c 'trap \"\" TERM; sleep 600' & echo '{\"signal\":1}'",
        reading: "ok"),
      Outrage(
        name: "fills",
        script: """
          setsid sh -c 'trap "" TERM PIPE; yes | tee "\(pid).filled"' &
          until [ "$(wc -c <'\(pid).filled' 2>/dev/null || echo 0)" -gt 10000 ]; do sleep 0.02; done
          """,
        reading: "invalid printed more than its max_bytes of 8192 and was ended"),
      Outrage(
        name: "gigabyte", script: "head -c 1000000000 /dev/zero",
        reading: "invalid printed more than its max_bytes of 1048576 and was ended",
        manifest: "max_bytes: 1048576\n"),
      Outrage(
        name: "deaf-gigabyte", script: "trap '' TERM; head -c 1000000000 /dev/zero",
        reading: "invalid printed more than its max_bytes of 8192 and was ended"),
      Outrage(
        name: "nul", script: #"printf 'a\0b\033[2J'"#,
        reading: "invalid printed no JSON: line 1, column 1: a value should stand here"),
      Outrage(
        name: "closes", script: "exec >&- 2>&-; sleep 0.1",
        reading: "invalid printed nothing; a sensor prints one JSON object"),
      Outrage(
        name: "closes-and-stays", script: "exec >&- 2>&-; sleep 600",
        reading: "timeout ran past its timeout of 1s and was ended", manifest: "timeout: 1s\n"),
      Outrage(
        name: "reads", script: "cat >/dev/null; read line; echo '{\"signal\":1}'", reading: "ok"),
      Outrage(
        name: "reads-on", script: "exec tail -f /dev/stdin",
        reading: "timeout ran past its timeout of 1s and was ended", manifest: "timeout: 1s\n"),
      Outrage(
        name: "stops", script: "kill -STOP $$",
        reading: "timeout ran past its timeout of 1s and was ended", manifest: "timeout: 1s\n"),
      Outrage(
        name: "complains", script: "yes 'an error' | head -c 50000000 >&2; exit 3",
        reading: "error exited with code 3"),
      Outrage(name: "dies", script: "kill -KILL $$", reading: "error was killed by signal 9"),
    ]
  }
}

@Suite("hostile sensors")
struct HostileSensorTests {
  enum Way: CaseIterable { case pulse, beat }

  /// Has everything sensed once, by a pulse that goes on or by one beat. On a slow machine a pulse
  /// decides before its slow sensors have been read.
  private func sense(_ box: Sandbox, _ way: Way) async throws {
    switch way {
    case .pulse:
      try await box.upAndRest()
      let sensors = box.names(in: "data/sensors").filter { $0.hasSuffix(".sh") }
      try await Until.holds("every reading", saw: { "\(box.names(in: "data/snapshots"))" }) {
        let seen = try await box.state()["snapshots"]
        return sensors.allSatisfy { seen[String($0.dropLast(3))]["status"].string != nil }
      }
    case .beat: try await box.must("beat")
    }
  }

  @Test("Whatever sensors do, each has its reading, and nothing is left", arguments: Way.allCases)
  func bad(way: Way) async throws {
    try await Sandbox.use { box in
      let all = Outrage.all(box)
      for one in all {
        try box.sensor(
          one.name, one.script, manifest: "description: a test\nevery: 1h\n\(one.manifest)")
      }
      try await sense(box, way)
      if way == .pulse { #expect(try peak(of: box.pulse()) < 128 << 10, "KiB") }
      let unmarked = try await box.pid(in: "unmarked")
      #expect(!Processes.isAlive(unmarked))
      let seen = try await box.state()["snapshots"]
      let shown = all.map { one in
        let reading = seen[one.name]
        let words = [reading["status"].string, reading["detail"]["error"].string]
        return "\(one.name): " + words.compactMap(\.self).joined(separator: " ")
      }
      #expect(
        shown == all.map { "\($0.name): \($0.reading)" },
        "\(box.shown(box.text("data/events.jsonl")))")
      let errors = seen["complains"]["detail"]["stderr"].string ?? ""
      #expect(errors.split(separator: "\n").count == 10 && errors.utf8.count < 200)
      let size = box.bytes("data/snapshots/sensor-nul.json").count
      #expect(size < 1_000)
    }
  }

  /// The most that a process ever had resident, in KiB.
  private func peak(of pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.firstMatch(of: #/VmHWM:\s+([0-9]+)/#))
    return try #require(Int(line.1))
  }

  @Test("A sensor that rewrites itself is read as it was, then as it is", arguments: Way.allCases)
  func rewrites(way: Way) async throws {
    try await Sandbox.use { box in
      let next = "#!/bin/sh\necho \"{\\\"signal\\\":\\\"second\\\"}\"\n"
      try box.write("next.sh", next, mode: 0o700)
      try box.sensor(
        "itself",
        """
        cp '\(box.path("next.sh"))' "$0.new" && mv "$0.new" "$0"
        echo 'description: another' >sensors/itself.new && mv sensors/itself.new sensors/itself.yaml
        echo '{"signal":"first"}'
        """, manifest: "description: one\nevery: 1h\n")
      try box.sensor("empties", ": >\"$0\"; echo '{\"signal\":1}'")
      try box.sensor("breaks", "echo 'evry: [' >sensors/breaks.yaml; echo '{\"signal\":1}'")
      try box.sensor("good", "echo '{\"signal\":\"good\"}'")
      try await sense(box, way)
      if way == .beat {
        // A pulse that looks at the files again while the script runs starts the new one at once.
        let prompt = try await box.stub.prompt(1)
        #expect(prompt.contains("| signal: \"first\""), "\(prompt)")
        #expect(prompt.contains("| signal: \"good\""))
        try await box.must("beat")
      }
      try await Until.holds("the new script") {
        let seen = try await box.state()["snapshots"]
        return seen["itself"]["signal"] == "second" && seen["breaks"]["status"] == "invalid"
          && seen["itself"]["description"] == "another" && seen["good"]["status"] == "ok"
      }
      let seen = try await box.state()["snapshots"]
      #expect(seen["breaks"]["detail"]["error"].string?.contains("breaks.yaml:2:1: ") == true)
    }
  }

  /// What one does to where the readings are kept, its own among them.
  private static let misdeeds = [
    "rm -rf snapshots",
    "for f in sensor-own sys-goals; do rm -rf snapshots/$f.json; mkdir -p snapshots/$f.json/x; done",
  ]

  @Test(
    "A sensor that takes away the folder of the readings, or its own file, is read all the same",
    arguments: Way.allCases, misdeeds)
  func readings(way: Way, misdeed: String) async throws {
    try await Sandbox.use { box in
      let manifest = "description: a test\nevery: 1s\n"
      let says = "echo \"{\\\"signal\\\":$(date +%s%N)}\""
      try box.sensor("own", "\(misdeed); \(says)", manifest: manifest)
      try box.sensor("good", says, manifest: manifest)
      try await sense(box, way)
      for round in 1...3 {
        let former = try await box.state()["snapshots"]["good"]["signal"]
        try await Until.holds("reading \(round)") {
          if way == .beat { try await box.must("beat") }
          let seen = try await box.state()["snapshots"]
          return seen["good"]["signal"] != former && seen["own"]["status"] == "ok"
        }
      }
      let failed = box.beats.filter { $0["outcome"] == "failed" }
      #expect(failed == [])
    }
  }

  @Test("Where descriptors are few, sensors take turns, and all of them are read")
  func descriptors() async throws {
    try await Sandbox.use { box in
      for number in 1...40 {
        try box.sensor("s\(number)", "sleep 0.05; echo '{\"signal\":\(number)}'")
      }
      let beat = try await box.shell("ulimit -n 40; exec \"$LOOOP\" beat")
      #expect(beat.code == 0, "\(beat.err)")
      let seen = try await box.state()["snapshots"]
      for number in 1...40 {
        let reading = seen["s\(number)"]
        #expect(reading["signal"] == .number(Double(number)), "\(reading.text)")
      }
    }
  }

  @Test("A thousand processes that a sensor leaves behind are gone with it")
  func thousand() async throws {
    try await Sandbox.use { box in
      try box.sensor(
        "forks",
        """
        i=0; while [ $i -lt 1000 ]; do sleep 600 & i=$((i + 1)); done
        (setsid sh -c 'i=0; while [ $i -lt 100 ]; do sleep 600 & i=$((i + 1)); done; wait' &)
        echo '{"signal":1}'
        """)
      try box.sensor("good", "echo '{\"signal\":\"good\"}'")
      try await box.must("beat")
      #expect(Processes.marked("LOOOP_DATA_DIR=\(box.data)") == [])
      let seen = try await box.state()["snapshots"]
      #expect(seen["forks"]["signal"] == 1 && seen["good"]["signal"] == "good")
    }
  }

  @Test("Readings with numbers that no clock shows are lived with, by every verb that reads them")
  func records() async throws {
    try await Sandbox.use { box in
      let manifest = """
        description: a test
        every: 1s
        ttl: 1h
        on_error: keep_last
        wake: {settle: 1h, min_interval: 1h, flap: {after: 2, within: 1h, action: mute}}

        """
      let numbers = ["9223372036854775807", "-9223372036854775808", "1e308", "\"x\""]
      for (index, n) in numbers.enumerated() {
        try box.sensor("s\(index)", "echo x >>'\(box.path("ran"))'; exit 1", manifest: manifest)
        try box.write("data/sensors/p\(index).yaml", "description: a test\npush: {}\n")
        try box.write("data/inbox/p\(index)/new/1", "{}")
        let common = """
          "v":1,"ts":\(n),"took_ms":\(n),"status":"ok","exit":\(n),"version":\(n),"signal":\(n),
          "detail":{"pushes":[{"at":\(n),"signal":\(n)}],"duplicates":\(n),"coalesced":\(n)},
          "memory":{"seen":{"status":"ok","signal":\(n),"run":\(n)},"seen_since":\(n),
          "counted_at":\(n),"changes":[\(n),\(n)],"last_good":\(n)},
          "inbox":{"batch":[],"keys":[],"minute":\(n),"in_minute":\(n)}
          """
        for name in ["s\(index)", "p\(index)"] {
          try box.write("data/snapshots/sensor-\(name).json", "{\(common)}")
        }
      }
      for words in [
        ["state"], ["state", "--json"], ["sensor", "list"], ["watch", "--once"],
        ["beat", "--dry-run"], ["beat"], ["beat"],
      ] {
        let result = try await box.start(words).finish()
        #expect(result.code == 0, "\(words): \(result.err)")
      }
      let ran = box.text("ran").utf8.count
      try await box.must("up")
      try await Until.holds("runs by a pulse") { box.text("ran").utf8.count >= ran + 16 }
      for index in numbers.indices {
        #expect(try await box.state()["snapshots"]["p\(index)"]["status"] == "ok")
        #expect(box.names(in: "data/inbox/p\(index)/new") == [])
      }
    }
  }
}
