import Foundation
import TestSupport
import Testing

/// What counts as the end of a worker's work, whatever its process does then.
@Suite("A worker's last word")
struct WorkerLastWordTests {
  private static let begins = #"{"type":"system","subtype":"init","session_id":"s"}"#
  private static func result(_ text: String, isError: Bool = false) -> String {
    #"{"type":"result","subtype":"success","is_error":\#(isError),"#
      + (isError ? #""api_error_status":401,"# : "")
      + #""result":"\#(text)","session_id":"s","total_cost_usd":0.5}"#
  }

  /// Starts a headless agent that reports as the given runner's CLI does.
  private static func start(
    _ box: Sandbox, _ script: String, runner: String = "claude", more: [String] = []
  ) async throws {
    try box.write("agent.sh", script + "\n")
    let words = [
      "worker", "start", "w", "x", "--runner", runner, "--kind", "headless", "--command",
      "sh '\(box.path("agent.sh"))'",
    ]
    #expect(try await box.start(words + more).finish().code == 0)
  }

  @Test(
    "An agent that hangs after its final result is ended, and ended well, whatever it said",
    arguments: ["All done.", ""])
  func hangs(_ text: String) async throws {
    try await Sandbox.use(["done_grace": 1]) { box in
      let all = "echo '\(Self.begins)'; echo '\(Self.result(text))'; exec sleep 600"
      try await Self.start(box, all, more: ["--verify", "true"])
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "done" && ended["problem"] == .null)
      #expect(ended["verify"]["ok"] == true)
    }
  }

