import Foundation
import Screen
import TestSupport
import Testing

/// The window as a person meets it: keys in, a screen out.
@Suite("watch at a terminal")
struct WatchWindowTests {
  private static let down = "\u{1B}[B"

  @Test("The pulse's life first; a worker is chosen, searched and left; the terminal is as it was")
  func keys() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        "for i in $(seq 1 200); do echo line $i; done; until [ -e '\(box.path("go"))' ]; do sleep 0.02; done; echo last"
      )
      try await box.upAndRest()
      let window = try WatchWindow.start(box)
      let first = try await window.screen(showing: "the pulse is up")
      #expect(first.isAlternate && !first.isCursorVisible && !window.running.isTerminalPlain)
      #expect(first.lines[0].hasPrefix("looop up (pid "))
      // A worker that is started now appears.
      try await box.must("worker", "start", "w", "x")
      try await window.screen("the worker") { $0.lines.contains { $0.hasPrefix("  w ") } }
      window.type(Self.down)
      try await window.screen(showing: "| line 200")
      // Half a page and a page; a search upwards.
      window.type("\u{15}\u{1B}[5~")
      try await window.screen("rows above the end") { $0.lines.contains { $0.contains(" rows ") } }
      window.type("/line 77\r")
      try await window.screen(showing: "| line 77")
      window.type("f")
      try await window.screen(showing: "| line 200")
      try box.write("go", "")
      try await window.screen(showing: "| last")
      window.type("?")
      try await window.screen(showing: "no key of it changes the loop")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
      #expect(window.isRestored)
    }
  }

  @Test("A terminal worker's screen has its colours, and moves with it; a worker may be named")
  func terminal() async throws {
    try await Sandbox.use { box in
      try box.write(
        "agent.sh",
        #"""
        printf '\033[2J\033[H\033[31mred\033[0m \033[48;5;27mblue\033[0m\r\n\033]0;title\007'
        until [ -e '\#(box.path("go"))' ]; do sleep 0.02; done
        printf '\033[1;1H\033[32mnew'
        until [ -e '\#(box.path("end"))' ]; do sleep 0.02; done
        """#)
      try await box.must(
        "worker", "start", "w", "The brief.", "--kind", "terminal", "--command",
        "exec sh '\(box.path("agent.sh"))' \"$(cat {{prompt_file}})\"")
      let window = try WatchWindow.start(box, "w")
      let screen = try await window.screen(showing: "red blue")
      let row = try #require(screen.lines.firstIndex(of: "red blue"))
      #expect(screen.cell(row: row, column: 0)?.style.foreground == .indexed(1))
      #expect(screen.cell(row: row, column: 4)?.style.background == .indexed(27))
      try box.write("go", "")
      let next = try await window.screen(showing: "new blue")
      #expect(next.cell(row: row, column: 0)?.style.foreground == .indexed(2))
      try box.write("end", "")
      try await window.screen(showing: "exited(0)")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("While a runner is asked, the stream of its call comes below the pulse's life")
  func call() async throws {
    try await Sandbox.use { box in
      try box.configure([
        "tick_command": .string(
          "cat >/dev/null; echo a first thought; until [ -e '\(box.path("go"))' ]; do sleep 0.02; done;"
            + " echo a second; until [ -e '\(box.path("end"))' ]; do sleep 0.02; done;"
            + #" echo '{"action":"noop","reason":"nothing to do"}'"#)
      ])
      try await box.upWithWork()
      let window = try WatchWindow.start(box)
      try await window.screen(showing: "| a first thought")
      #expect(window.screen.lines.contains { $0.hasPrefix("--- custom is asked") })
      try box.write("go", "")
      try await window.screen(showing: "| a second")
      try box.write("end", "")
      try await window.screen("the end of the call") { screen in
        screen.lines.contains { $0.contains("nothing to do") }
          && !screen.lines.contains { $0.contains("| a second") }
      }
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test(
    "A signal and a fault restore the terminal",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGUSR2, SIGUSR1, SIGALRM, SIGSEGV, SIGABRT, SIGTRAP])
  func signals(signal: Int32) async throws {
    try await Sandbox.use { box in
      let window = try WatchWindow.start(box)
      try await window.screen(showing: "q quit")
      window.running.kill(signal)
      let end = try await window.running.finish()
      let isAsked = [SIGTERM, SIGHUP, SIGINT].contains(signal)
      #expect(end.code == (isAsked ? 0 : 128 + signal))
      #expect(window.isRestored)
    }
  }

  @Test("Stopped, it gives the terminal back, and draws all of it again when it goes on")
  func stopped() async throws {
    try await Sandbox.use { box in
      let window = try WatchWindow.start(box)
      try await window.screen(showing: "q quit")
      window.running.kill(SIGTSTP)
      try await Until.holds("a plain terminal") { window.isRestored }
      window.running.kill(SIGCONT)
      try await window.screen("the window") { $0.isAlternate && $0.lines[0].hasPrefix("looop ") }
      #expect(!window.running.isTerminalPlain)
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("It fits every size, down to one cell")
  func sizes() async throws {
    try await Sandbox.use { box in
      var window = try WatchWindow.start(box)
      try await window.screen(showing: "q quit")
      for (columns, rows) in [(300, 100), (40, 12), (1, 1), (120, 40)] {
        window = window.resized(columns: columns, rows: rows)
        let edge = { (screen: Screen) in
          rows == 1 ? screen.lines == ["N"] : screen.lines[rows - 1].contains("q quit")
        }
        try await window.screen("\(columns)x\(rows)", edge)
      }
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("What a transcript holds can do nothing to the terminal")
  func hostile() async throws {
    try await Sandbox.use { box in
      let evil =
        #"\033]0;owned\007\033[2J\033[?1049l\033[6n\033Pq\033\\\033[20t\033]52;c;aGk=\007\033c\033(0\016"#
      try box.stub.worker("w", #"head -c 5000 /dev/urandom; printf '\na\#(evil)b\n\#(evil)'"#)
      try await box.must("worker", "start", "w", "x")
      try await box.must(
        "worker", "start", "t", "x", "--kind", "terminal", "--command",
        #"printf 'a\#(evil)\nend of it'; : {{prompt_file}}"#)
      try await box.worker("w", "exited(0)")
      try await box.worker("t", "exited(0)")
      for worker in ["w", "t"] {
        let window = try WatchWindow.start(box, worker)
        try await window.screen(showing: worker == "w" ? "\\u{1b}" : "end of it")
        window.type("q")
        let out = try await window.running.finish().out
        #expect(window.isRestored)
        // Whole sequences, and only those that the window draws with.
        let own = #/\[\?(?:2026|25|7|1000|1006|1049|2004)[hl]|\[[0-9;]*[HmJK]/#
        for sequence in out.split(separator: "\u{1B}").dropFirst() {
          #expect(sequence.prefixMatch(of: own) != nil, "\(sequence.prefix(20))")
        }
        #expect(!out.unicodeScalars.contains { (0x80...0x9F).contains($0.value) || $0 == "\u{7}" })
      }
    }
  }

  @Test("NO_COLOR leaves no colour")
  func colorless() async throws {
    try await Sandbox.use { box in
      try await box.must(
        "worker", "start", "t", "x", "--kind", "terminal", "--command",
        #"printf '\033[31;1mred\033[0m'; exit 3; : {{prompt_file}}"#)
      try await box.worker("t", "exited(3)")
      let window = try WatchWindow.start(box, "t", environment: ["NO_COLOR": "1"])
      let screen = try await window.screen(showing: "red")
      for row in 0..<24 {
        #expect(
          screen.styledLine(row).pieces.allSatisfy {
            $0.style.foreground == .standard && $0.style.background == .standard
          })
      }
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("A data dir that vanishes is said, and seen again when it is back")
  func vanished() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "one", "The first.")
      let window = try WatchWindow.start(box)
      try await window.screen(showing: "q quit")
      #expect(rename(box.data, box.path("away")) == 0)
      try await window.screen(showing: "There is no data dir at")
      #expect(rename(box.path("away"), box.data) == 0)
      try await window.screen("the loop again") { $0.lines[0].hasPrefix("looop down") }
      window.type("g")
      try await window.screen(showing: "| The first.")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("A transcript that is deleted, cut and written again is followed")
  func rewritten() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo first")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let window = try WatchWindow.start(box, "w")
      try await window.screen(showing: "| first")
      let log = box.path("data/sessions/w/output.log")
      try FileManager.default.removeItem(atPath: log)
      try await window.screen(showing: "its transcript was removed")
      try box.write("data/sessions/w/output.log", "second\n")
      try await window.screen(showing: "| second")
      #expect(truncate(log, 0) == 0)
      try await window.screen("nothing") { !$0.lines.contains { $0.contains("second") } }
      // Holes as far as 10 GB are not read.
      #expect(truncate(log, 10 << 30) == 0)
      try await window.screen(showing: "\\u{0}\\u{0}")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }

  @Test("Two windows show 200 ended sessions at once")
  func crowd() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "echo done")
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let folder = box.path("data/sessions")
      for number in 1...199 {
        try FileManager.default.copyItem(atPath: "\(folder)/w", toPath: "\(folder)/w-\(number)")
      }
      let windows = try [WatchWindow.start(box), WatchWindow.start(box, "w-150")]
      for window in windows {
        try await window.screen(showing: "q quit")
        window.type("\t")
      }
      try await windows[0].screen("a table of the ended") {
        $0.lines.contains { $0.hasPrefix("> pulse") }
          && $0.lines.contains { $0.contains("exited(0)") }
      }
      try await windows[1].screen("the chosen one") {
        $0.lines.contains { $0.hasPrefix("> w-150 ") }
          && $0.lines.contains { $0.hasPrefix("| done") }
      }
      for window in windows {
        window.type("q")
        #expect(try await window.running.finish().code == 0)
      }
    }
  }

  @Test("w says what `looop why` says")
  func why() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let window = try WatchWindow.start(box)
      try await window.screen(showing: "the pulse is up")
      window.type("w")
      let why = try await box.must("why")
      let first = String(why.prefix { $0 != "\n" && $0 != ";" })
      try await window.screen(showing: String(first.prefix(60)))
      try await window.screen(showing: "── why ──")
      window.type("q")
      #expect(try await window.running.finish().code == 0)
    }
  }
}
