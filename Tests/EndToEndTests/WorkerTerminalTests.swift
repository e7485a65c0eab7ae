import TestSupport
import Testing

@Suite("Workers with a screen of their own")
struct WorkerTerminalTests {
  /// Starts `script` as a worker of terminal kind.
  private static func start(_ box: Sandbox, _ script: String) async throws {
    try box.write("agent.sh", script)
    try await box.must(
      "worker", "start", "w", "The brief.", "--kind", "terminal", "--command",
      "exec sh '\(box.path("agent.sh"))' \"$(cat {{prompt_file}})\"")
  }

  private static func screen(_ box: Sandbox) -> String { box.text("data/sessions/w/output.log") }

  @Test(
    "It has a controlling terminal of 120 by 40, its brief as an argument, and bytes go as they are"
  )
  func terminal() async throws {
    try await Sandbox.use { box in
      try await Self.start(
        box,
        #"""
        [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo "all three"
        stty size </dev/tty
        echo "$TERM"
        printf 'raw \033[31m\377\n'
        printf '%s' "$1" | tail -n 1
        exit 4
        """#)
      let ended = try await box.worker("w", "exited(4)")
      #expect(ended["kind"] == "terminal")
      let bytes = box.bytes("data/sessions/w/output.log")
      #expect(
        bytes.starts(with: Array("all three\r\n40 120\r\nxterm-256color\r\nraw \u{1b}[31m".utf8)))
      #expect(bytes.contains(0xFF) && Self.screen(box).hasSuffix("The brief."))
    }
  }

  @Test("A terminal that is closed and opened again is still heard")
  func closed() async throws {
    try await Sandbox.use { box in
      try await Self.start(
        box,
        """
        tty=$(tty)
        exec 0<&- 1>&- 2>&-
        sleep 0.2
        echo "back again" >"$tty"
        sleep 0.1
        """)
      try await box.worker("w", "exited(0)")
      #expect(Self.screen(box).contains("back again"))
    }
  }

  @Test("A dialog that waits for a key is stuck, with its last line; a word more and it runs again")
  func stuck() async throws {
    try await Sandbox.use(["stuck_after": 1]) { box in
      try await Self.start(
        box,
        #"""
        printf '\033[2J\033[H\033[31mDo you trust the files in this folder?\033[0m\r\n'
        printf '  1. Yes\r\n\033[5;3H> 2. No, exit'
        until [ -e '\#(box.path("key"))' ]; do sleep 0.02; done
        echo on
        until [ -e '\#(box.path("go"))' ]; do sleep 0.02; echo .; done
        """#)
      let stuck = try await box.worker("w", "stuck")
      #expect(stuck["health"] == "stuck" && stuck["alive"] == true)
      #expect(stuck["screen"] == "> 2. No, exit")
      #expect(
        try await box.must("state").contains("\nstuck    w: stuck; its last line: > 2. No, exit\n"))
      #expect(
        try await box.must("worker", "list").contains(#/w +stuck .*> 2\. No, exit/#))
      let shown = try await box.must("watch", "--once", "--session", "w")
      #expect(
        shown.hasSuffix(
          "| Do you trust the files in this folder?\n|   1. Yes\n|\n|\n|   > 2. No, exit\n"),
        "\(shown)")
      let waits = try box.start(["wait", "--actionable", "--json", "--timeout", "600s"])
      let found = try await waits.finish()
      #expect(found.code == 0 || found.code == 69)
      try box.write("key", "")
      #expect(try await box.worker("w", "running")["health"] == "ok")
      try box.write("go", "")
      try await box.worker("w", "exited(0)")
    }
  }

  @Test("A worker that waits for the human is not stuck, and an agent whose title is busy neither")
  func notStuck() async throws {
    try await Sandbox.use(["stuck_after": 1, "worker_kind": .null]) { box in
      try await Self.start(box, #"A=$("$LOOOP_BIN" ask "Which?"); echo "got $A""#)
      try await box.worker("w", "waiting-ask")
      // Longer than the threshold: the state that would come instead is waited for, and does not.
      let found = try await box.looop("wait", "--actionable", "--after", "x", "--timeout", "2s")
      #expect(found.code != 0)
      #expect(try await box.state()["workers"][0]["state"] == "waiting-ask")
      try await box.must("answer", "w-1", "this")
      try await box.worker("w", "exited(0)")
      #expect(Self.screen(box).contains("got this"))
    }
  }

  @Test("done ends it after its grace, and kill ends it with everything on its terminal")
  func ends() async throws {
    try await Sandbox.use(["done_grace": 0]) { box in
      try await Self.start(box, #""$LOOOP_BIN" done "all of it"; cat"#)
      #expect(try await box.worker("w", "exited(0)")["health"] == "done")
      try await Self.start(box, "sleep 600 & echo $! >'\(box.path("pid"))'; cat")
      let pid = try await box.pid(in: "pid")
      try await box.must("kill", "w")
      try await box.worker("w", "killed(15)")
      #expect(!Processes.isAlive(pid))
    }
  }
}
