import Base
import Core
import Testing

@testable import Sensors

private func sensor(_ change: (inout Manifest) -> Void = { _ in }) throws -> ScriptSensor {
  var manifest = Manifest()
  change(&manifest)
  return ScriptSensor(
    name: try Identifier("x", "sensor"), manifest: manifest, timing: manifest.timing,
    trust: .internal, version: 1, arguments: ["/bin/sh", "/data/sensors/x.sh"],
    workingDirectory: "/data", inputs: try InputValues(nil, of: [], file: ""), secrets: [:],
    secretProblem: nil,
    redaction: Redaction([:]))
}

private func setting(_ environment: [String: String]) -> SensorSetting {
  SensorSetting(environment: environment, lastReading: "/data/snapshots/sensor-x.json")
}

private func run(
  _ status: ProcessOutcome, _ output: String = "", stderr: String = ""
) -> CommandResult {
  CommandResult(
    status: status, output: Array(output.utf8), errorTail: Array(stderr.utf8),
    duration: .milliseconds(5))
}

private func ok(_ signal: JSONValue, detail: JSONValue = .null) -> Observation {
  Observation(status: .ok, exit: 0, signal: signal, detail: detail)
}

private func failed(
  _ status: Observation.Status, _ exit: Int?, _ detail: JSONValue
) -> Observation {
  Observation(status: status, exit: exit, signal: .null, detail: detail)
}

private let base = [
  "PATH": "/bin", "HOME": "/home/me", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "/tmp",
  "USER": "me", "LOGNAME": "me", "LOOOP_RUN": "7", "LOOOP_DATA_DIR": "/data",
]

@Suite("Script sensor")
struct ScriptSensorTests {
  @Test("The command is made of the manifest and the environment looop was given")
  func command() throws {
    let environment = base.merging(["TOKEN": "secret", "XLOOOP_A": "1", "LC_TIME": "C"]) { $1 }
    var expected = Command(
      arguments: ["/bin/sh", "/data/sensors/x.sh"], environment: environment,
      workingDirectory: "/data", input: .null, capture: .all(limit: 8192), deadline: .minutes(1))
    #expect(try sensor().command(in: setting(environment)) == expected)

    expected.environment = base
    expected.capture = .all(limit: 10)
    expected.deadline = .seconds(3)
    let clean = try sensor {
      $0.environment = .clean
      $0.timeout = .seconds(3)
      $0.maxBytes = 10
    }
    #expect(try clean.command(in: setting(environment)) == expected)
    #expect(try clean.command(in: setting([:])).environment == [:])
  }