  @Test("One that hangs after a result that is an error has failed")
  func hangsFailed() async throws {
    try await Sandbox.use(["done_grace": 0]) { box in
      let all = "echo '\(Self.begins)'; echo '\(Self.result("Not logged in", isError: true))'"
      try await Self.start(box, all + "; exec sleep 600")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "failed" && ended["problem"] == "auth: Not logged in")
    }
  }

  @Test("A result while a background task is open is not the last one")
  func backgroundTask() async throws {
    try await Sandbox.use(["done_grace": 0]) { box in
      let started = #"{"type":"system","subtype":"task_started","task_id":"t"}"#
      let ended = #"{"type":"system","subtype":"task_notification","task_id":"t"}"#
      try await Self.start(
        box,
        """
        echo '\(Self.begins)'; echo '\(started)'; echo '\(Self.result("I wait."))'
        touch '\(box.path("waits"))'
        until [ -e '\(box.path("go"))' ]; do sleep 0.02; done
        echo '\(ended)'; echo '\(Self.begins)'; touch '\(box.path("on"))'
        echo '\(Self.result("It is done."))'; exec sleep 600
        """)
      _ = try await box.file("waits")
      #expect(try await box.state()["workers"][0]["alive"] == true)
      try box.write("go", "")
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
      #expect(box.exists("on"))
    }
  }

  @Test("A turn that begins after a result revokes it")
  func goesOn() async throws {
    try await Sandbox.use(["done_grace": 1]) { box in
      try await Self.start(
        box,
        """
        echo '\(Self.begins)'; echo '\(Self.result("One."))'; sleep 0.3; echo '\(Self.begins)'
        sleep 2; touch '\(box.path("worked"))'; echo '\(Self.result("Two."))'
        """)
      try await box.worker("w", "exited(0)")
      #expect(box.exists("worked"))
    }
  }

  @Test("A question that is open when the result comes is waited for")
  func asksOn() async throws {
    try await Sandbox.use(["done_grace": 0]) { box in
      try await Self.start(
        box,
        """
        echo '\(Self.begins)'
        ("$LOOOP_BIN" ask "Which?" >'\(box.path("got"))') & echo $! >'\(box.path("asker"))'
        until "$LOOOP_BIN" asks | grep -q '^w-1'; do sleep 0.02; done
        echo '\(Self.result("I asked."))'; touch '\(box.path("said"))'
        wait; "$LOOOP_BIN" done "Painted."
        """)
      _ = try await box.file("said")
      #expect(try await box.state()["workers"][0]["alive"] == true)
      // Slow to hear: its supervisor learns first that there is an answer.
      let asker = try #require(Int32(box.text("asker").trimmingCharacters(in: .newlines)))
      kill(asker, SIGSTOP)
      try await box.must("answer", "w-1", "blue")
      try await box.must("worker", "list")
      kill(asker, SIGCONT)
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
      #expect(box.text("got").contains("blue"))
    }
  }

  @Test("A limit that passes while a worker waits for a human leaves it the rest after the answer")
  func limitWhileWaiting() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        "$LOOOP_BIN" ask "Which?" >/dev/null; touch '\(box.path("answered"))'
        until [ -e '\(box.path("go"))' ]; do sleep 0.02; done
        """)
      let start = ContinuousClock.now
      try await box.must("worker", "start", "w", "x", "--timeout", "5s")
      try await box.worker("w", "waiting-ask")
      try await Until.holds("the time limit has passed") {
        ContinuousClock.now - start > .seconds(5.2)
      }
      try await box.must("answer", "w-1", "blue")
      _ = try await box.file("answered")
      try await box.worker("w", "running")
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
    }
  }

  @Test("done with a check that passed outranks the exit code; either alone does not")
  func doneAndChecked() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" done fine; exit 1")
      try await box.must("worker", "start", "w", "x", "--verify", "true")
      #expect(try await box.worker("w", "exited(1)")["health"] == "done")
      try await box.must("worker", "start", "w", "x", "--verify", "false")
      #expect(try await box.worker("w", "exited(1)")["health"] == "failed")
      try await box.must("worker", "start", "w", "x")
      #expect(try await box.worker("w", "exited(1)")["health"] == "failed")
      try box.stub.worker("w", "exit 1")
      try await box.must("worker", "start", "w", "x", "--verify", "true")
      #expect(try await box.worker("w", "exited(1)")["health"] == "failed")
    }
  }

  @Test("What a worker said in time counts, though its supervisor was stopped meanwhile")
  func heldUp() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        kill -STOP $PPID; echo $PPID >'\(box.path("supervisor"))'
        "$LOOOP_BIN" done "All is done."; touch '\(box.path("said"))'
        """)
      let starting = try box.start(["worker", "start", "w", "x", "--timeout", "3s"])
      _ = try await box.file("said")
      let start = ContinuousClock.now
      try await Until.holds("the time limit has passed") {
        ContinuousClock.now - start > .seconds(3.5)
      }
      Processes.kill(try await box.pid(in: "supervisor"), SIGCONT)
      #expect(try await starting.finish().code == 0)
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "done" && ended["problem"] == .null)
    }
  }

  @Test("A good exit without a line is no success, unless its done or its check vouches for it")
  func silent() async throws {
    try await Sandbox.use { box in
      try await Self.start(box, "cat >/dev/null", runner: "custom")
      let quiet = try await box.worker("w", "exited(0)")
      #expect(quiet["health"] == "failed" && quiet["problem"].string?.hasPrefix("empty: ") == true)
      try await Self.start(box, "cat >/dev/null", runner: "custom", more: ["--verify", "true"])
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
      try await Self.start(box, "\"$LOOOP_BIN\" done fine", runner: "custom")
      #expect(try await box.worker("w", "exited(0)")["problem"] == .null)
      try await Self.start(box, "echo '\(Self.begins)'")
      let begun = try await box.worker("w", "exited(0)")
      #expect(begun["health"] == "failed")
      #expect(begun["problem"].string?.contains("without a result") == true)
      // The documented commands print plain text.
      try await Self.start(box, "echo 'I did it.'")
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
    }
  }

  @Test("The time limit stands still while the worker waits for the human")
  func waits() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w", "\"$LOOOP_BIN\" ask 'Which colour?' >'\(box.path("got"))'; exec sleep 600")
      try await box.must("worker", "start", "w", "x", "--timeout", "2s")
      let start = ContinuousClock.now
      try await Until.holds("the ask") { try await box.must("asks").contains("w-1") }
      try await Until.holds("the time limit has passed") {
        ContinuousClock.now - start > .seconds(2.5)
      }
      #expect(try await box.state()["workers"][0]["alive"] == true)
      try await box.must("answer", "w-1", "blue")
      // What is left of the time goes on.
      let ended = try await box.worker("w", "killed(15)")
      #expect(ended["problem"] == "it ran past its time limit of 2s")
      #expect(box.text("got").contains("blue"))
    }
  }
}
