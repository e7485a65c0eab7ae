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
      #expect(
        box.shown(result.err).contains("No pulse was started: `looop beat` (pid N) holds the loop.")
      )
      let second = try await box.looop("beat")
      #expect(second.code == 75, "\(second)")
      #expect(
        box.shown(second.err).contains("Nothing was done: `looop beat` (pid N) holds the loop."))
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

  // MARK: Whatever became of the lock

  @Test(
    "No verb writes what it prints into a file because its standard streams were closed",
    arguments: [">&-", "<&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
  func closedStreams(_ closed: String) async throws {
    try await Sandbox.use { box in
      try await box.prepareWork()
      _ = try await box.shell("\"$LOOOP\" up \(closed)")
      _ = try await box.beat(1)
      #expect(try JSON(box.text("data/.lock/lock"))["pid"].int != nil)
      _ = try await box.shell("\"$LOOOP\" goal write tea 'Make tea.' \(closed)")
      #expect(box.text("data/goals/tea.md") == "Make tea.\n")
      #expect(box.lines("data/events.jsonl").allSatisfy { $0["event"].string != nil })
      let pid = try box.pulse()
      _ = try await box.shell("\"$LOOOP\" down \(closed)")
      #expect(!Processes.isAlive(pid))
    }
  }

  @Test(
    "down ends a pulse whose lock was emptied, removed or replaced, and says so",
    arguments: [
      (": >lock", "the pulse is down\n"), ("rm holder", "the pulse is down\n"),
      ("echo '{\"pid\":1}' >lock", "the pulse is down\n"),
      ("rm lock", "a pulse that had lost its lock is down (pid N)\n"),
      ("rm lock holder", "a pulse that had lost its lock is down (pid N)\n"),
      ("cp lock new; mv new lock", "a pulse that had lost its lock is down (pid N)\n"),
      ("rm -r ../.lock", "a pulse that had lost its lock is down (pid N)\n"),
      ("mv ../.lock ../.lock-away", "a pulse that had lost its lock is down (pid N)\n"),
      ("mv ../../data ../../moved", "a pulse that had lost its lock is down (pid N)\n"),
      ("rm -r ../../data", "a pulse that had lost its lock is down (pid N)\n"),
    ])
  func lostLock(_ act: String, _ said: String) async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pid = try box.pulse()
      box.adopt(pid)
      // Stopped, it cannot find out for itself.
      Processes.kill(pid, 19)
      #expect(try await box.shell("cd '\(box.data)/.lock' && \(act)").code == 0)
      let down = try await box.looop("down")
      #expect(down.code == 0 && box.shown(down.out) == said, "\(down)")
      #expect(!Processes.isAlive(pid))
    }
  }

  @Test(
    "A pulse ends by itself when its lock is not the one on the disk, and leaves the place alone",
    arguments: [
      "rm lock", "cp lock new; mv new lock", "until rm -r \"$LOOOP_DATA_DIR\"; do :; done",
      "mv ../../data ../../moved",
      "mv ../../data ../../moved; mkdir ../../data",
    ])
  func leaves(_ act: String) async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo $$ >'\(box.path("call"))'; exec sleep 600")
      try await box.upWithWork()
      let call = try await box.pid(in: "call")
      let pid = try box.pulse()
      box.adopt(pid)
      #expect(try await box.shell("cd '\(box.data)/.lock' && \(act)").code == 0)
      try await Until.holds("the end of the pulse") { !Processes.isAlive(pid) }
      #expect(!Processes.isAlive(call))
      switch act {
      case let act where act.contains("mkdir"): #expect(box.names(in: "data").isEmpty)
      case let act where act.lowercased().contains("data"): #expect(!box.exists("data"))
      default:
        let end = box.lines("data/events.jsonl").last
        #expect(end?["event"] == "pulse.stopped")
        #expect(end?["why"] == "its lock was removed or replaced")
      }
      if act.contains("moved") {
        #expect(box.text("moved/.lock/pulse.stderr").contains("its data dir was removed or moved"))
      }
    }
  }

  @Test(
    "up ends a pulse that lost its lock before it starts another",
    arguments: ["rm -r data", "mv data/.lock data/.lock-away", "mv data/.lock elsewhere"])
  func upAfterLoss(_ act: String) async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let former = try box.pulse()
      box.adopt(former)
      Processes.kill(former, 19)
      #expect(try await box.shell("cd '\(box.root)' && \(act)").code == 0)
      let up = try await box.must("up")
      #expect(
        box.shown(up).hasPrefix("a pulse that had lost its lock is down (pid N)\nthe pulse is up"))
      let pulse = try box.pulse()
      #expect(!Processes.isAlive(former) && Processes.isAlive(pulse))
    }
  }

  @Test("A beat by hand whose data dir is removed ends with its call, and makes no new one")
  func beatWithoutDataDir() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo $$ >'\(box.path("call"))'; exec sleep 600")
      let beat = try box.start(["beat"])
      let call = try await box.pid(in: "call")
      #expect(try await box.shell("until rm -r '\(box.data)'; do :; done").code == 0)
      let result = try await beat.finish()
      #expect(result.code == 1 && result.err.contains("The beat was cut short"), "\(result)")
      #expect(!Processes.isAlive(call) && !box.exists("data"))
    }
  }

  @Test(
    "A worker whose session is gone ends by itself",
    arguments: [
      "until rm -r data; do :; done", "mv data moved", "rm -r data/sessions/w",
      "rm data/sessions/w/lock",
    ])
  func lostWorker(_ act: String) async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo $$ >'\(box.path("agent"))'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      let agent = try await box.pid(in: "agent")
      #expect(try await box.shell("cd '\(box.root)' && \(act)").code == 0)
      try await Until.holds("the end of the agent") { !Processes.isAlive(agent) }
      if act.hasSuffix("lock") {
        try await Until.holds("the record of its end") {
          try await box.state()["workers"][0]["ended_by"] == "lost"
        }
      }
    }
  }

  @Test("down ends a worker whose session was removed while its supervisor was stopped")
  func lostSupervisor() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo $$ >'\(box.path("agent"))'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      let agent = try await box.pid(in: "agent")
      let supervisor = Int32(try #require(try JSON(box.text("data/sessions/w/lock"))["pid"].int))
      box.adopt(supervisor)
      Processes.kill(supervisor, 19)
      #expect(try await box.shell("rm -r '\(box.data)'").code == 0)
      let said = try await box.must("down")
      #expect(said == "the pulse was down\nthe worker w, whose session was lost, ended\n")
      #expect(!Processes.isAlive(agent) && !Processes.isAlive(supervisor))
    }
  }

  @Test(
    "up beside a pulse that has another pid where it runs, as in a container, says that it is up")
  func besideContained() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pulse = try box.pulse()
      let activity = box.text("data/.activity.json")
      try box.write(
        "data/.activity.json", activity.replacing("\"pid\":\(pulse)", with: "\"pid\":1"))
      #expect(box.text("data/.activity.json") != activity)
      let up = try await box.must("up")
      #expect(up.hasPrefix("the pulse is already up (pid \(pulse))\n"), "\(up)")
      let beat = try await box.looop("beat")
      #expect(beat.err.contains("The pulse is up and runs the beats itself."), "\(beat)")
    }
  }

  @Test(
    "down leaves alone what holds the loop and is no looop, and names it",
    .needs(.perl), arguments: ["F_WRLCK", "F_RDLCK"])
  func heldByProgram(_ kind: String) async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("down")
      let script = """
        use Fcntl; open F, "+<", $ARGV[0] or die;
        my $lock = pack("s s x![q] q q i x![q]", \(kind), 0, 0, 0, 0);
        fcntl(F, F_SETLK, $lock) or die; sleep 600
        """
      let program = try box.launch(
        ["/usr/bin/perl", "-e", script, box.path("data/.lock/holder")])
      try await Until.holds("a held loop") { try await box.state()["pulse_alive"] == true }
      for words in [["down"], ["up"], ["beat"]] {
        let said = try await box.start(words).finish()
        #expect(said.code != 0 && program.exitCode == nil, "\(words): \(said)")
        #expect(
          said.err.contains("perl (pid \(program.pid)) holds the loop"), "\(words): \(said.err)")
        if words == ["down"] {
          #expect(said.code == 1 && said.out.isEmpty, "\(said)")
          #expect(said.err.contains("`kill \(program.pid)` ends it"))
        }
      }
      program.kill(9)
      _ = try await program.finish()
      #expect(try await box.must("down") == "the pulse was down\n")
    }
  }

  @Test("down leaves the pulse of another data dir alone, whatever lock of this one it has")
  func heldByOtherLoop() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pulse = try box.pulse()
      let copy = box.path("copy")
      #expect(
        try await box.shell("mkdir -p copy/.lock && ln data/.lock/holder copy/.lock").code == 0)
      let down = try await box.looop("down", "--data-dir", copy)
      #expect(down.code == 1 && down.err.contains("(pid \(pulse)) holds the loop"), "\(down)")
      #expect(Processes.isAlive(pulse))
    }
  }

  @Test("down fails when the lock is held by what it cannot end")
  func heldByStranger() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await box.must("down")
      let stranger = try box.launch(
        ["/usr/bin/flock", box.path("data/.lock/lock"), "/bin/sleep", "600"])
      try await Until.holds("a held lock") { try await box.state()["pulse_alive"] == true }
      let down = try await box.looop("down")
      #expect(down.code == 1 && !down.out.contains("was down"), "\(down)")
      #expect(down.err.contains("a process that holds \(box.data)/.lock/lock (pid"))
      stranger.kill(9)
      _ = try await stranger.finish()
    }
  }
}
