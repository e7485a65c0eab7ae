import TestSupport
import Testing

@Suite("sensor run")
struct SensorRunTests {
  /// As a golden file keeps it: without the time a run took.
  private static func shown(_ text: String, _ box: Sandbox) -> String {
    box.shown(text).replacing(#/after [0-9]+ ms/#, with: "after N ms")
  }

  /// The last reading, as a pulse would have left it.
  private static func snapshot(_ box: Sandbox, _ name: String, _ signal: String) throws {
    try box.write(
      "data/snapshots/sensor-\(name).json",
      "{\"v\":1,\"sensor\":\"\(name)\",\"ts\":1,\"status\":\"ok\",\"signal\":\(signal)}\n")
  }

  @Test("It shows what ran, what that printed, the reading it makes and what would wake")
  func good() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "things", "pwd >&2; echo '{\"signal\":{\"n\":2},\"detail\":[\"a\"]}'",
        manifest: "description: Counts things\n")
      try Self.snapshot(box, "things", "{\"n\":1,\"old\":true}")
      let before = try await box.shell("ls -lR --time-style=full-iso \"$LOOOP_DATA_DIR\"").out
      let result = try await box.looop("sensor", "run", "things")
      #expect(result.code == 0 && result.err.isEmpty)
      Golden.expect(Self.shown(result.out, box), at: "golden/sensor/run.txt")
      let json = try JSON(try await box.must("sensor", "run", "things", "--json"))
      #expect(json["reading"]["signal"] == ["n": 2] && json["ran"]["cwd"].string == box.data)
      #expect(
        json["ran"]["argv"].array.compactMap(\.string) == [box.path("data/sensors/things.sh")])
      #expect(json["wake"]["wakes"] == true && json["wake"]["reason"] == "signal")
      #expect(
        json["wake"]["changes"] == [
          ["pointer": "/n", "old": 1, "new": 2], ["pointer": "/old", "old": true],
        ])
      let schema = try JSON(try await box.must("schema", "sensor-run"))
      let keys = Set(schema["properties"].keys)
      #expect(keys.isSuperset(of: json.keys))
      #expect(Set(json.keys).isSuperset(of: schema["required"].array.compactMap(\.string)))
      #expect(
        schema["properties"]["wake"]["required"].array.compactMap(\.string).sorted()
          == json["wake"].keys)
      // Nothing is kept.
      let after = try await box.shell("ls -lR --time-style=full-iso \"$LOOOP_DATA_DIR\"").out
      #expect(before == after)
    }
  }

  @Test("It runs with the pulse's environment and marks, its inputs, and its last reading to read")
  func surroundings() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "env",
        """
        printf '{"signal":{"run":"%s","data":"%s","repo":"%s","last":' "$LOOOP_RUN" "$LOOOP_DATA_DIR" "$INPUT_REPO"
        cat; echo '}}'
        """,
        manifest: """
          description: a test
          run: {stdin: last_reading, env: clean}
          inputs: {repo: {default: a/b}}

          """)
      try Self.snapshot(box, "env", "7")
      let signal = try JSON(try await box.must("sensor", "run", "env", "--json"))["reading"][
        "signal"]
      #expect(signal["run"] == "sense" && signal["data"].string == box.data)
      #expect(signal["repo"] == "a/b" && signal["last"]["signal"] == 7)
    }
  }

  @Test("A run that fails exits 1 and says how, with the end of what it complained about")
  func failed() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("fails", "echo half; echo oh no >&2; exit 3")
      let failed = try await box.looop("sensor", "run", "fails")
      #expect(failed.code == 1)
      Golden.expect(Self.shown(failed.out, box), at: "golden/sensor/run-failed.txt")
      try box.sensor("floods", "yes")
      let floods = try await box.looop("sensor", "run", "floods")
      #expect(floods.code == 1 && floods.out.contains("\nreading      invalid\n"))
      #expect(floods.out.utf8.count < 20_000 && floods.out.contains("more bytes]"))
      try box.sensor("slow", "sleep 60", manifest: "description: a test\ntimeout: 1s\n")
      let slow = try await box.looop("sensor", "run", "slow", "--json").json()
      #expect(slow["reading"]["status"] == "timeout")
    }
  }

  @Test("What it needs and does not have is a reading too, with the mend, and nothing runs")
  func needs() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor(
        "wants", "touch '\(box.path("ran"))'; echo '{}'",
        manifest: "description: a test\nsecrets: [API_TOKEN]\n")
      let result = try await box.looop("sensor", "run", "wants")
      #expect(result.code == 1 && !box.exists("ran"))
      Golden.expect(box.shown(result.out), at: "golden/sensor/run-needs.txt")
      try box.write("data/secrets.env", "API_TOKEN=0123456789\n", mode: 0o644)
      let open = try await box.looop("sensor", "run", "wants")
      #expect(open.code == 1 && open.out.contains("chmod 600"))
      try box.write("data/secrets.env", "API_TOKEN=0123456789\n")
      #expect(try await box.looop("sensor", "run", "wants").code == 0)
    }
  }

  @Test("No secret is shown: not in the output, in errors, in words, or where a cut divides it")
  func secrets() async throws {
    try await Sandbox.use(nil) { box in
      let secret = "s3cr\"et/with-all"
      try box.write("data/secrets.env", "TOKEN='\(secret)'\nOTHER=another-secret-value\n")
      let manifest = "description: a test\nsecrets: [TOKEN]\n"
      try box.sensor(
        "leaks",
        """
        printf '%s\\n' "$TOKEN" >&2; echo another-secret-value >&2
        printf '{"signal":"s3cr\\\\"et\\\\/with-all","detail":{"a":"s3cr\\\\u0022et/with-all"}}'
        """, manifest: manifest)
      try box.sensor(
        "argv", "exit 1",
        manifest: manifest + "run: {command: [/bin/echo, 's3cr\"et/with-all']}\n")
      // 8192 bytes are kept: the secret lies across the end.
      try box.sensor(
        "cut", "printf '%8187s' x; printf '%s' \"$TOKEN\"; sleep 5", manifest: manifest)
      for name in ["leaks", "argv", "cut"] {
        for words in [["sensor", "run", name], ["sensor", "run", name, "--json"]] {
          let result = try await box.start(words).finish()
          let all = result.out + result.err
          #expect(!all.contains("s3cr") && !all.contains("another-secret"), "\(name): \(all)")
        }
      }
      let shown = try await box.must("sensor", "run", "leaks")
      #expect(
        shown.contains(
          "{\"signal\":\"[redacted: secret TOKEN]\",\"detail\":{\"a\":\"[redacted: secret TOKEN]\"}}"
        ))
      #expect(shown.contains("  | [redacted: secret TOKEN]\n  | [redacted: secret OTHER]\n"))
    }
  }

  @Test("One that is switched off runs too")
  func disabled() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("off", "echo '{}'", manifest: "description: a test\nenabled: false\n")
      let result = try await box.looop("sensor", "run", "off")
      #expect(result.code == 0 && result.out.contains("\nstate        switched off"))
      #expect(try await box.looop("sensor", "run", "off", "--json").json()["enabled"] == false)
    }
  }

  @Test("One that is not there, or broken, exits 65 and says how to mend it")
  func unknown() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("things", "echo '{}'")
      let unknown = try await box.looop("sensor", "run", "thing")
      #expect(unknown.code == 65)
      Golden.expect(unknown.err, at: "golden/errors/sensor-unknown.txt")
      try box.sensor("bad", "echo '{}'", manifest: "description: x\nevry: 5m\n")
      let broken = try await box.looop("sensor", "run", "bad")
      #expect(broken.code == 65)
      #expect(
        box.shown(broken.err).contains("$SANDBOX/data/sensors/bad.yaml:2:1: unknown key 'evry'"))
      #expect(broken.err.contains("did you mean 'every'?"))
      try box.sensor("in", "echo '{}'", manifest: "description: x\ninputs: {repo: {}}\n")
      try box.write("data/sensors/in.local.yaml", "rep: x\n")
      let input = try await box.looop("sensor", "run", "in")
      #expect(input.code == 65)
      #expect(box.shown(input.err).contains("$SANDBOX/data/sensors/in.local.yaml:1:1: unknown key"))
      #expect(try await box.looop("sensor", "run", "no/name").code == 64)
      let json = try await box.looop("sensor", "run", "thing", "--json")
      #expect(try JSON(json.err)["error"]["code"] == "E_SENSOR_UNKNOWN")
    }
  }

  @Test("For one that is pushed to, what waits in its inbox is shown and stays there")
  func push() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("data/sensors/hook.yaml", "description: What others say\npush: {}\n")
      let empty = try await box.must("sensor", "run", "hook")
      #expect(empty.contains("`looop push hook`") && empty.contains("\ninbox        empty\n"))
      try box.write("data/inbox/hook/new/1.1.1.1", "{\"build\":\"red\\u001b[31m\"}")
      try box.write("data/inbox/hook/new/2.2.2.2", "no JSON")
      Golden.expect(try await box.must("sensor", "run", "hook"), at: "golden/sensor/run-push.txt")
      let json = try JSON(try await box.must("sensor", "run", "hook", "--json"))
      #expect(json["waiting"] == 2 && json["inbox"][0]["id"] == "1.1.1.1")
      #expect(box.names(in: "data/inbox/hook/new").count == 2)
    }
  }

  @Test("A last reading that is broken is named, and read as none")
  func brokenSnapshot() async throws {
    try await Sandbox.use(nil) { box in
      try box.sensor("things", "echo '{}'")
      try box.write("data/snapshots/sensor-things.json", "{\n")
      let result = try await box.looop("sensor", "run", "things")
      #expect(result.code == 0 && result.err.contains("sensor-things.json:2:1"))
      #expect(result.out.contains("this is its first reading"))
    }
  }
}
