import Foundation
import TestSupport
import Testing

@Suite("sensor test")
struct SensorCaseTests {
  /// `text` without what differs from run to run.
  private func steady(_ box: Sandbox, _ text: String) -> String {
    box.shown(text).replacing(#/ [0-9]+ ms/#, with: " N ms")
      .replacing(#/looop-sensor-test-\w+/#, with: "looop-sensor-test-X")
  }

  private func sensor(_ box: Sandbox, _ script: String, _ manifest: String? = nil) throws {
    try box.write("s/x.sh", "#!/bin/sh\nset -eu\n\(script)\n", mode: 0o700)
    if let manifest { try box.write("s/x.yaml", "description: x\n\(manifest)\n") }
  }

  private func play(_ box: Sandbox, _ words: String...) async throws -> Finished {
    try await box.start(["sensor", "test", "x", "--in", "s"] + words).finish()
  }

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  @Test("Every case of the sensors that ship passes")
  func shipped() async throws {
    try await Sandbox.use(nil) { box in
      let presets = Fixtures.folder.appending(path: "../../presets/sensors").standardized.path
      let cases = Fixtures.folder.appending(path: "sensors").path
      let result = try await box.looop(
        "sensor", "test", "all", "--in", presets, "--cases", cases, within: 600)
      #expect(result.code == 0, "\(result.out)\(result.err)")
      let folders = try Self.names(in: cases).filter { $0.hasSuffix(".test") }
      let count = try folders.map { try Self.names(in: "\(cases)/\($0)").count }.reduce(0, +)
      #expect(folders.count >= 11 && count >= 82)
      #expect(
        result.out.hasSuffix("\n\(count) cases of \(folders.count) sensors: \(count) passed\n"))
      #expect(!box.exists("data"))
    }
  }

  @Test("A case that passes and one that fails are told with what differs")
  func text() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(
        box, "echo looking at \"$INPUT_A\" >&2; printf '{\"signal\":%s}' \"$(cat \"$INPUT_A\")\"",
        "inputs: {a: {default: here}}\nsignal_schema: {type: object}")
      for name in ["good", "other", "wrong", "none", "refused"] {
        try box.write("s/x.test/\(name)/files/here", "{\"n\":1,\"a\":[1,2]}")
      }
      try box.write(
        "s/x.test/good/expected.json",
        "{\"status\":\"ok\",\"exit\":0,\"signal\":{\"n\":1,\"a\":[1,2]}}")
      try box.write(
        "s/x.test/other/expected.json", "{\"status\":\"ok\",\"signal\":{\"n\":2,\"a\":[1,3]}}")
      try box.write("s/x.test/wrong/expected.json", "{\"status\":\"ok\",\n  \"sgnal\": 1}\n")
      try box.write("s/x.test/none/env", "INPUT_A=$CASE/nowhere\n")
      try box.write("s/x.test/refused/expected.json", "{\"status\":\"ok\"}")
      try box.write("s/x.test/refused/files/here", "[1]")
      let result = try await play(box)
      #expect(result.code == 1 && result.err.isEmpty)
      Golden.expect(steady(box, result.out), at: "golden/sensor-test.txt")
      #expect(!result.out.split(separator: "\n").contains { $0.count > 80 })
      #expect(!box.exists("s/x.test/none/expected.json"))
    }
  }

  @Test("JSON holds the same, and what its schema requires")
  func json() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, "echo '{\"signal\":1}'")
      try box.write("s/x.test/good/expected.json", "{\"status\":\"ok\",\"signal\":1}")
      try box.write("s/x.test/none/files/x", "")
      let result = try await play(box, "--json")
      let json = try result.json()
      #expect(result.code == 1 && json["ok"] == false && json["cases"].array.count == 2)
      let good = json["cases"][0]
      #expect(good["sensor"] == "x" && good["case"] == "good" && good["status"] == "passed")
      #expect(good["problems"] == [] && good["seen"] == .null)
      #expect(json["cases"][1]["seen"] == ["status": "ok", "exit": 0, "signal": 1])
      let schema = try JSON(try await box.must("schema", "sensor-test"))
      #expect(schema["required"].array.compactMap(\.string).sorted() == json.keys)
      let one = schema["properties"]["cases"]["items"]
      #expect(one["required"].array.compactMap(\.string).sorted() == good.keys)
    }
  }

  @Test("A case is played in a folder of its own, with its programs first and little else around")
  func stage() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(
        box,
        """
        helper=$(sensors/helper)
        here=$(pwd)
        cat > seen <<END
        $(tool) $helper $INPUT_A $A_TOKEN ${OWN:-none} $LANG $TZ $LOOOP_RUN
        $([ "$HOME" = "$here" ] && [ "$TMPDIR" = "$here" ] && [ "$LOOOP_DATA_DIR" = "$here" ] && echo same)
        $(cat deep/.hidden) $(env | sed 's/=.*//; /^_$/d; /PWD/d; /SHLVL/d' | sort | tr '\\n' ' ')
        END
        awk '{ printf "%s", (NR > 1 ? "," : "{\\"signal\\":[") "\\"" $0 "\\"" } END { print "]}" }' seen
        """, "inputs: {a: {default: x}}\nsecrets: [A_TOKEN]\nevery: 1d")
      try box.write("s/helper", "#!/bin/sh\necho helps\n", mode: 0o700)
      try box.write("s/x.local.yaml", "a: mine\n")
      // Not executable: what lies in bin is a program all the same.
      try box.write("s/x.test/a/bin/tool", "#!/bin/sh\necho tool\n")
      try box.write("s/x.test/a/files/deep/.hidden", "deep")
      try box.write("s/x.test/a/env", "INPUT_A=$CASE/b c\nA_TOKEN=secret-word\n")
      try box.write(
        "s/x.test/a/expected.json",
        """
        {"status": "ok", "signal": [
          "tool helps $CASE/b c [redacted: secret A_TOKEN] none C.UTF-8 UTC sense", "same",
          "deep A_TOKEN HOME INPUT_A LANG LOOOP_DATA_DIR LOOOP_RUN PATH TMPDIR TZ "
        ]}
        """)
      let result = try await box.looop(
        "sensor", "test", "x", "--in", "s", environment: ["OWN": "own", "A_TOKEN": "not this"])
      #expect(result.code == 0, "\(result.out)")
      #expect(!result.out.contains("secret-word"))
      #expect(box.names(in: "s") == ["helper", "x.local.yaml", "x.sh", "x.test", "x.yaml"])
    }
  }

  @Test("A signal that moves by itself fails, by its places, but for those that do not count")
  func restless() async throws {
    try await Sandbox.use(nil) { box in
      let moving =
        "echo \"{\\\"signal\\\":{\\\"n\\\":1,\\\"at\\\":$(od -An -N4 -tu4 /dev/urandom)}}\""
      try sensor(box, moving)
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\"}")
      let result = try await play(box)
      #expect(result.code == 1)
      #expect(
        result.out.contains(
          "\n  signal/at changed between two runs one second apart: a clock, a counter"))
      let recorded = try await play(box, "--record")
      #expect(recorded.code == 1)
      try sensor(box, moving, "wake: {ignore: [/at]}")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\",\"signal\":{\"n\":1}}")
      #expect(try await play(box).code == 0)
      try sensor(box, "[ ! -e once ] || exit 3; touch once; echo '{}'")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\"}")
      let fails = try await play(box)
      #expect(fails.code == 1)
      #expect(fails.out.contains("\n  the second run: error: exited with code 3\n"))
    }
  }

  @Test(
    "A clock in the signal fails, whatever it counts",
    arguments: [
      ("date +%s", "one second apart"), ("date +%F", "a day apart"),
      ("date -u +%H:%M", "a day apart"), ("TZ=UTC date +%j", "a day apart"),
    ])
  func clock(line: String, words: String) async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, "printf '{\"signal\":{\"t\":\"%s\"}}' \"$(\(line))\"")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\"}")
      let result = try await play(box)
      #expect(result.code == 1)
      // A minute or a day may end between the first two runs.
      #expect(
        [words, "one second apart"].contains {
          result.out.contains("signal/t changed between two runs \($0): a clock")
        })
    }
  }

  @Test("A clock that its case stubs, that is slow, or that only tells old from new, passes")
  func tamedClock() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, "printf '{\"signal\":\"%s\"}' \"$(date +%F)\"")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\",\"signal\":\"2026-01-01\"}")
      try box.write("s/x.test/a/bin/date", "#!/bin/sh\necho 2026-01-01\n", mode: 0o700)
      #expect(try await play(box).code == 0)
      try FileManager.default.removeItem(atPath: box.path("s/x.test/a/bin"))
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\"}")
      #expect(try await play(box).code == 1)
      try box.write("s/x.yaml", "description: x\nevery: 1d\n")
      #expect(try await play(box).code == 0)
      try FileManager.default.removeItem(atPath: box.path("s/x.yaml"))
      try sensor(
        box,
        """
        age=$(($(date +%s) - $(date -r mark +%s)))
        if [ $age -gt 3600 ]; then echo '{"signal":"old"}'; else echo '{"signal":"new"}'; fi
        """)
      try box.write("s/x.test/a/files/mark", "")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\",\"signal\":\"new\"}")
      let result = try await play(box)
      #expect(result.code == 0, "\(result.out)")
    }
  }

  @Test("A value of --input stands in place of the case's")
  func input() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(
        box, "printf '{\"signal\":\"%s\"}' \"$INPUT_A\"", "inputs: {a: {pattern: '^[a-z]+$'}}")
      try box.write("s/x.test/a/env", "INPUT_A=case\n")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\",\"signal\":\"mine\"}")
      #expect(try await play(box).code == 1)
      #expect(try await play(box, "--input", "a=mine").code == 0)
      let wrong = try await play(box, "--input", "a=1")
      #expect(wrong.code == 64 && wrong.err.contains("does not fit the pattern"))
      #expect(try await play(box, "--input", "b=1").code == 64)
    }
  }

  @Test("A schema, a size and a timeout are the run's own, and can be expected")
  func bounds() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(
        box,
        """
        case $INPUT_A in
          long) printf '%500s' x ;;
          slow) sleep 60 ;;
          wrong) echo '{"signal":{"n":"1"}}' ;;
        esac
        """,
        "inputs: {a: {pattern: '^[a-z]+$', required: true}}\nmax_bytes: 100\ntimeout: 5s\n"
          + "secrets: [A_TOKEN?]\nsignal_schema: {properties: {n: {type: integer}}}")
      for (name, status, error, env) in [
        ("long", "invalid", "max_bytes of 100", "INPUT_A=long"),
        ("slow", "timeout", "timeout of 5s", "INPUT_A=slow"),
        ("wrong", "invalid", "/n: must be a whole number", "INPUT_A=wrong"),
        ("odd", "invalid", "does not fit the pattern", "INPUT_A=1"),
        ("missing", "invalid", "no value for its input 'a'", "INPUT_A="),
        ("short", "invalid", "fewer than 6 characters", "INPUT_A=long\nA_TOKEN=a"),
      ] {
        try box.write("s/x.test/\(name)/env", env + "\n")
        try box.write(
          "s/x.test/\(name)/expected.json", "{\"status\":\"\(status)\",\"error\":\"\(error)\"}")
      }
      let result = try await play(box)
      #expect(result.code == 0, "\(result.out)")
      try box.write("s/x.test/unknown/env", "# one\nINPUT_B=1\n")
      let unknown = try await play(box)
      #expect(unknown.out.contains("x.test/unknown/env:2: the sensor has no input 'b'"))
    }
  }

  @Test("What was seen is recorded on request, for cases that have nothing, and passes then")
  func record() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(
        box, "[ -e fail ] && exit 4; echo \"{\\\"signal\\\":{\\\"at\\\":\\\"$PWD/x\\\"}}\"")
      try box.write("s/x.test/a/files/keep", "")
      try box.write("s/x.test/b/files/fail", "")
      try box.write("s/x.test/c/expected.json", "{\"status\":\"error\"}")
      let result = try await play(box, "--record")
      #expect(result.code == 1)
      #expect(result.out.hasSuffix("3 cases of 1 sensor: 1 failed, 2 recorded\n"))
      #expect(
        box.text("s/x.test/a/expected.json") == """
          {
            "status": "ok",
            "exit": 0,
            "signal": {
              "at": "$CASE/x"
            }
          }

          """)
      #expect(box.text("s/x.test/b/expected.json").contains("\"error\": \"exited with code 4\""))
      #expect(box.text("s/x.test/c/expected.json") == "{\"status\":\"error\"}")
      let again = try await play(box)
      #expect(again.out.hasSuffix("3 cases of 1 sensor: 2 passed, 1 failed\n"))
    }
  }

  @Test("What is pushed is read as it would be")
  func push() async throws {
    try await Sandbox.use(nil) { box in
      try box.write(
        "s/x.yaml", "description: x\npush: {}\nsignal: {a: /a}\nsignal_schema: {type: object}\n")
      try box.write("s/x.test/good/pushed.json", "{\"a\":1,\"b\":2}")
      try box.write("s/x.test/good/expected.json", "{\"status\":\"ok\",\"signal\":{\"a\":1}}")
      try box.write("s/x.test/odd/pushed.json", "{\"b\":2}")
      try box.write("s/x.test/odd/expected.json", "{\"status\":\"invalid\",\"error\":\"needs /a\"}")
      #expect(try await play(box).code == 0)
      try box.write("s/x.test/none/expected.json", "{\"status\":\"ok\"}")
      let result = try await play(box)
      #expect(result.code == 1 && result.out.contains("there is no pushed.json"))
    }
  }

  @Test("Without any case nothing has passed; cases of a sensor that is gone fail")
  func none() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, "echo '{}'")
      let result = try await play(box)
      #expect(result.code == 65 && result.out.isEmpty)
      Golden.expect(box.shown(result.err), at: "golden/errors/sensor-no-cases.txt")
      #expect(try await box.looop("sensor", "test", "all", "--in", "s").code == 65)
      let unknown = try await box.looop("sensor", "test", "y", "--in", "s")
      #expect(unknown.code == 65 && unknown.err.contains("There is no sensor y in"))
      try box.write("s/gone.test/a/expected.json", "{\"status\":\"ok\"}")
      let gone = try await box.looop("sensor", "test", "all", "--in", "s")
      #expect(gone.code == 1 && gone.out.contains("there is no sensor gone in"))
    }
  }

  @Test("Nothing a sensor says in a case moves the cursor")
  func escapes() async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, #"printf '\033[31mbad\n' >&2; printf '{"signal":"\\u202e\\u001b[31m"}'"#)
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\",\"signal\":1}")
      try box.write("s/x.test/b/files/x", "")
      let out = try await play(box).out
      #expect(out.contains("signal: expected 1, got"))
      #expect(!out.unicodeScalars.contains("\u{1B}") && !out.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test("Told to stop, it ends what it runs and leaves no folder", arguments: [SIGTERM, SIGINT])
  func stop(signal: Int32) async throws {
    try await Sandbox.use(nil) { box in
      try sensor(box, "pwd > '\(box.path("place"))'; sleep 600")
      try box.write("s/x.test/a/expected.json", "{\"status\":\"ok\"}")
      try box.write("s/x.test/b/expected.json", "{\"status\":\"ok\"}")
      let running = try box.start(["sensor", "test", "x", "--in", "s"])
      let place = try await Until.get("the folder of the case", saw: { running.err }) {
        let text = box.text("place").trimmingCharacters(in: .newlines)
        return text.isEmpty ? nil : text
      }
      #expect(box.exists(place))
      running.kill(signal)
      let result = try await running.finish()
      #expect(result.code == 1 && result.err.contains("Stopped while the sensor x was tried."))
      #expect(!box.exists((place as NSString).deletingLastPathComponent))
    }
  }
}
