import Foundation
import TestSupport
import Testing

/// What is kept of a headless agent, and what is believed.
@Suite("A headless worker's stream")
struct WorkerStreamTests {
  private static func recorded(_ box: Sandbox, _ name: String, then more: String = "") throws {
    let text = try Fixtures.text("runners/\(name).jsonl")
    try box.write("stream.jsonl", text)
    try box.write("agent.sh", "cat >/dev/null; cat '\(box.path("stream.jsonl"))'; \(more)")
  }

  private static func start(
    _ box: Sandbox, _ runner: String, _ flags: String = ""
  ) async throws {
    try await box.must(
      "worker", "start", "w", "x", "--runner", runner, "--kind", "headless", "--command",
      "sh '\(box.path("agent.sh"))' \(flags)")
  }

  @Test("It reads as a transcript; raw bytes, tokens, money and the agent's session stand beside")
  func transcript() async throws {
    try await Sandbox.use { box in
      try Self.recorded(box, "claude/worker", then: "echo oops >&2")
      try await Self.start(box, "claude")
      try await box.worker("w", "exited(0)")
      let transcript = box.text("data/sessions/w/output.log")
      Golden.expect(box.shown(transcript), at: "golden/transcript-claude.txt")
      #expect(box.text("data/sessions/w/stream.jsonl") == box.text("stream.jsonl"))
      #expect(box.text("data/sessions/w/stderr.log") == "oops\n")
      let usage = try JSON(box.text("data/sessions/w/usage.json"))
      #expect(usage["session"].string?.count == 36)
      #expect((usage["output"].int ?? 0) > 0 && usage["usd"] != .null)
    }
  }

  @Test("A codex worker reads as a transcript as well")
  func codex() async throws {
    try await Sandbox.use { box in
      try Self.recorded(box, "codex/worker")
      try await Self.start(box, "codex")
      try await box.worker("w", "exited(0)")
      Golden.expect(
        box.shown(box.text("data/sessions/w/output.log")), at: "golden/transcript-codex.txt")
    }
  }

  @Test("More than one result line adds up, and the run ends with the process")
  func twoResults() async throws {
    try await Sandbox.use { box in
      let turn = { (cost: String, text: String) in
        #"{"type":"system","subtype":"init","session_id":"s"}"# + "\n"
          + #"{"type":"result","subtype":"success","is_error":false,"result":"\#(text)","session_id":"s","total_cost_usd":\#(cost),"usage":{"input_tokens":5,"output_tokens":7}}"#
          + "\n"
      }
      try box.write("stream.jsonl", turn("0.5", "one") + turn("0.75", "two"))
      try box.write("agent.sh", "cat '\(box.path("stream.jsonl"))'")
      try await Self.start(box, "claude")
      try await box.worker("w", "exited(0)")
      let usage = try JSON(box.text("data/sessions/w/usage.json"))
      #expect(usage["output"] == 14 && usage["input"] == 10 && usage["usd"] == .number(0.75))
    }
  }

