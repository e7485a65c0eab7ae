import TestSupport
import Testing

@Suite("up, down")
struct UpDownTests {
  @Test("up starts a pulse that beats, lets go of its terminal, and says what waits")
  func up() async throws {
    try await Sandbox.use { box in
      try await box.prepareWork()
      let result = try await box.looop("up")
      #expect(result.code == 0 && result.err.isEmpty && !result.outputIsHeld)
      Golden.expect(box.shown(result.out), at: "golden/up.txt")
      #expect(try await box.beat(1)["outcome"] == "acted")
      #expect(try await box.state()["pulse_alive"] == true)
      let again = try await box.looop("up")
      #expect(again.code == 0 && box.shown(again.out) == "the pulse is already up (pid N)\n")
    }
  }

  @Test("up beside a beat by hand starts no pulse, and says so")
  func besideBeat() async throws {
    try await Sandbox.use { box in
      try box.stub.holds("thought", then: ["action": "noop", "reason": "r"])
      let beat = try box.start(["beat"])
      _ = try await box.stub.prompt(1)
      let result = try await box.looop("up")
      #expect(result.code == 75 && result.out.isEmpty, "\(result)")
      #expect(result.err.contains("No pulse was started"))
      try box.stub.release("thought")
      #expect(try await beat.finish().code == 0)
      #expect(try await box.looop("up").code == 0)
    }
  }

