import Base
import Core
import TestSupport
import Testing

@testable import Sensors

@Suite("Test cases of a sensor")
struct SensorCaseTests {
  let scratch: Scratch
  let name: Identifier

  init() throws {
    scratch = try Scratch()
    name = try Identifier("x", "sensor")
  }

  private var test: SensorCase {
    SensorCase(sensor: name, name: "a", folder: scratch.file("x.test/a"))
  }

  private func shown(_ text: String?) -> String? {
    text?.replacing("\(scratch.path)/x.test/a/", with: "")
  }

  @Test("The folders in a folder of cases are its cases, and nothing else is")
  func list() throws {
    try scratch.write("x.test/b/env", "")
    try scratch.write("x.test/a b/env", "")
    try scratch.write("x.test/README.md", "")
    try scratch.write("x.test/.hidden/env", "")
    try scratch.write("y.test/c/env", "")
    try scratch.write("z.tests/c/env", "")
    #expect(try SensorCase.all(of: name, in: scratch.path).map(\.name) == ["a b", "b"])
    #expect(try SensorCase.sensors(in: scratch.path).map(\.text) == ["x", "y"])
    #expect(try SensorCase.sensors(in: scratch.file("none")) == [])
  }

  @Test("Lines of env are variables as they stand, and inputs")
  func environment() throws {
    try scratch.write(
      "x.test/a/env",
      "# a comment\n\nA_TOKEN=a\" b=c'\nINPUT_REPO=$CASE/x\nINPUT_BIG_ONE=\nHOME=$CASE\n")
    let read = try CaseEnvironment(test, runningIn: "/case")
    #expect(read.variables == ["A_TOKEN": "a\" b=c'", "HOME": "/case"])
    #expect(
      read.inputs.map { "\($0.line) \($0.name)=\($0.value)" } == ["4 repo=/case/x", "5 big_one="])
  }

  @Test(
    "A line of env that is none is refused with its place",
    arguments: [
      ("A=1\nB\n", "env:2: this line must be NAME=value"),
      ("A B=1\n", "env:1: this line must be NAME=value"),
      ("=1\n", "env:1: this line must be NAME=value"),
      ("LOOOP_RUN=1\n", "env:1: LOOOP_RUN is set by looop itself"),
    ])
  func wrongEnvironment(text: String, expected: String) throws {
    try scratch.write("x.test/a/env", text)
    let error = thrown { () throws(LooopError) in
      _ = try CaseEnvironment(test, runningIn: "/case")
    }
    #expect(shown(error?.message) == expected)
  }

  @Test(
    "An expectation that is none is refused with file, line and column",
    arguments: [
      ("{\"status\": \"ok\",\n  \"exit\": }", "2:11: a value should stand here"),
      ("[]", "1:1: a JSON object should stand here"),
      ("", "1:1: the text ends where a value should stand"),
      ("{\"status\": \"ok\", \"status\": \"ok\"}", "1:2: 'status' appears twice in one object"),
      (
        "{\"status\": \"ok\", \"signal\": {\"sgnal\": 1},\n  \"sgnal\": 1}",
        "2:3: unknown member 'sgnal'; did you mean 'signal'?"
      ),
      ("{}", "1:1: 'status' must be one of ok, error, timeout, invalid"),
      (
        "{\"signal\": \"status\",\n \"status\": \"good\"}",
        "2:2: 'status' must be one of ok, error, timeout, invalid"
      ),
      ("{\"status\": \"ok\", \"exit\": \"0\"}", "1:18: 'exit' must be a whole number or null"),
      ("{\"status\": \"error\", \"error\": 1}", "1:21: 'error' must be text"),
    ])
  func wrongExpectation(text: String, expected: String) throws {
    try scratch.write("x.test/a/expected.json", text)
    let error = thrown { () throws(LooopError) in
      _ = try CaseExpectation.read(test)
    }
    #expect(shown(error?.message) == "expected.json:\(expected)")
  }

  private func problems(
    _ expected: String, _ seen: Observation, ignoring: [String] = []
  ) throws -> [String] {
    try scratch.write("x.test/a/expected.json", expected)
    return try #require(try CaseExpectation.read(test)).problems(
      of: seen, ignoring: ignoring.compactMap { PointerPattern($0) })
  }

  @Test("Only what an expectation names is compared, each difference by its place")
  func comparison() throws {
    let seen = Observation(
      status: .ok, exit: 0, signal: ["open": 2, "ids": [1, 2]], detail: ["a/b": "x"])
    #expect(try problems(#"{"status":"ok"}"#, seen) == [])
    #expect(
      try problems(
        #"{"status":"ok","exit":0,"signal":{"ids":[1,2],"open":2},"detail":{"a/b":"x"}}"#, seen)
        == [])
    #expect(
      try problems(
        #"{"status":"ok","exit":1,"signal":{"open":3,"ids":[1,3],"x":null},"detail":{"a/b":"y"}}"#,
        seen)
        == [
          "exit: expected 1, got 0", "signal at /open: expected 3, got 2",
          "signal at /ids/1: expected 3, got 2", "signal at /x: expected null, got nothing",
          "detail at /a~1b: expected \"y\", got \"x\"",
        ])
    #expect(
      try problems(#"{"status":"ok","exit":null,"signal":null}"#, seen)
        == [
          "exit: expected null, got 0",
          "signal: expected null, got {\"open\":2,\"ids\":[1,2]}",
        ])
    #expect(
      try problems(#"{"status":"ok","signal":{"open":9,"ids":[1,2]}}"#, seen, ignoring: ["/open"])
        == [])
  }

  @Test("Another status is told with its reason alone; an error is compared by a part of it")
  func failures() throws {
    let seen = Observation(
      status: .error, exit: 4, signal: .null, detail: ["error": "exited with code 4"])
    #expect(
      try problems(#"{"status":"ok","signal":1}"#, seen)
        == ["status: expected ok, got error: exited with code 4"])
    #expect(try problems(#"{"status":"error","error":"code 4"}"#, seen) == [])
    #expect(
      try problems(#"{"status":"error","error":"code 5"}"#, seen)
        == ["error: the expected text is missing: expected \"code 5\", got \"exited with code 4\""])
  }

  @Test("What is recorded is what is compared then")
  func recording() throws {
    for seen in [
      Observation(status: .ok, exit: 0, signal: ["a": 1], detail: ["b": 2]),
      Observation(status: .ok, exit: nil, signal: .null),
      Observation(status: .error, exit: 4, signal: .null, detail: ["error": "x", "stderr": "y"]),
    ] {
      let text = JSONWriter.text(CaseExpectation.recorded(seen, isDetailSteady: true), .pretty)
      #expect(try problems(text, seen) == [])
    }
    #expect(
      CaseExpectation.recorded(
        Observation(status: .ok, exit: 0, signal: 1, detail: 2), isDetailSteady: false)
        == ["status": "ok", "exit": 0, "signal": 1])
    #expect(
      CaseExpectation.recorded(
        Observation(status: .error, exit: 4, signal: .null, detail: ["error": "x", "stderr": "y"]),
        isDetailSteady: true)
        == ["status": "error", "exit": 4, "signal": .null, "error": "x"])
  }
}
