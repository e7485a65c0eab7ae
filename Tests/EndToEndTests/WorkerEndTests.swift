import TestSupport
import Testing

/// A worker that is ended leaves nothing behind, and nobody else is hit.
@Suite("The end of a worker")
struct WorkerEndTests {
  @Test("kill ends what left the agent's session, its parent and its ears for signals")
  func kill() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        trap '' HUP
        setsid sh -c 'trap "" TERM HUP; echo $$ >"\(box.path("loose"))"; while :; do sleep 1; done' &
        (setsid sh -c 'echo $$ >"\(box.path("orphan"))"; exec sleep 600' &)
        env -u LOOOP_SESSION_ID -u LOOOP_DATA_DIR setsid sh -c 'echo $$ >"\(box.path("bare"))"; exec sleep 600' &
        wait
        """)
      try await box.must("worker", "start", "w", "x")
      var pids: [Int32] = []
      for file in ["loose", "orphan", "bare"] { pids.append(try await box.pid(in: file)) }
      try await box.must("kill", "w")
      try await box.worker("w", "killed(15)")
      for pid in pids { #expect(!Processes.isAlive(pid)) }
    }
  }

  @Test("A paused pulse without sensors leaves no zombie of a worker that ended")
  func reaped() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "until [ -e '\(box.path("go"))' ]; do sleep 0.05; done")
      let move: JSON = ["action": "start_worker", "id": "w", "prompt": "x"]
      try box.stub.moves([move])
      try await box.upAndRest()
      let pulse = try box.pulse()
      try await box.must("pause")
      #expect(Processes.children(of: pulse).count == 1)
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
      let children = { Processes.children(of: pulse) }
      try await Until.holds("the end of its supervisor", saw: { "\(children())" }) {
        children().isEmpty
      }
    }
  }

  @Test("An agent deaf to SIGTERM is killed after five seconds")
  func deaf() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w", "trap '' TERM HUP INT; echo $$ >'\(box.path("pid"))'; while :; do sleep 0.1; done")
      try await box.must("worker", "start", "w", "x")
      let pid = try await box.pid(in: "pid")
      try await box.must("worker", "kill", "w")
      try await box.worker("w", "killed(9)")
      #expect(!Processes.isAlive(pid))
    }
  }

  @Test("A stopped agent goes on to hear that it is to end")
  func stopped() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        trap 'echo heard >"\(box.path("heard"))"; exit 0' TERM
        echo $$ >'\(box.path("pid"))'
        while :; do sleep 0.05; done
        """)
      try await box.must("worker", "start", "w", "x")
      let pid = try await box.pid(in: "pid")
      Processes.kill(pid, 19)
      try await box.must("worker", "kill", "w")
      try await box.worker("w", "killed(15)")
      #expect(box.text("heard") == "heard\n" && !Processes.isAlive(pid))
    }
  }

  @Test("A kill that comes to its end late does not hit the next life of the id")
  func nextLife() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        trap 'touch "\(box.path("heard"))"; sleep 1; exit 0' TERM
        echo $$ >'\(box.path("first"))'; while :; do sleep 0.05; done
        """)
      try await box.must("worker", "start", "w", "x")
      _ = try await box.pid(in: "first")
      let kill = try box.start(["kill", "w"])
      _ = try await box.file("heard")
      Processes.kill(kill.pid, 19)
      try await box.worker("w", "killed(15)")
      try box.stub.worker("w", "echo $$ >'\(box.path("second"))'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      let pid = try await box.pid(in: "second")
      Processes.kill(kill.pid, 18)
      #expect(try await kill.finish().code == 0)
      #expect(Processes.isAlive(pid))
    }
  }

  @Test("A last word in time is one, also when the time limit comes before the end")
  func lateEnd() async throws {
    try await Sandbox.use(["done_grace": 2]) { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" done \"finished\"; exec sleep 600")
      try await box.must("worker", "start", "w", "x", "--timeout", "1s")
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
    }
  }

  @Test("down ends eight workers at once, in the time of one")
  func together() async throws {
    try await Sandbox.use { box in
      for number in 1...8 {
        try box.stub.worker(
          "w\(number)",
          "trap '' TERM; echo $$ >'\(box.path("pid\(number)"))'; while :; do sleep 0.1; done")
        try await box.must("worker", "start", "w\(number)", "x")
      }
      var pids: [Int32] = []
      for number in 1...8 { pids.append(try await box.pid(in: "pid\(number)")) }
      let down = try await box.must("down")
      #expect(down.split(separator: "\n").count { $0.hasPrefix("worker w") } == 8)
      for pid in pids { #expect(!Processes.isAlive(pid)) }
    }
  }

  @Test("A lost worker of this boot and of an earlier one are told apart")
  func lost() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo $$ >'\(box.path("pid"))'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      _ = try await box.pid(in: "pid")
      let lock = try JSON(box.text("data/sessions/w/lock"))
      Processes.kill(Int32(try #require(lock["pid"].int)))
      #expect(
        try await box.worker("w", "lost")["problem"]
          == "its supervisor was killed, or could not write how it ended")
      let session = box.text("data/sessions/w/session.json")
      let boot = try #require(try JSON(session)["boot"].string)
      try box.write(
        "data/sessions/w/session.json", session.replacing(boot, with: "another-start"))
      let ended = try await box.worker("w", "lost")
      #expect(ended["problem"] == "the machine was restarted" && ended["health"] == "failed")
    }
  }

  @Test("A pid that was given to another is not hit")
  func reused() async throws {
    try await Sandbox.use { box in
      let innocent = try box.launch(["/bin/sleep", "600"])
      try box.write(
        "data/sessions/w/session.json",
        #"{"v":1,"id":"w","generation":"g","kind":"headless","command":"x","cwd":"/","started_at":1}"#
      )
      try box.write("data/sessions/w/lock", #"{"v":1,"pid":\#(innocent.pid)}"#)
      #expect(try await box.worker("w", "lost")["alive"] == false)
      #expect(try await box.must("kill", "w") == "worker w had already ended\n")
      try await box.must("down")
      #expect(innocent.exitCode == nil)
      innocent.kill(9)
    }
  }

  @Test("A start that fails leaves no session, and the id's former life stands")
  func refusedStart() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "exit 3")
      try await box.must("worker", "start", "w", "x", "--verify", "echo former")
      let former = try await box.worker("w", "exited(3)")
      // Few descriptors: what fails is the session's own files, or the supervisor, or its agent.
      for limit in 5...13 {
        for id in ["w", "v"] {
          let limited = try await box.shell(
            "ulimit -n \(limit); exec \"$LOOOP\" worker start \(id) again --verify 'echo later'")
          #expect(limited.code != 0, "\(limit): \(limited)")
        }
        #expect(try await box.worker("w", "exited(3)") == former, "\(limit)")
      }
      #expect(box.names(in: "data/sessions").filter { !$0.hasPrefix(".lock") } == ["w"])
      #expect(box.names(in: "data/verify").sorted() == ["w.cmd", "w.json"])
      #expect(box.text("data/verify/w.cmd") == "echo former\n")
    }
  }
}