  @Test("A stream that says it failed outranks exit code 0, unless the worker said done")
  func failed() async throws {
    try await Sandbox.use { box in
      let result =
        #"{"type":"result","subtype":"success","is_error":true,"api_error_status":401,"result":"Not logged in","session_id":"s"}"#
      try box.write("agent.sh", "echo '\(result)'")
      try await Self.start(box, "claude")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "failed" && ended["problem"] == "auth: Not logged in")
      try box.write("agent.sh", "\"$LOOOP_BIN\" done fine; echo '\(result)'")
      try await Self.start(box, "claude")
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
    }
  }

  /// Streams that say in words nobody knows that the work failed, by the runner that prints them.
  private static let failures = [
    (
      "claude",
      #"{"type":"system","subtype":"init","session_id":"s"}"# + "\n"
        + #"{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["odd"],"session_id":"s"}"#,
      "protocol: odd"
    ),
    (
      "claude", #"{"type":"result","subtype":"success","session_id":"s"}"#,
      "protocol: a result line without a result"
    ),
    (
      "codex",
      #"{"type":"thread.started","thread_id":"t"}"# + "\n"
        + #"{"type":"turn.failed","error":{"message":"odd"}}"#,
      "protocol: odd"
    ),
    ("codex", #"{"type":"error","message":"odd"}"#, "protocol: odd"),
    (
      "pi",
      #"{"type":"session","id":"s"}"# + "\n" + #"{"type":"agent_start"}"# + "\n"
        + #"{"type":"message_end","message":{"role":"assistant","content":[],"stopReason":"error","errorMessage":"odd"}}"#
        + "\n" + #"{"type":"agent_end","messages":[]}"#,
      "protocol: odd"
    ),
    ("custom", #"{"type":"error","message":"odd"}"#, "protocol: odd"),
    (
      "opencode",
      #"{"type":"step_start","sessionID":"s","part":{}}"# + "\n"
        + #"{"type":"error","sessionID":"s","error":{"name":"Odd"}}"#,
      "protocol: Odd"
    ),
  ]

  @Test("A failure of unknown words is one too, though the exit code is 0", arguments: failures)
  func oddFailure(_ runner: String, _ stream: String, _ problem: String) async throws {
    try await Sandbox.use { box in
      try box.write("stream.jsonl", stream + "\n")
      try box.write("agent.sh", "cat '\(box.path("stream.jsonl"))'")
      try await Self.start(box, runner)
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "failed" && ended["problem"].string == problem)
      try box.write("agent.sh", "\"$LOOOP_BIN\" done fine; cat '\(box.path("stream.jsonl"))'")
      try await Self.start(box, runner)
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
    }
  }

  @Test(
    "One that hangs after such a failure has failed as well",
    arguments: failures.filter { failure in
      ["error_during", "turn.failed", "agent_end"].contains { failure.1.contains($0) }
    })
  func oddFailureHangs(_ runner: String, _ stream: String, _ problem: String) async throws {
    try await Sandbox.use(["done_grace": 0]) { box in
      try box.write("stream.jsonl", stream + "\n")
      try box.write("agent.sh", "cat '\(box.path("stream.jsonl"))'; exec sleep 600")
      try await Self.start(box, runner)
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "failed" && ended["problem"].string == problem)
    }
  }

  @Test("A spurious second result that is an error takes nothing back")
  func spurious() async throws {
    try await Sandbox.use { box in
      let result = { (more: String) in #"{"type":"result","session_id":"s",\#(more)}"# }
      try box.write(
        "stream.jsonl",
        #"{"type":"system","subtype":"init","session_id":"s"}"# + "\n"
          + result(#""subtype":"success","is_error":false,"result":"Done.""#) + "\n"
          + result(#""subtype":"error_during_execution","is_error":true"#) + "\n")
      try box.write("agent.sh", "cat '\(box.path("stream.jsonl"))'")
      try await Self.start(box, "claude")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "done" && ended["problem"] == .null)
    }
  }

  @Test(
    "A stream that must have a result is no success without one; plain text is, unless it is an error",
    arguments: [
      ("claude", "Execution error", "", false), ("claude", "Error: odd", "", false),
      ("claude", " ", "", false), ("custom", " ", "", false), ("claude", "I did it.", "", true),
      ("claude", "Error: odd\nI mended it.", "", true),
      ("claude", "I did it.", "--output-format stream-json", false),
      ("codex", "I did it.", "--json", false), ("codex", "I did it.", "", true),
      ("pi", "I did it.", "--mode json", false), ("pi", "I did it.", "", true),
      ("custom", "Execution error", "--json", true),
    ])
  func noResult(_ runner: String, _ text: String, _ flags: String, _ isGood: Bool) async throws {
    try await Sandbox.use { box in
      try box.write("words", text + "\n")
      try box.write("agent.sh", "cat '\(box.path("words"))'")
      try await Self.start(box, runner, flags)
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"].string == (isGood ? "done" : "failed"), "\(ended)")
      try box.write("agent.sh", "\"$LOOOP_BIN\" done fine; cat '\(box.path("words"))'")
      try await Self.start(box, runner, flags)
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
    }
  }

  @Test("A worker sees of the environment what the contract says, and no secret beside it")
  func environment() async throws {
    try await Sandbox.use(["pass_env": ["TEAM"]]) { box in
      try box.stub.worker("w", "env | cut -d= -f1 | sort >'\(box.path("names"))'; echo \"$NAMED\"")
      let started = try await box.looop(
        "worker", "start", "w", "x", "--env", "NAMED",
        environment: ["SECRET": "s", "TEAM": "t", "NAMED": "n=1", "EDITOR": "vi"])
      #expect(started.code == 0)
      try await box.worker("w", "exited(0)")
      let names = box.text("names").split(separator: "\n").filter {
        !["_", "PWD", "OLDPWD", "SHLVL"].contains($0)
      }
      #expect(
        names == [
          "HOME", "LANG", "LOOOP_ASK_WAIT", "LOOOP_BIN", "LOOOP_CONFIG", "LOOOP_DATA_DIR",
          "LOOOP_GENERATION", "LOOOP_REPORTS_DIR", "LOOOP_SESSION_ID", "NAMED", "PATH", "TEAM",
          "USER",
        ])
      #expect(box.text("data/sessions/w/output.log") == "n=1\n")
      #expect(!box.text("data/sessions/w/session.json").contains("n=1"))
    }
  }

  @Test("A question in a line that is not ended is what a stuck worker shows")
  func unfinishedLine() async throws {
    try await Sandbox.use(["stuck_after": 1]) { box in
      try box.stub.worker("w", "echo first; printf 'Proceed? [y/N] '; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      #expect(try await box.worker("w", "stuck")["screen"] == "Proceed? [y/N]")
    }
  }

  @Test("A supervisor whose session was taken away tells nothing of the next life")
  func takenAway() async throws {
    try await Sandbox.use { box in
      let waits = { (file: String) in
        "until [ -e '\(box.path(file))' ]; do sleep 0.02; done"
      }
      try box.stub.worker("w", "touch '\(box.path("up"))'; \(waits("go1"))")
      try await box.must("worker", "start", "w", "x")
      _ = try await box.file("up")
      let first = try Int32(#require(try JSON(box.text("data/sessions/w/lock"))["pid"].int))
      try FileManager.default.removeItem(atPath: box.path("data/sessions/w"))
      try box.stub.worker("w", waits("go2"))
      try await box.must("worker", "start", "w", "x")
      try box.write("go1", "")
      try await Until.holds("the first supervisor's end") { !Processes.isAlive(first) }
      #expect(try await box.state()["workers"][0]["state"] == "running")
      try box.write("go2", "")
      try await box.worker("w", "exited(0)")
    }
  }

  @Test("A time limit ends a worker and says so")
  func timeout() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600")
      try await box.must("worker", "start", "w", "x", "--timeout", "1s")
      let ended = try await box.worker("w", "killed(15)")
      #expect(ended["problem"] == "it ran past its time limit of 1s" && ended["health"] == "failed")
      let odd = try await box.looop("worker", "start", "v", "x", "--timeout", "soon")
      #expect(odd.code == 64)
    }
  }
}
