import TestSupport
import Testing

/// What signals do to a loop: those of the human's, of other programs, and of the system.
@Suite("Signals")
struct SignalTests {
  /// SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF and one of the real-time ones.
  private static let strays: [Int32] = [1, 3, 10, 12, 14, 26, 27, 40]
  private static let names = [
    "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "signal 40",
  ]

  private static func told(_ code: String, _ box: Sandbox) -> Set<String> {
    Set(
      box.lines("data/events.jsonl").filter { $0["event"].string == code }
        .compactMap { $0["signal"].string })
  }

  private static func count(_ code: String, _ box: Sandbox) -> Int {
    box.lines("data/events.jsonl").count { $0["event"].string == code }
  }

  private static func lock(_ name: String, _ box: Sandbox) throws -> Int32 {
    Int32(try #require(try JSON(box.text("data/\(name)"))["pid"].int))
  }

  @Test("A stray signal ends neither a pulse nor a supervisor, and is logged once")
  func strays() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "exec sleep 600")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "x")
      let pulse = try box.pulse()
      let keeper = try Self.lock("sessions/w/lock", box)
      // The stops of a terminal too: they leave no word, and stop nothing.
      for signal in Self.strays + [13, 20, 21, 22] {
        Processes.kill(pulse, signal)
        Processes.kill(keeper, signal)
      }
      for code in ["pulse.signalled", "worker.signalled"] {
        try await Until.holds(code) { Self.told(code, box) == Set(Self.names) }
      }
      Processes.kill(pulse, 1)
      try await box.must("goal", "write", "g", "Go on.")
      _ = try await box.stub.prompt(containing: "Go on.")
      #expect(Self.count("pulse.signalled", box) == Self.names.count)
      #expect(try box.pulse() == pulse && Processes.isAlive(keeper))
      try await box.worker("w", "running")
      let journal = try await box.must("journal", "-l", "99")
      #expect(journal.contains(" the pulse goes on in spite of SIGHUP\n"))
      #expect(journal.contains(" worker w: its supervisor goes on in spite of SIGUSR1\n"))
    }
  }

  @Test("Agents and sensors start with nothing blocked or ignored, whatever looop was started with")
  func dispositions() async throws {
    try await Sandbox.use { box in
      let look = { (name: String) in
        "grep -E '^Sig(Blk|Ign)' /proc/self/status >'\(box.path(name)).new'"
          + " && mv '\(box.path(name)).new' '\(box.path(name))'"
      }
      try box.sensor("look", "\(look("sensor")); echo '{\"signal\":1}'")
      try box.stub.worker("w", "\(look("worker")); exec sleep 600")
      try box.stub.runs("\(look("decider")); echo '{\"action\":\"noop\",\"reason\":\"r\"}'")
      try await box.prepareWork()
      let up = try await box.shell(
        "trap '' HUP USR1 TERM; exec env --block-signal=USR2 --block-signal=INT \"$LOOOP\" up")
      #expect(up.code == 0, "\(up)")
      try await box.must("worker", "start", "w", "x")
      for name in ["sensor", "worker", "decider"] {
        let seen = try await box.file(name).split(separator: "\n").map { line in
          line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        }
        // The C library keeps 32 and 33 for itself, and leaves them as they are.
        #expect(seen.map { $0.map { $0 & ~0x1_8000_0000 } } == [0, 0])
      }
      // Blocked for its starter, it is heard all the same.
      let pulse = try box.pulse()
      Processes.kill(pulse, 2)
      try await Until.holds("its end") { !Processes.isAlive(pulse) }
      let last = box.lines("data/events.jsonl").last { $0["event"] == "pulse.stopped" }
      #expect(last?["signal"] == "SIGINT")
    }
  }

  @Test("The death of a pulse that could say nothing is shown, and told once by the next one")
  func lost() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pulse = try box.pulse()
      Processes.kill(pulse)
      try await Until.holds("its end") { try await box.state()["pulse_alive"] == false }
      #expect(
        try await box.must("state").contains(
          "down: the last one was killed, or a fault ended it (start it with `looop up`)"))
      for _ in 0..<2 {
        try await box.must("up")
        try await box.must("down")
      }
      #expect(try await box.must("state").contains("down (start it with `looop up`)"))
      #expect(Self.count("pulse.lost", box) == 1)
      #expect(
        try await box.must("journal", "-l", "99").contains(
          " the pulse (pid \(pulse)) was killed, or a fault ended it\n"))
    }
  }

  @Test("A fault leaves a word, which the next pulse tells")
  func fault() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pulse = try box.pulse()
      Processes.kill(pulse, 11)
      try await Until.holds("its end") { try await box.state()["pulse_alive"] == false }
      try await box.must("up")
      let told = try #require(box.lines("data/events.jsonl").first { $0["event"] == "pulse.lost" })
      #expect(told["message"].string?.contains("a fault ended it, signal 11") == true)
    }
  }

  @Test("down ends a pulse, a supervisor and an agent that a signal stopped")
  func stopped() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo $$ >'\(box.path("agent"))'; exec sleep 600")
      try box.sensor(
        "hangs",
        "[ ! -e '\(box.path("hang"))' ] || { echo $$ >'\(box.path("sensor"))'; sleep 600; }"
          + "; echo '{\"signal\":1}'",
        manifest: "description: hangs\nevery: 1h\nwatch: ['\(box.path("hang"))']\n")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "x")
      try box.write("hang", "")
      let all = [
        try box.pulse(), try Self.lock("sessions/w/lock", box), try await box.pid(in: "agent"),
        try await box.pid(in: "sensor"),
      ]
      for pid in all { Processes.kill(pid, 19) }
      try await box.must("down")
      #expect(all.allSatisfy { !Processes.isAlive($0) })
    }
  }

  // MARK: A killed beat

  @Test("A killed beat leaves no agent beside that of the next one")
  func killedBeat() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo $$ >'\(box.path("first"))'; sleep 600; echo never")
      let beat = try box.start(["beat"])
      let first = try await box.pid(in: "first")
      Processes.kill(beat.pid)
      _ = try await beat.finish()
      #expect(Processes.isAlive(first))
      // Its own agent looks for the former one while it decides.
      try box.stub.runs(
        "case $(cut -d' ' -f3 /proc/\(first)/stat) in ''|Z) ;; *) touch '\(box.path("both"))' ;; esac"
          + "; echo '{\"action\":\"noop\",\"reason\":\"r\"}'")
      #expect(try await box.looop("beat").code == 0)
      #expect(!Processes.isAlive(first) && !box.exists("both"))
      #expect(Self.count("pulse.swept", box) == 1)
      #expect(
        try await box.must("journal", "-l", "99").contains(" of a pulse or beat that was killed "))
    }
  }

  @Test("Neither a beat nor up ends what a verb of the human's waits for")
  func besideVerb() async throws {
    try await Sandbox.use { box in
      try box.sensor(
        "slow",
        "touch '\(box.path("runs"))'; until [ -e '\(box.path("go"))' ]; do sleep 0.02; done"
          + "; echo '{\"signal\":1}'")
      try await box.must("sensor", "disable", "slow")
      let run = try box.start(["sensor", "run", "slow"])
      _ = try await box.file("runs")
      try await box.must("beat")
      try await box.must("up")
      try box.write("go", "")
      #expect(try await run.finish().code == 0)
    }
  }
}
