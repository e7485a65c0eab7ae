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
      ("\u{FEFF}{\"signal\":1}", ok(1)),
      (#"{"signals":3}"#, ok(["signals": 3])),
      (#"{"Signal":-61,"ssid":"x"}"#, ok(["Signal": -61, "ssid": "x"])),
      (#"{"signal":1,"status":"bad"}"#, ok(1)),
      (#"{"single":1,"detail":2}"#, ok(["single": 1, "detail": 2])),
      (#"{"signal":9007199254740993}"#, ok(9_007_199_254_740_993)),
      (
        #"{"signal":[123456789012345678901,-0,1.5]}"#,
        ok(["123456789012345678901", 0, .double(1.5)])
      ),
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
      (
        #"{"singal":1,"detail":{"now":2}}"#,
        [
          "error":
            "printed an object without 'signal', but with 'singal'; did you mean 'signal'?",
          "output": #"{"singal":1,"detail":{"now":2}}"#,
        ]
      ),
      (
        #"{"Signal":1,"Detail":2}"#,
        [
          "error":
            "printed an object without 'signal', but with 'Signal'; did you mean 'signal'?",
          "output": #"{"Signal":1,"Detail":2}"#,
        ]
      ),
      (
        #"{"signals":1,"details":2}"#,
        [
          "error":
            "printed an object without 'signal', but with 'signals'; did you mean 'signal'?",
          "output": #"{"signals":1,"details":2}"#,
        ]
      ),
      (
        #"{"signal":1,"detials":2}"#,
        [
          "error":
            "printed an object without 'detail', but with 'detials'; did you mean 'detail'?",
          "output": #"{"signal":1,"detials":2}"#,
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
        failed(
          .error, 3,
          [
            "error": "exited with code 3", "output": #"{"signal":1}"#, "stderr": "no network",
          ])
      ),
      (run(.exited(127)), failed(.error, 127, ["error": "exited with code 127"])),
      (run(.signalled(9)), failed(.error, nil, ["error": "was killed by signal 9"])),
      (
        run(.notStarted("too many open files")),
        failed(.error, nil, ["error": "could not start: too many open files"])
      ),
      (
        run(.interrupted, #"{"signal":1}"#),
        failed(
          .error, nil,
          ["error": "was ended because looop was stopping", "output": #"{"signal":1}"#])
      ),
      (
        run(.timedOut, #"{"signal":1}"#, stderr: "waiting"),
        failed(
          .timeout, nil,
          [
            "error": "ran past its timeout of 60s and was ended", "output": #"{"signal":1}"#,
            "stderr": "waiting",
          ])
      ),
      (
        run(.oversized, "xx"),
        failed(
          .invalid, nil,
          ["error": "printed more than its max_bytes of 8192 and was ended", "output": "xx"])
      ),
    ])
  func failures(result: CommandResult, expected: Observation) throws {
    #expect(try sensor().observe(result) == expected)
  }

  @Test("Of what a failed run printed the end is kept, without secrets, cut ones too")
  func lastOutput() throws {
    let output = ScriptOutput(manifest: Manifest(), redaction: Redaction(["TOKEN": "hunter22"]))
    let lines = (1...20).map { "line \($0)\n" }.joined()
    #expect(
      output.observation(of: run(.exited(1), lines + "\nhunter22 is wrong\n")).detail["output"]
        == .string((12...20).map { "line \($0)\n" }.joined() + "[redacted: secret TOKEN] is wrong"))
    let long = String(repeating: "é", count: 600)
    #expect(
      output.observation(of: run(.exited(1), long)).detail["output"]
        == .string("[clipped: 200 bytes before]\n" + String(repeating: "é", count: 500)))
    // The end of a run that was ended may hold half of a secret.
    #expect(output.observation(of: run(.timedOut, "a hunter")).detail["output"] == "a ")
    #expect(output.observation(of: run(.exited(1), "a hunter")).detail["output"] == "a hunter")
    #expect(output.observation(of: run(.exited(1), "\n\n")).detail["output"] == nil)
  }

  @Test(
    "UTF-16 is called so", arguments: [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B]] as [[UInt8]])
  func utf16(output: [UInt8]) throws {
    for form in Manifest.Output.allCases {
      let result = CommandResult(
        status: .exited(0), output: output, errorTail: [], duration: .milliseconds(1))
      #expect(
        try sensor { $0.output = form }.observe(result).problem
          == "printed UTF-16, as its byte order mark says; a sensor prints UTF-8")
    }
  }

  @Test("A byte order mark is no part of a text, of a line, or of what is pushed")
  func byteOrderMark() throws {
    let text = try sensor { $0.output = .text }
    #expect(text.observe(run(.exited(0), "\u{FEFF}a\n")) == ok(["text": "a"]))
    let lines = try sensor { $0.output = .lines }
    #expect(lines.observe(run(.exited(0), "\u{FEFF}a\nb\n")) == ok(["lines": ["a", "b"]]))
    let pushed = try sensor { $0.push = PushRules() }
    let payload = Array("\u{FEFF}{\"signal\":1}".utf8)
    #expect(pushed.observe(pushed: payload).observation.signal == 1)
  }

  @Test("What the author of a sensor should know of a good run is remarked")
  func remarks() throws {
    func remarks(_ output: String, _ change: (inout Manifest) -> Void = { _ in }) throws
      -> [String]
    {
      try sensor(change).remarks(on: run(.exited(0), output))
    }
    #expect(
      try remarks(#"{"signal":1,"status":"error","x":2}"#)
        == ["only signal and detail are read; ignored: status, x"])
    #expect(
      try remarks(#"{"state":1,"detail":2}"#)
        == ["it has a detail and no signal, so the whole object is its signal"])
    #expect(try remarks(#"{"signal":1,"detail":2}"#) == [])
    #expect(try remarks(#"{"n":1}"#) == [])
    #expect(try remarks("oops") == [])
    let map = try readingMap("{a: /status}")
    #expect(try remarks(#"{"signal":1,"status":"error"}"#) { $0.signal = map } == [])
  }

  // MARK: Other people's scripts

  private static let codes = Manifest.ExitCodes.named([0: .ok, 1: .none, 33: .urgent, 44: .error])

  @Test("A map gives each exit code its meaning; a code that it does not name is an error")
  func exitCodes() throws {
    let it = try sensor { $0.exitCodes = Self.codes }
    func seen(_ code: Int, _ output: String) -> Observation {
      it.observe(run(.exited(code), output, stderr: "why"))
    }
    #expect(seen(0, #"{"signal":1}"#) == ok(1))
    // What it printed is not read: there is nothing.
    #expect(seen(1, "no match") == Observation(status: .ok, exit: 1, signal: .null))
    var urgent = Observation(status: .ok, exit: 33, signal: ["n": 1, "urgent": true], detail: 2)
    urgent.isUrgent = true
    #expect(seen(33, #"{"signal":{"n":1},"detail":2}"#) == urgent)
    urgent.signal = ["value": 5, "urgent": true]
    urgent.detail = .null
    #expect(seen(33, #"{"signal":5}"#) == urgent)
    let broken = seen(33, "oops")
    #expect(broken.status == .invalid && !broken.isUrgent && broken.exit == 33)
    for code in [2, 44, 255] {
      #expect(
        seen(code, "x")
          == failed(
            .error, code,
            [
              "error": .string("exited with code \(code)"), "output": "x", "stderr": "why",
            ]))
    }
    // 0 is good unless it is named otherwise.
    let named = try sensor { $0.exitCodes = .named([1: .none]) }
    #expect(named.observe(run(.exited(0), #"{"signal":1}"#)) == ok(1))
    let swapped = try sensor { $0.exitCodes = .named([0: .none, 1: .ok]) }
    #expect(swapped.observe(run(.exited(0), "x")).signal == .null)
    #expect(swapped.observe(run(.exited(1), #"{"signal":1}"#)).signal == 1)
  }

  @Test("Variables of the manifest join any environment; secrets and inputs outrank them")
  func variables() throws {
    let it = try sensor {
      $0.environment = .clean
      $0.variables = ["MODE": "fast", "PATH": "/opt/bin:/bin", "LC_ALL": "de_DE"]
    }
    let given = try it.command(in: setting(base.merging(["OTHER": "x"]) { $1 })).environment
    #expect(
      given == base.merging(["MODE": "fast", "PATH": "/opt/bin:/bin", "LC_ALL": "de_DE"]) { $1 })
  }

  @Test("Standard error joins the output where the manifest says so")
  func standardError() throws {
    #expect(try !sensor().command(in: setting(base)).mergesStandardError)
    let it = try sensor { $0.standardError = .merge }
    #expect(try it.command(in: setting(base)).mergesStandardError)
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
