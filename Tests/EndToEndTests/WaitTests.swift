import TestSupport
import Testing

@Suite("wait")
struct WaitTests {
  @Test("wait without a pulse is 69 at once, unless what it waits for is there already")
  func pulseDown() async throws {
    try await Sandbox.use { box in
      let result = try await box.looop("wait")
      #expect(result.code == 69)
      Golden.expect(result.err, at: "golden/errors/wait-pulse-down.txt")
      let asks = try await box.looop("wait", "--only-asks")
      #expect(asks.code == 0 && asks.out.hasPrefix("setup-1  pending"))
      #expect(try await box.looop("wait", "--actionable").code == 0)
    }
  }

  @Test("wait ends with 75 when its time is over and nothing came up")
  func timeout() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let result = try await box.looop("wait", "--timeout", "0")
      #expect(result.code == 75 && result.out.isEmpty)
      #expect(try await box.looop("wait", "--timeout", "soon").code == 64)
      #expect(try await box.looop("wait", "--after", "nonsense").code == 64)
      let json = try await box.looop("wait", "--timeout", "0", "--json")
      #expect(try JSON(json.err)["error"]["code"] == "E_TIMEOUT")
    }
  }

  @Test("wait ends when something changed, and says what, with the state on request")
  func change() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let token = try #require(try await box.state()["token"].string)
      let waiting = try box.start(["wait", "--json", "--timeout", "600s"])
      // Its first look is over once it holds a watch: what follows is newer than the call.
      try await Until.holds("its watch") {
        try await box.shell("ls -l /proc/\(waiting.pid)/fd").out.contains("inotify")
      }
      try await box.must("goal", "write", "g", "x")
      let result = try await waiting.finish()
      #expect(result.code == 0)
      let json = try result.json()
      #expect(json["changed"] == ["goal/g"])
      #expect(json["goals"].array.contains { $0["id"] == "g" })
      // A token of before finds it at once; one of after does not.
      let past = try await box.looop("_", "wait", "--after", token, "--json")
      #expect(try past.json()["changed"].array.contains("goal/g"))
      let next = try #require(json["token"].string)
      #expect(try await box.looop("wait", "--after", next, "--timeout", "0").code == 75)
    }
  }

  @Test("wait --only-asks wakes for an ask, and with a token only for a newer one")
  func asks() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let token = try #require(try await box.state()["token"].string)
      let waiting = try box.start(["wait", "--only-asks", "--after", token])
      try await Until.holds("its watch") {
        try await box.shell("ls -l /proc/\(waiting.pid)/fd").out.contains("inotify")
      }
      try await box.must("goal", "write", "g", "x")
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      let result = try await waiting.finish()
      #expect(result.code == 0 && result.out.hasPrefix("w-1  pending"))
    }
  }

  @Test("wait --actionable wakes for a worker that failed")
  func actionable() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      #expect(try await box.looop("wait", "--actionable", "--timeout", "0").code == 75)
      try box.stub.worker("w", "exit 3")
      try await box.must("worker", "start", "w", "x")
      let result = try await box.looop("wait", "--actionable")
      #expect(result.code == 0)
      Golden.expect(result.out, at: "golden/wait-failed.txt")
    }
  }

  @Test("wait ends with 69 when the pulse ends meanwhile")
  func pulseEnds() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let waiting = try box.start(["wait"])
      try await Until.holds("its watch of the pulse") {
        try await box.shell("ls -l /proc/\(waiting.pid)/fd").out.contains("pidfd")
      }
      Processes.kill(try box.pulse())
      #expect(try await waiting.finish().code == 69)
    }
  }

  @Test(
    "With a token nothing is told twice: an ask, a failed worker, a failed beat, a parked runner")
  func once() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      var token = "w1."
      /// Without a pulse a wait that matches nothing is over at once.
      func isNothingNew() async throws -> Bool {
        try await box.looop("wait", "--actionable", "--after", token).code == 69
      }
      func next(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let told = try await box.looop("wait", "--actionable", "--after", token, "--json").json()
        #expect(told["changed"] == [.string(name)], sourceLocation: sourceLocation)
        let concern = told["concerns"][0]
        #expect(concern["item"] == .string(name), sourceLocation: sourceLocation)
        for part in ["what", "why", "remedy"] {
          #expect(concern[part].string?.isEmpty == false, sourceLocation: sourceLocation)
        }
        token = try #require(told["token"].string)
        #expect(try await isNothingNew(), sourceLocation: sourceLocation)
      }
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      try await next("ask/w-1")
      // A check that fails later makes it no other failure.
      try box.stub.worker("v", "exit 3")
      try await box.must("worker", "start", "v", "x", "--verify", "exit 1")
      try await box.worker("v", "exited(3)")
      try await next("session/v")
      try await Until.holds("the check") { box.exists("data/verify/v.json") }
      #expect(try await isNothingNew())
      try box.stub.says("no move at all")
      #expect(try await box.looop("beat").code == 1)
      try await next("problem/beat")
      // Whatever fails in the same words is the same thing.
      try box.stub.says("no move at all")
      try await box.must("goal", "write", "g", "x")
      #expect(try await box.looop("beat").code == 1)
      #expect(try await isNothingNew())
      try box.stub.says(
        #"{"type":"error","class":"quota","message":"too much","retry_after_s":3600}"#)
      try await box.must("goal", "write", "g", "y")
      #expect(try await box.looop("beat").code == 1)
      try await next("problem/runner-custom")
    }
  }

  @Test("A runner that only an answer unparks is told once: as its ask")
  func parkedAsk() async throws {
    try await Sandbox.use { box in
      try box.stub.says(#"{"type":"error","class":"auth","message":"log in"}"#)
      #expect(try await box.looop("beat").code == 1)
      try await box.must("answer", "setup-1", "nothing")
      let told = try await box.looop("wait", "--actionable", "--json").json()
      #expect(told["changed"] == ["ask/runner-1"], "\(told["changed"])")
    }
  }

  @Test("A worker that a human ended, and what it asked, need nobody")
  func ended() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask 'Which?'")
      try await box.must("worker", "start", "w", "x")
      let asked = try await box.looop("wait", "--actionable")
      #expect(asked.code == 0 && asked.out.hasPrefix("w-1  pending"))
      #expect(asked.out.contains(", from the worker w, which is at work\n"))
      try await box.must("worker", "kill", "w")
      for way in ["--actionable", "--only-asks"] {
        let result = try await box.looop("wait", way, "--timeout", "0")
        #expect(result.code == 75, "\(way): \(result.out)")
      }
    }
  }

  @Test("The client that help and docs/client.md show hears of each thing once")
  func client() async throws {
    try await Sandbox.use { box in
      let help = try await box.must("help", "wait")
      let lines = help.split(separator: "\n").drop { !$0.hasSuffix("token=w1.") }
      let end = try #require(lines.firstIndex { $0.hasSuffix("done") })
      let shown = lines[...end].map { $0.drop { $0 == " " } }
      let readme = try Fixtures.text("../../docs/client.md").split(separator: "\n").map {
        $0.replacing(" --timeout 1s", with: "").drop { $0 == " " }
      }
      #expect(readme.firstRange(of: shown) != nil, "\(shown)")
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      // Without a pulse the wait after the last thing is over.
      let script = shown.joined(separator: "\n")
      let run = try await box.shell("looop() { \"$LOOOP\" \"$@\"; }\n\(script)")
      let told = run.out.split(separator: "\n")
      #expect(told.count == 1 && run.err.contains("No pulse is up"), "\(run.out) \(run.err)")
      let concerns = try JSON(String(told[0]))
      #expect(concerns.array.map { $0["item"] } == ["ask/setup-1", "ask/w-1"])
    }
  }

  @Test("A plain wait says which ask it passes over, at a terminal and to a script")
  func passedOver() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let result = try await box.looop("wait", "--timeout", "0")
      #expect(result.code == 75 && result.out.isEmpty)
      #expect(result.err.hasPrefix("looop: setup-1 waits for you already"))
      try await box.must("answer", "setup-1", "nothing")
      #expect(!(try await box.looop("wait", "--timeout", "0").err.contains("already")))
    }
  }
}
