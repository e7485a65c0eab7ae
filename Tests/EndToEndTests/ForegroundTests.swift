import TestSupport
import Testing

/// `up --foreground`: the pulse as systemd, launchd and containers run it.
@Suite("A pulse in the foreground")
struct ForegroundTests {
  private static func start(
    _ box: Sandbox, with wrapper: [String] = [], input: Running.Input = .none
  ) async throws -> Running {
    let before = starts(box)
    let pulse = try box.launch(wrapper + [Binary.path, "up", "--foreground"], input: input)
    // It has the lock before that, and is up only when it has swept what a former one left.
    try await Until.holds("the pulse", saw: { pulse.err }) { starts(box) > before }
    return pulse
  }

  private static func starts(_ box: Sandbox) -> Int {
    box.lines("data/events.jsonl").count { $0["event"] == "pulse.started" }
  }

  private static func event(_ code: String, _ box: Sandbox) async throws -> JSON {
    try await Until.get(code, saw: { box.text("data/events.jsonl") }) {
      box.lines("data/events.jsonl").first { $0["event"].string == code }
    }
  }

  @Test(
    "It says what happens, ends well when it is told to, and keeps the workers",
    arguments: [1, 2, 3, 15])
  func told(_ signal: Int32) async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "exec sleep 600")
      let pulse = try await Self.start(box)
      #expect(try box.pulse() == pulse.pid)
      try box.stub.moves(["action": "noop", "reason": "all is well"])
      try await box.must("goal", "write", "g", "Go.")
      try await box.must("worker", "start", "w", "x")
      _ = try await box.beat("acted")
      Processes.kill(pulse.pid, 12)
      _ = try await Self.event("pulse.signalled", box)
      Processes.kill(pulse.pid, signal)
      let end = try await pulse.finish()
      #expect(end.code == 0 && end.out.isEmpty, "\(end)")
      let lines = end.err.split(separator: "\n").map(String.init)
      #expect(
        lines.allSatisfy { $0.wholeMatch(of: #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .+/#) != nil },
        "\(lines)")
      for part in [
        "pid \(pulse.pid) is the pulse", "the pulse is up", "goal g written by", "asking custom",
        "noop: \"all is well\"", "worker w started by", "in spite of SIGUSR2", "the pulse is down",
      ] { #expect(lines.contains { $0.contains(part) }, "\(part)") }
      try await box.worker("w", "running")
      #expect(try await box.state()["pulse_alive"] == false)
      #expect(try await box.looop("up").code == 0)
    }
  }

  @Test("What nohup started outlives the end of its terminal")
  func nohup() async throws {
    try await Sandbox.use { box in
      let pulse = try await Self.start(box, with: ["/usr/bin/env", "--ignore-signal=HUP"])
      Processes.kill(pulse.pid, 1)
      try await box.must("goal", "write", "g", "Go.")
      _ = try await box.beat("acted")
      #expect(try await box.must("down") == "the pulse is down\n")
      #expect(try await pulse.finish().code == 0)
    }
  }

  @Test("It waits for nobody who does not read what it says")
  func unread() async throws {
    try await Sandbox.use { box in
      // Full before looop writes its first word.
      let script = """
        mkfifo '\(box.path("log"))'; exec 3<>'\(box.path("log"))'
        dd if=/dev/zero of=/dev/fd/3 bs=4096 count=64 oflag=nonblock 2>/dev/null
        exec "$0" up --foreground 2>&3
        """
      let pulse = try box.launch(["/bin/sh", "-c", script, Binary.path])
      try await box.must("goal", "write", "g", "Go.")
      _ = try await box.beat("acted")
      try await box.must("down")
      #expect(try await pulse.finish().code == 0)
    }
  }

  @Test("Beside another pulse it exits with 75, and says whose loop it is")
  func second() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let pid = try box.pulse()
      let second = try await box.looop("up", "--foreground")
      #expect(second.code == 75 && second.err.contains("Another pulse is up already (pid \(pid))"))
      #expect(try box.pulse() == pid && Processes.isAlive(pid))
    }
  }

  @Test("A killed one leaves its call to the next one, which ends it")
  func killed() async throws {
    try await Sandbox.use { box in
      try box.stub.runs("echo $$ >'\(box.path("first"))'; sleep 600; echo never")
      try await box.prepareWork()
      let pulse = try await Self.start(box)
      let first = try await box.pid(in: "first")
      Processes.kill(pulse.pid)
      _ = try await pulse.finish()
      let next = try await Self.start(box)
      #expect(!Processes.isAlive(first))
      Processes.kill(next.pid, 15)
      #expect(try await next.finish().code == 0)
    }
  }

  @Test(
    "As the first process of a container it reaps orphans, kills no stranger, and ends the workers",
    .enabled(if: Privileges.ownProcesses != nil, "needs processes of its own"))
  func first() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "exec sleep 600")
      // An orphan without a mark, as a daemon of the container is.
      try box.sensor(
        "leaves",
        """
        [ -e '\(box.path("stranger"))' ] || env -i /usr/bin/setsid -f /bin/sh -c \
        'touch "\(box.path("stranger"))"; until [ -e "\(box.path("go"))" ]; do sleep 0.02; done'
        echo '{"signal":1}'
        """)
      try await box.prepareWork()
      let outer = try await Self.start(box, with: Privileges.ownProcesses ?? [])
      let pulse = try #require(Processes.children(of: outer.pid).first)
      #expect(try box.pulse() == 1)
      _ = try await box.file("stranger")
      _ = try await box.beat("acted")
      let stranger = try await Until.get("the stranger") {
        Processes.children(of: pulse).first { Processes.words(of: $0).contains("stranger") }
      }
      // From within, as `docker exec` calls it.
      let enter = [
        "/usr/bin/nsenter", "-t", "\(pulse)", "-U", "--preserve-credentials", "-p", "-m",
      ]
      let start = [Binary.path, "worker", "start", "w", "Do it."]
      let started = try await box.launch(enter + start).finish()
      #expect(started.code == 0, "\(started)")
      _ = try await Self.event("worker.started", box)
      #expect(Processes.isAlive(stranger))
      // Of the host: what is in the container neither sees nor ends it.
      try await box.must("worker", "start", "hostw", "--command", "exec sleep 600", "x")
      // The host sees the pulse by another pid than its own.
      #expect(try await box.state()["phase"] != "unknown")
      #expect(try await box.state()["last_beat"]["outcome"] == "acted")
      let refused = try await box.launch(enter + [Binary.path, "goal", "write", "g", "x"]).finish()
      #expect(refused.code == 77 && refused.err.contains("and the worker hostw cannot be seen"))
      try box.write("go", "")
      try await Until.holds("the stranger's end, reaped") {
        !Processes.children(of: pulse).contains(stranger)
      }
      Processes.kill(pulse, 15)
      let end = try await outer.finish()
      #expect(end.code == 0, "\(end)")
      let ended = try await Self.event("worker.ended", box)
      #expect(ended["by"] == "loop" && ended["why"] == "the container stops")
      #expect(end.err.contains("the pulse is down") && end.err.contains("worker w ended"))
      let journal = box.text("data/journal.md")
      #expect(journal.contains("worker w ended by the loop (the container stops)\n"))
      #expect(
        journal.contains(
          "worker hostw goes on: its supervisor cannot be seen from here (the container stops)\n"))
      #expect(!box.exists("data/sessions/hostw/stop.json"))
      let failed = try await box.state()["workers"].array.first { $0["id"] == "w" }
      #expect(failed?["why"] == "ended by the loop (the container stops)", "\(failed as Any)")
      // Told by its own end.
      try await box.must("kill", "hostw")
      #expect(box.text("data/journal.md").contains("worker hostw ended by "))
    }
  }
}