  @Test("up before init says which command to run")
  func uninitialised() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("up")
      #expect(result.code == 78)
      Golden.expect(box.shown(result.err), at: "golden/errors/up-before-init.txt")
      #expect(!box.exists("data"))
      try box.write("config.json", "{}")
      #expect(try await box.looop("up").code == 78)
    }
  }

  @Test("up refuses a runner that there is not, and says when a program is missing")
  func runners() async throws {
    try await Sandbox.use(["fallback_runner": "cladue"]) { box in
      let refused = try await box.looop("up")
      #expect(refused.code == 78 && refused.err.contains("There is no runner named 'cladue'."))
      #expect(!box.exists("data"))
      try box.configure(["fallback_runner": "claude"])
      let result = try await box.looop("up")
      #expect(result.code == 0)
      #expect(result.err.contains("the runner claude needs 'claude', which is not on PATH"))
    }
  }

  @Test("down ends the pulse, and a second one has nothing to do")
  func down() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pid = try box.pulse()
      #expect(try await box.must("down") == "the pulse is down\n")
      #expect(!Processes.isAlive(pid))
      #expect(try await box.must("down", "--yes") == "the pulse was down\n")
      #expect(try await box.state()["pulse_alive"] == false)
    }
  }

  @Test("What was decided before down is not decided again after up")
  func restart() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("down")
      try box.sensor(
        "count", "echo x >>'\(box.path("ran"))'; echo '{\"signal\":1}'",
        manifest: "description: a test\nevery: 1s")
      try await box.upWithWork()
      _ = try await box.beat(2)
      #expect(box.stub.calls == 2)
      try await box.must("down")
      try await box.upWithWork()
      let ran = box.text("ran").count
      try await Until.holds("three more runs") { box.text("ran").count >= ran + 6 }
      #expect(box.stub.calls == 2)
    }
  }

  @Test("Two up at once make one pulse")
  func race() async throws {
    try await Sandbox.use { box in
      let running = try (0..<6).map { _ in try box.start(["up"]) }
      var started = 0
      for one in running {
        let result = try await one.finish()
        #expect(result.code == 0)
        if result.out.contains("data in") { started += 1 }
      }
      #expect(started == 1)
      _ = try await box.beat(1)
      let pulses = Processes.marked("LOOOP_DATA_DIR=\(box.data)")
        .filter { Processes.words(of: $0).contains("pulse --locked") }
      #expect(pulses.count == 1)
      #expect(box.names(in: "data/asks") == ["setup-1.json"])
    }
  }

  @Test("down is quick while a call runs, and the call is no failure")
  func downDuringCall() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("sleep 600")
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      // The call would outlast whatever a test waits for.
      try await box.must("down")
      #expect(Processes.marked("LOOOP_DATA_DIR=\(box.data)").isEmpty)
      #expect(try await box.state()["last_failure"] == .null)
      try await box.upWithWork()
      try await box.beat("acted")
    }
  }

  @Test("down ends a call that ignores SIGTERM")
  func stubbornCall() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("trap '' TERM INT HUP; while :; do sleep 1; done")
      try await box.upWithWork()
      _ = try await box.stub.prompt(1)
      try await box.must("down")
      #expect(Processes.marked("LOOOP_DATA_DIR=\(box.data)").isEmpty)
    }
  }

  @Test("down --keep-workers lets the workers go on")
  func keepWorkers() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "sleep 600")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "work")
      try await box.worker("w", "running")
      try await box.must("down", "--keep-workers")
      #expect(try await box.state()["workers"][0]["state"] == "running")
      #expect(try await box.must("down") == "the pulse was down\nworker w ended\n")
      #expect(try await box.state()["workers"][0]["alive"] == false)
    }
  }

  @Test("down ends a worker that ignores SIGTERM, and what it set loose")
  func stubbornWorker() async throws {
    try await Sandbox.use { box in
      let loose = box.path("loose")
      try box.stub.worker(
        "w",
        "trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$ >\"\(loose)\"; while :; do sleep 1; done' &"
          + "\nwhile :; do sleep 1; done")
      try await box.must("worker", "start", "w", "work")
      let pid = try await box.pid(in: "loose")
      try await box.must("down")
      #expect(!Processes.isAlive(pid))
      #expect(try await box.state()["workers"][0]["alive"] == false)
    }
  }

  @Test("In a folder that was removed nothing is started, and what only reads goes on")
  func removedFolder() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let gone = "mkdir gone && cd gone && rmdir ../gone"
      for verb in [
        "up", "up --foreground", "beat", "worker start w x", "worker start w x --cwd tmp",
      ] {
        let refused = try await box.shell("\(gone); \"$LOOOP\" \(verb)")
        #expect(
          refused.code == 1 && refused.err.contains("has been removed"), "\(verb): \(refused)")
      }
      let relative = try await box.shell("\(gone); LOOOP_DATA_DIR=data \"$LOOOP\" state")
      #expect(relative.code == 1 && relative.err.contains("has been removed"))
      #expect(try await box.state()["pulse_alive"] == false)
      #expect(box.names(in: "data/sessions").allSatisfy { $0.hasPrefix(".") })
      let read = try await box.shell("\(gone); \"$LOOOP\" state")
      #expect(read.code == 0, "\(read)")
      let named = try await box.shell("\(gone); \"$LOOOP\" worker start w x --cwd \"$HOME\"")
      #expect(named.code == 0, "\(named)")
    }
  }

  @Test("The pulse and its children hold no descriptor of whoever started them")
  func descriptors() async throws {
    try await Sandbox.use { box in
      let held = box.path("held")
      try await box.prepareWork()
      try box.stub.runs(
        "ls -l /proc/$$/fd >&2; ls -l /proc/$PPID/fd >'\(box.path("fds"))'; sleep 600")
      let up = try await box.shell("exec 7>'\(held)' 8<'\(held)'; \"$LOOOP\" up")
      #expect(up.code == 0)
      _ = try await Until.get("the call") { box.text("fds").isEmpty ? nil : true }
      #expect(!box.text("fds").contains(held))
      let pulse = try await box.shell("ls -l /proc/\(try box.pulse())/fd")
      #expect(!pulse.out.contains(held) && pulse.out.contains(".lock/lock"))
    }
  }

  @Test("up ends what a killed pulse left running")
  func sweep() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo $$ >'\(box.path("pid"))'; exec sleep 600")
      try await box.upWithWork()
      let pid = try await box.pid(in: "pid")
      Processes.kill(try box.pulse())
      try await Until.holds("the pulse's end") { try await box.state()["pulse_alive"] == false }
      try await box.upWithWork()
      #expect(!Processes.isAlive(pid))
      _ = try await box.beat(1)
      #expect(box.stub.calls == 2)
      // Its start stands in the ledger: a kill cannot hide a spend.
      let ledger = box.names(in: "data/ledger").map { box.text("data/ledger/\($0)") }.joined()
      #expect(ledger.split(separator: "\n").count { $0.contains("\"started\"") } == 2)
      #expect(ledger.split(separator: "\n").count { $0.contains("\"ended\"") } == 1)
    }
  }
}