  @Test(
    "What a good run printed is the reading",
    arguments: [
      (#"{"signal":{"n":2},"detail":["a"]}"#, ok(["n": 2], detail: ["a"])),
      (#"{"signal":3}"#, ok(3)),
      (#"{"signal":null,"detail":"why"}"#, ok(.null, detail: "why")),
      (#"{"signal":1,"detail":null,"other":2}"#, ok(1)),
      (#"{"n":2,"detail":"x"}"#, ok(["n": 2, "detail": "x"])),
      ("{}", ok([:])),
      (" \n\t{\"n\": 1}\r\n", ok(["n": 1])),
      (#"{"signal":1,"signal":2}"#, ok(2)),
      (#"{"signal":"\u0000\u001b[2J"}"#, ok("\u{0}\u{1B}[2J")),
      (#"{"signal":"\ud800"}"#, ok("\u{FFFD}")),
    ])
  func good(output: String, expected: Observation) throws {
    #expect(try sensor().observe(run(.exited(0), output, stderr: "ignored")) == expected)
  }

  @Test("A map that takes much of the output many times makes no reading")
  func swollen() throws {
    let it = try sensor { manifest in
      let members = (0..<9).map { "m\($0): ''" }.joined(separator: ", ")
      manifest.signal = try? readingMap("{\(members)}")
    }
    let large = String(repeating: "x", count: 500_000)
    // With the brackets around, and a detail that is null.
    let size = 9 * (large.utf8.count + 13) + 14
    #expect(
      it.observe(run(.exited(0), "{\"a\":\"\(large)\"}")).problem
        == "its signal and detail have \(size) bytes, 4194304 are allowed")
    let small = String(large.prefix(400_000))
    #expect(it.observe(run(.exited(0), "{\"a\":\"\(small)\"}")).status == .ok)
  }

  @Test("Bytes that are no UTF-8 read as the replacement character")
  func notText() throws {
    let output = Array(#"{"signal":""#.utf8) + [0xFF, 0xC3] + Array(#""}"#.utf8)
    let result = CommandResult(
      status: .exited(0), output: output, errorTail: [], duration: .milliseconds(1))
    #expect(try sensor().observe(result) == ok("\u{FFFD}\u{FFFD}"))
  }

  @Test(
    "What a run printed in vain is invalid and says where",
    arguments: [
      ("", ["error": "printed nothing; a sensor prints one JSON object"]),
      (" \r\n", ["error": "printed nothing; a sensor prints one JSON object", "output": " \r\n"]),
      (
        "{\n\"signal\": x}",
        [
          "error": "printed no JSON: line 2, column 11: a value should stand here",
          "output": "{\n\"signal\": x}",
        ]
      ),
      (
        "{} {}",
        [
          "error": "printed no JSON: line 1, column 4: text after the end of the JSON value",
          "output": "{} {}",
        ]
      ),
      (
        "\u{0}{}",
        [
          "error": "printed no JSON: line 1, column 1: a value should stand here",
          "output": "\u{0}{}",
        ]
      ),
      ("[1]", ["error": "printed an array; a sensor prints one JSON object", "output": "[1]"]),
      ("\"a\"", ["error": "printed a string; a sensor prints one JSON object", "output": "\"a\""]),
      ("4.5", ["error": "printed a number; a sensor prints one JSON object", "output": "4.5"]),
      ("null", ["error": "printed null; a sensor prints one JSON object", "output": "null"]),
      (
        "true",
        ["error": "printed true or false; a sensor prints one JSON object", "output": "true"]
      ),
    ] as [(String, JSONValue)])
  func invalid(output: String, detail: JSONValue) throws {
    #expect(try sensor().observe(run(.exited(0), output)) == failed(.invalid, 0, detail))
  }

  @Test("Of long invalid output only the start is kept, of its complaints the last lines")
  func clipped() throws {
    let complaints = (1...30).map { "line \($0)\n" }.joined()
    let output = String(repeating: "é", count: 150)
    let detail: JSONValue = [
      "error": "printed no JSON: line 1, column 1: a value should stand here",
      "output": .string(String(repeating: "é", count: 100) + "\n[clipped: 100 more bytes]"),
      "stderr": .string((21...30).map { "line \($0)" }.joined(separator: "\n")),
    ]
    let observation = try sensor().observe(run(.exited(0), output, stderr: complaints))
    #expect(observation == failed(.invalid, 0, detail))
  }

  @Test(
    "A run that failed is a failure whatever it printed",
    arguments: [
      (
        run(.exited(3), #"{"signal":1}"#, stderr: "no network\r\n\n"),
        failed(.error, 3, ["error": "exited with code 3", "stderr": "no network"])
      ),
      (run(.exited(127)), failed(.error, 127, ["error": "exited with code 127"])),
      (run(.signalled(9)), failed(.error, nil, ["error": "was killed by signal 9"])),
      (
        run(.notStarted("too many open files")),
        failed(.error, nil, ["error": "could not start: too many open files"])
      ),
      (
        run(.interrupted, #"{"signal":1}"#),
        failed(.error, nil, ["error": "was ended because looop was stopping"])
      ),
      (
        run(.timedOut, #"{"signal":1}"#, stderr: "waiting"),
        failed(
          .timeout, nil,
          ["error": "ran past its timeout of 60s and was ended", "stderr": "waiting"])
      ),
      (
        run(.oversized, "xx"),
        failed(
          .invalid, nil, ["error": "printed more than its max_bytes of 8192 and was ended"])
      ),
    ])
  func failures(result: CommandResult, expected: Observation) throws {
    #expect(try sensor().observe(result) == expected)
  }

  @Test("Whatever bytes a run prints, there is an observation that can be written and read back")
  func randomOutput() throws {
    var numbers = SeededNumbers(seed: 7)
    let sensor = try sensor()
    let good = Array(#"{"signal":{"a":[1,2.5,"x"]},"detail":null}"#.utf8)
    for _ in 0..<300 {
      var output = good
      for _ in 0..<Int.random(in: 1...6, using: &numbers) {
        output[Int.random(in: 0..<output.count, using: &numbers)] = .random(
          in: 0...255, using: &numbers)
      }
      let result = CommandResult(
        status: .exited(0), output: output, errorTail: output.reversed(), duration: .milliseconds(1)
      )
      let observation = sensor.observe(result)
      for value in [observation.signal, observation.detail] {
        #expect(try JSONParser.parse(JSONWriter.line(value)) == value)
      }
      #expect(observation.status == .ok || observation.signal == .null)
    }
  }
}
