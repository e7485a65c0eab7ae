import TestSupport
import Testing

/// A stub's answer that fails the run, in the vocabulary of `custom`.
private func failure(_ failureClass: String, after seconds: Int? = nil) -> String {
  let wait = seconds.map { #","retry_after_s":\#($0)"# } ?? ""
  return #"{"type":"error","class":"\#(failureClass)","message":"said \#(failureClass)"\#(wait)}"#
}

@Suite("A runner at rest")
struct RestTests {
  @Test("A limit is waited out, and no failure; the pulse goes on by itself")
  func quota() async throws {
    try await Sandbox.use { box in
      try box.stub.says(failure("quota", after: 3))
      try await box.upWithWork()
      try await box.beat("failed", "said quota")
      try await box.beat("acted", "noop")
      #expect(try await box.state()["parked"] == [])
      #expect(box.names(in: "data/parked") == [])
      let calls = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      #expect(calls.compactMap { $0["outcome"].string } == ["quota", "move"])
    }
  }

  @Test("A limit is told by state, wait and runner test")
  func told() async throws {
    try await Sandbox.use { box in
      try box.stub.says(failure("quota", after: 3_600))
      try await box.upWithWork()
      try await box.beat("skipped", "the runner custom is parked until")
      let state = try await box.state()
      #expect(state["parked"][0]["class"] == "quota" && state["parked"][0]["runner"] == "custom")
      #expect(try await box.must("state").contains("parked   custom is parked until"))
      let waited = try await box.must("wait", "--actionable")
      #expect(waited.contains("problem/runner-custom: custom is parked until "))
      let test = try await box.looop("runner", "test", "custom")
      #expect(test.code == 1 && test.out.contains("\nfailed     parked        custom is parked"))
    }
  }

  @Test("What a person must mend is one ask; the answer wakes the loop")
  func auth() async throws {
    try await Sandbox.use { box in
      try box.stub.says(failure("auth"))
      try await box.upWithWork()
      try await Until.holds("an ask") { box.exists("data/asks/runner-1.json") }
      Golden.expect(
        try await box.ask("runner-1").replacing(#/\d+s ago/#, with: "N s ago"),
        at: "golden/runner-ask.txt")
      #expect(box.stub.calls == 1)
      try await box.must("answer", "runner-1", "logged in")
      try await box.beat("acted", "noop")
      #expect(box.stub.calls == 2)
    }
  }

  @Test(
    "A new loop whose runner's program is not there says so without a call, and starts once it is")
  func missingProgram() async throws {
    try await Sandbox.use(["tick_command": "no-such-agent", "runner": "custom"]) { box in
      try await box.must("up")
      // Written after its ask.
      try await Until.holds("its rest") { box.exists("data/parked/custom.json") }
      #expect(box.exists("data/asks/runner-1.json"))
      #expect(
        try await box.state()["parked"][0]["message"]
          == "there is no program 'no-such-agent' on PATH")
      #expect(box.names(in: "data/runs").isEmpty && box.names(in: "data/ledger").isEmpty)
      try await box.must("down")
      try box.program("no-such-agent", "exec \(box.stub.tickCommand)")
      try await box.must("up")
      try await box.beat("acted", "noop")
      #expect(box.stub.calls == 1)
      #expect(try await box.state()["parked"] == [])
    }
  }

  @Test("A person's word ends the rest, and wakes the loop")
  func unpark() async throws {
    try await Sandbox.use { box in
      try box.stub.says(failure("quota", after: 3_600))
      try await box.upWithWork()
      try await box.beat("skipped", "the runner custom is parked until")
      let rows = try await box.looop("runner", "list", "--json").json().array
      let row = try #require(rows.first { $0["name"] == "custom" })
      #expect(row["parked"]["class"] == "quota")
      #expect(try await box.must("runner", "list").contains("custom is parked until"))
      #expect(try await box.must("runner", "unpark", "custom") == "runner custom unparked\n")
      try await box.beat("acted", "noop")
      #expect(try await box.must("runner", "unpark", "custom") == "runner custom is not parked\n")
      #expect(try await box.looop("runner", "unpark", "nobody").code == 65)
    }
  }

  @Test("Another runner stands in")
  func fallback() async throws {
    try await Sandbox.use(["fallback_runner": "demo"]) { box in
      try box.stub.says(failure("quota", after: 600))
      _ = try await box.looop("beat")
      let calls = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      let runners = calls.filter { $0["type"] == "started" }.compactMap { $0["runner"].string }
      #expect(runners == ["custom", "demo"])
      let refused = try await box.looop("worker", "start", "w", "--runner", "custom", "a brief")
      #expect(refused.code == 75 && refused.err.contains("the runner custom is parked until"))
      try await box.must("worker", "start", "w", "a brief")
      #expect(try JSON(box.text("data/sessions/w/session.json"))["runner"] == "demo")
      try await box.must("worker", "kill", "w")
    }
  }
}
