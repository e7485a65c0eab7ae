import TestSupport
import Testing

@Suite("worker, kill, done")
struct WorkerTests {
  /// A worker that lives until the file `go` exists.
  private static func waits(_ box: Sandbox) -> String {
    "until [ -e '\(box.path("go"))' ]; do sleep 0.02; done"
  }

  @Test("A worker gets the contract and its brief, asks, is answered, reports, and ends")
  func life() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        name=$("$LOOOP_BIN" ask "What name?")
        echo "it is $name"
        "$LOOOP_BIN" done "named it $name"
        """)
      #expect(
        try await box.must("worker", "start", "w", "Name it.", "--goal", "setup")
          == "worker w started\n")
      let waiting = try await box.worker("w", "waiting-ask")
      #expect(waiting["alive"] == true && waiting["health"] == "ok" && waiting["goal"] == "setup")
      #expect(try await box.must("state").contains("workers  w waiting-ask"))
      #expect(
        try await box.must("worker", "list").contains(
          #/w +setup +waits +waiting-ask +custom +started \d+s ago +waits for your answer to w-1\n/#
        ))
      try await box.must("answer", "w-1", "Dawn")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "done" && ended["exit_code"] == 0 && ended["alive"] == false)
      #expect(box.text("data/sessions/w/output.log").contains("it is Dawn\n"))
      let brief = try #require(box.stub.brief("w"))
      #expect(brief.contains("ask \"your question\"") && brief.hasSuffix("\nName it.\n"))
      let report = try #require(box.names(in: "data/reports").first)
      #expect(report.hasPrefix("w-") && box.text("data/reports/\(report)") == "named it Dawn\n")
      let listed = try JSON(try await box.must("_", "worker", "list", "--json"))
      #expect(listed[0]["state"] == "exited(0)" && listed[0]["generation"].string != nil)
    }
  }

  @Test("A worker knows where it is and who it is")
  func environment() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w", "echo $LOOOP_SESSION_ID,$LOOOP_DATA_DIR,$LOOOP_REPORTS_DIR,${LOOOP_RUN-none}; pwd")
      try box.write("there/x", "")
      try await box.must("worker", "start", "w", "x", "--cwd", box.path("there"))
      try await box.worker("w", "exited(0)")
      #expect(
        box.shown(box.text("data/sessions/w/output.log"))
          == "w,$SANDBOX/data,$SANDBOX/data/reports,none\n$SANDBOX/there\n")
    }
  }

  @Test("done --failed makes a worker failed, whatever its exit code")
  func failed() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo 'no luck' | \"$LOOOP_BIN\" done --failed -")
      try await box.must("worker", "start", "w", "x")
      #expect(try await box.worker("w", "exited(0)")["health"] == "failed")
      try box.stub.worker("v", "exit 3")
      try await box.must("worker", "start", "v", "x")
      let ended = try await box.worker("v", "exited(3)")
      #expect(ended["health"] == "failed" && ended["exit_code"] == 3)
    }
  }

  @Test("A worker that said done and goes on is ended by its supervisor")
  func doneEnds() async throws {
    try await Sandbox.use(["done_grace": 1]) { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" done \"finished\"; touch said; \(Self.waits(box))")
      try await box.must("worker", "start", "w", "x")
      _ = try await box.file("said")
      let ended = try await box.worker("w", "exited(0)")
      #expect(ended["health"] == "done")
      try box.write("go", "")
    }
  }

  @Test("done outside a worker is a usage error")
  func doneOutside() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("done", "all good")
      #expect(result.code == 64)
      Golden.expect(result.err, at: "golden/errors/done-outside.txt")
      let unknown = try await box.looop("done", "x", environment: ["LOOOP_SESSION_ID": "nobody"])
      #expect(unknown.code == 65)
    }
  }

  @Test("kill ends a worker and everything it started, and tells an unknown one apart")
  func kill() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600 & echo $! >'\(box.path("pid"))'; wait")
      try await box.must("worker", "start", "w", "x")
      let pid = try await box.pid(in: "pid")
      #expect(try await box.must("kill", "w") == "worker w ended\n")
      #expect(!Processes.isAlive(pid))
      #expect(try await box.worker("w", "killed(15)")["health"] == "failed")
      #expect(try await box.must("_", "worker", "kill", "w") == "worker w had already ended\n")
      let unknown = try await box.looop("kill", "nobody")
      #expect(unknown.code == 65)
      Golden.expect(unknown.err, at: "golden/errors/worker-unknown.txt")
    }
  }

  @Test("What a worker set loose ends with it")
  func loose() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        setsid sh -c 'echo $$ >"\(box.path("loose"))"; exec sleep 600' &
        until [ -s '\(box.path("loose"))' ]; do sleep 0.02; done
        """)
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let pid = try #require(Int32(box.text("loose").dropLast()))
      box.adopt(pid)
      #expect(!Processes.isAlive(pid))
    }
  }

  @Test("A second worker of a living id is refused; an ended one's id is free, its life another")
  func twice() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", Self.waits(box))
      try await box.must("worker", "start", "w", "first")
      let first = try await box.worker("w", "running")["generation"]
      let second = try await box.looop("worker", "start", "w", "second")
      #expect(second.code == 1)
      Golden.expect(second.err, at: "golden/errors/worker-alive.txt")
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
      try await box.must("worker", "start", "w", "third")
      try await box.worker("w", "exited(0)")
      #expect(try await box.state()["workers"][0]["generation"] != first)
      #expect(box.stub.brief("w")?.hasSuffix("\nthird\n") == true)
    }
  }

  @Test("Of many starts of one id at once, one wins")
  func race() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", Self.waits(box))
      let running = try (0..<5).map { try box.start(["worker", "start", "w", "brief \($0)"]) }
      var codes: [Int32] = []
      for one in running { codes.append(try await one.finish().code) }
      #expect(codes.sorted() == [0, 1, 1, 1, 1])
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
    }
  }

  @Test("No more workers than max_workers are at work at once")
  func cap() async throws {
    try await Sandbox.use(["max_workers": 1]) { box in
      try box.stub.worker("a", Self.waits(box))
      try await box.must("worker", "start", "a", "x")
      let refused = try await box.looop("worker", "start", "b", "x")
      #expect(refused.code == 75)
      Golden.expect(refused.err, at: "golden/errors/worker-cap.txt")
      #expect(!box.exists("data/sessions/b"))
      try box.write("go", "")
      try await box.worker("a", "exited(0)")
      try await box.must("worker", "start", "b", "x")
      try await box.worker("b", "exited(0)")
    }
  }

  @Test(
    "A terminal command without its brief, an unknown kind, a folder that is not there are refused")
  func refused() async throws {
    try await Sandbox.use { box in
      let terminal = try await box.looop(
        "worker", "start", "w", "x", "--command", "claude", "--kind", "terminal")
      #expect(terminal.code == 1)
      Golden.expect(terminal.err, at: "golden/errors/worker-terminal.txt")
      let kind = try await box.looop("worker", "start", "w", "x", "--kind", "loud")
      #expect(kind.code == 64 && kind.err.contains("headless or terminal"))
      let folder = try await box.looop("worker", "start", "w", "x", "--cwd", "/nosuch")
      #expect(folder.code == 1 && folder.err.contains("/nosuch"))
      let runner = try await box.looop("worker", "start", "w", "x", "--runner", "nosuch")
      #expect(runner.code == 65)
      let variable = try await box.looop("worker", "start", "w", "x", "--env", "NO_SUCH_VARIABLE")
      #expect(variable.code == 64 && variable.err.contains("NO_SUCH_VARIABLE"))
      #expect(box.names(in: "data/sessions").isEmpty)
    }
  }

  @Test("An agent that is told to end has time to tidy up, also behind a shell")
  func tidies() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        trap 'sleep 0.3; echo tidy > "\(box.path("tidied"))"; exit 0' TERM
        echo up
        while :; do sleep 0.02; done
        """)
      try await box.must("worker", "start", "w", "x")
      try await Until.holds("the agent is up") {
        box.text("data/sessions/w/output.log").contains("up\n")
      }
      let kill = try box.start(["worker", "kill", "w"], input: .terminal)
      let result = try await kill.finish()
      #expect(result.code == 0 && result.out.contains("looop: ending w; at most 5 seconds."))
      #expect(box.text("tidied") == "tidy\n")
      try await box.worker("w", "killed(15)")
    }
  }

  @Test("A command that is not there ends its worker with the shell's own word")
  func missing() async throws {
    try await Sandbox.use(["worker_command": "no-such-agent"]) { box in
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(127)")
      #expect(box.text("data/sessions/w/output.log").contains("not found"))
    }
  }

  @Test("A worker command with a placeholder gets its brief as a file")
  func placeholder() async throws {
    try await Sandbox.use(["worker_command": "cat {{prompt_file}}; cat"]) { box in
      try await box.must("worker", "start", "w", "the brief")
      try await box.worker("w", "exited(0)")
      #expect(box.text("data/sessions/w/output.log").hasSuffix("\nthe brief\n"))
    }
  }

  @Test("A worker's output of any bytes is kept as it is and shown without its escapes")
  func output() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", #"printf 'a\033[31mb\377\n'"#)
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let shown = try await box.must("watch", "--once", "--session", "w")
      #expect(shown.hasSuffix("--- worker w\n| a\\u{1b}[31mb\u{FFFD}\n"))
    }
  }
}
