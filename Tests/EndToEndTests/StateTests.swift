import TestSupport
import Testing

@Suite("state, wait, watch")
struct StateTests {
  @Test("state tells where a fresh loop stands, without making anything")
  func fresh() async throws {
    try await Sandbox.use(nil) { box in
      let text = try await box.must("state")
      #expect(text.contains("`looop init` comes first"))
      #expect(!box.exists("data"))
      let json = try JSON(try await box.must("_", "state", "--json"))
      #expect(json["pulse_alive"] == false && json["asks"][0]["id"] == "setup-1" && json["v"] == 1)
      #expect(box.shown(json["data_dir"].string ?? "") == "$SANDBOX/data")
    }
  }

  @Test("state tells goals, sensors, workers and asks of a loop at rest")
  func text() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      try await Until.holds("rest") { try await box.state()["phase"] == "idle" }
      Golden.expect(box.timeless(try await box.must("state")), at: "golden/state.txt")
      let state = try await box.state()
      #expect(state["goals"][0]["id"] == "setup" && state["asks"][0]["id"] == "setup-1")
      #expect(state["snapshots"]["today"]["status"] == "ok")
      // Paused, resumed, and the move.
      #expect(state["journal_tail"].array.count == 3)
      let again = try await box.state()
      #expect(again["world_hash"] == state["world_hash"] && again["token"] == state["token"])
      try await box.must("goal", "write", "g", "x")
      #expect(try await box.state()["world_hash"] != state["world_hash"])
    }
  }

  @Test("state and sensor list tell what takes time, as long as the pulse that does it is up")
  func busy() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      #expect(try await box.state()["activity"]["moves"] == [])
      try box.sensor("slow", "exec sleep 600")
      try await Self.settles(box) { $0["sensors"][0]["name"] == "slow" }
      let rows = try JSON(try await box.must("sensor", "list", "--json"))
      #expect(rows.array.compactMap { $0["running_since"].int }.count == 1)
      let cmd: JSON = "until [ -e over ]; do sleep 0.02; done"
      try box.stub.moves(["action": "run_shell", "cmd": cmd, "reason": "wait"])
      try await box.must("goal", "write", "g", "x")
      try await Until.holds("the gate") { box.exists("data/asks/gate-1.json") }
      try await box.must("answer", "gate-1", "yes")
      try await Self.settles(box) { $0["moves"].array.count == 1 }
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.must("goal", "write", "h", "x")
      try await Self.settles(box) { $0["deciding"]["name"] == "custom" }
      let now = try await box.must("state").split(separator: "\n").filter { $0.hasPrefix("now ") }
      Golden.expect(
        box.shown(now.joined(separator: "\n").replacing(#/for \d+[smh]/#, with: "for TIME")),
        at: "golden/state-busy.txt")
      #expect(try await box.must("sensor", "list").contains("not run yet, running for "))
      try box.stub.release("call")
      try box.write("over", "")
      try await Self.settles(box) { $0["deciding"] == .null && $0["moves"] == [] }
      Processes.kill(try box.pulse())
      try await Until.holds("no pulse") { try await box.state()["pulse_alive"] == false }
      #expect(try await box.state()["activity"]["sensors"] == [])
    }
  }

  private static func settles(_ box: Sandbox, _ isSo: (JSON) -> Bool) async throws {
    try await Until.holds("what it does", saw: { box.text("data/.activity.json") }) {
      isSo(try await box.state()["activity"])
    }
  }

  @Test("At a terminal wait says what it waits for, and watch ends at Ctrl-D")
  func patience() async throws {
    try await Sandbox.use { box in
      try await box.must("up")
      try await box.must("answer", "setup-1", "hi")
      let asks = try box.start(["wait", "--only-asks", "--timeout", "1"], input: .terminal)
      let result = try await asks.finish()
      #expect(result.code == 75)
      #expect(result.out.contains("looop: waiting for at most 1s for an ask that needs you"))
      let watch = try box.start(["watch"], input: .terminal)
      _ = try await watch.line(containing: "0  pulse")
      watch.type("\u{4}")
      #expect(try await watch.finish().code == 0)
    }
  }

  @Test("watch follows the pulse's log and a session picked by its number, and leaves at q")
  func watch() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w", "echo first; until [ -e '\(box.path("go"))' ]; do sleep 0.02; done; echo last")
      try await box.upAndRest()
      try await box.must("worker", "start", "w", "x")
      let watch = try box.start(["watch"], input: .terminal)
      _ = try await watch.line(containing: "1  w      running")
      _ = try await watch.line(containing: "the pulse is up")
      watch.type("1\n")
      _ = try await watch.line(containing: "--- worker w")
      _ = try await watch.line(containing: "first")
      try box.write("go", "")
      _ = try await watch.line(containing: "last")
      watch.type("0\n")
      _ = try await watch.line(containing: "--- pulse")
      watch.type("q\n")
      #expect(try await watch.finish().code == 0)
    }
  }

  @Test("watch of an unknown session is refused")
  func watchUnknown() async throws {
    try await Sandbox.use(nil) { box in
      #expect(try await box.looop("watch", "--session", "nobody").code == 65)
      #expect(try await box.looop("watch", "--session", "../x").code == 64)
      let once = try await box.looop("watch", "--once")
      #expect(
        once.code == 0 && once.out.hasPrefix("0  pulse  ") && once.out.contains("`looop init`"),
        "\(once.out)")
    }
  }

  @Test("watch into a pipe shows its list at once, and ends at SIGTERM")
  func watchPiped() async throws {
    try await Sandbox.use { box in
      let watch = try box.start(["watch"])
      _ = try await watch.line(containing: "0  pulse")
      Processes.kill(watch.pid, 15)
      #expect([0, 143].contains(try await watch.finish().code))
    }
  }

  @Test("A standard output that is closed early is no crash")
  func closedPipe() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.shell(
        "\"$LOOOP\" help | head -n 1; \"$LOOOP\" state --json | true")
      #expect(result.code == 0 && result.err.isEmpty)
    }
  }
}
