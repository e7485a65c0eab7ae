import Screen
import TestSupport
import Testing

/// The picker as a person meets it: keys in, a screen out.
@Suite("init at a terminal")
struct InitPickerTests {
  /// `init` on a terminal of 80 by 24.
  private static func start(
    _ box: Sandbox, _ words: String..., environment: [String: String] = [:]
  ) throws -> Running {
    try box.start(
      ["init"] + words, input: .terminal,
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 })
  }

  private static func screen(
    _ running: Running, columns: Int = 80, rows: Int = 24
  ) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.feed(Array(running.out.utf8)[...])
    return screen
  }

  /// The screen once it shows `part` in a whole frame.
  @discardableResult
  private static func screen(
    _ running: Running, showing part: String, columns: Int = 80, rows: Int = 24
  ) async throws -> Screen {
    let look = { screen(running, columns: columns, rows: rows) }
    return try await Until.get("'\(part)'", saw: { look().lines.joined(separator: "\n") }) {
      let screen = look()
      return !screen.isMidFrame && screen.lines.contains { $0.contains(part) } ? screen : nil
    }
  }

  /// Types the number before `name` in the list, and waits until it is selected.
  private static func select(_ name: String, _ running: Running) async throws {
    let row = { (mark: String) in
      screen(running).lines.first {
        $0.hasPrefix(mark) && $0.dropFirst(4).split(separator: " ").dropFirst().first == name[...]
      }
    }
    let number = try await Until.get("a row \(name)") {
      (row(" ") ?? row(">"))?.split { " >".contains($0) }.first
    }
    running.type(String(number))
    try await Until.holds("\(name) selected") { row(">") != nil && !screen(running).isMidFrame }
  }

  private static func expect(_ screen: Screen, _ box: Sandbox, at name: String) {
    let end = screen.lines.lastIndex { !$0.isEmpty } ?? -1
    let text = screen.lines[...end].joined(separator: "\n") + "\n"
    Golden.expect(box.shown(text), at: "golden/init/\(name).txt")
  }

  /// Nothing was written, and the terminal is as it was.
  private static func expectNothing(_ running: Running, _ box: Sandbox) async throws {
    let end = try await running.finish()
    #expect(end.code == 1 && end.out.contains("Cancelled: nothing was written."))
    #expect(running.isTerminalPlain)
    let screen = screen(running)
    #expect(!screen.isAlternate && screen.isCursorVisible)
    #expect(!box.exists("config.json") && !box.exists("data"))
  }

  @Test("80 by 24: the list, what is installed, what would be written")
  func first() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("codex", "[ \"$*\" = --version ] && echo 'codex-cli 7.8.9'")
      let running = try Self.start(box)
      // The first agent CLI that is installed is selected.
      let screen = try await Self.screen(running, showing: "7.8.9")
      #expect(screen.isAlternate && !running.isTerminalPlain && !screen.isCursorVisible)
      let selected = screen.lines.first { $0.hasPrefix(">") }
      #expect(selected?.contains("codex") == true && selected?.contains("7.8.9") == true)
      try await Self.select("claude", running)
      // Without the place of the sandbox, which is another each time.
      Self.expect(
        try await Self.screen(running, showing: "(1 of 2)"), box, at: "picker-80x24")
      running.type("\t")
      Self.expect(
        try await Self.screen(running, showing: "(2 of 2)"), box, at: "picker-documented-80x24")
      running.type("\u{3}")
      try await Self.expectNothing(running, box)
    }
  }

  @Test("Enter writes what is shown, and a plain summary stays on the screen")
  func choice() async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      running.type("\u{1B}[B")
      try await Self.screen(running, showing: ">   2  codex")
      running.type("\r")
      #expect(try await running.finish().code == 0)
      #expect(running.isTerminalPlain)
      let screen = Self.screen(running)
      #expect(!screen.isAlternate && screen.isCursorVisible)
      #expect(screen.lines[0].hasPrefix("runner   codex (not found."))
      #expect(screen.lines.contains("next     looop up"))
      let config = try JSON(box.text("config.json"))
      #expect(config["runner"] == "codex" && config.keys.count == 3)
      #expect(config["tick_command"].string?.contains("--sandbox read-only") == true)
      #expect(box.exists("data/PLAYBOOK.md"))
    }
  }

  @Test(
    "Escape, q, Ctrl-C, the end of the terminal's input and signals write nothing",
    arguments: ["\u{1B}", "q", "\u{3}", "\u{4}", "t\u{3}"])
  func leaving(_ keys: String) async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      running.type(keys)
      try await Self.expectNothing(running, box)
    }
  }

  @Test("A signal gives the terminal back", arguments: [1, 2, 15] as [Int32])
  func signal(_ number: Int32) async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      running.kill(number)
      try await Self.expectNothing(running, box)
    }
  }

  @Test("A command is edited in place; what cannot be used is refused at once")
  func editing() async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      try await Self.select("claude", running)
      running.type("w\u{15}claude 日本 {{promt_file}}")
      let refused = try await Self.screen(running, showing: "Did you mean {{prompt_file}}?")
      #expect(refused.isCursorVisible)
      running.type("\r")
      running.type("\u{1B}[D")
      Self.expect(
        try await Self.screen(running, showing: "Did you mean"), box, at: "picker-edit-80x24")
      // It starts an agent with a screen of its own.
      running.type("\u{1B}[F\u{17}")
      try await Self.screen(running, showing: "needs {{prompt_file}} for its brief")
      #expect(!box.exists("config.json"))
      running.type("{{prompt_file}}\u{1}\u{1B}[C\u{1B}[C\u{5}\r")
      try await Self.screen(running, showing: "edited (3 of 3)")
      running.type("\r")
      #expect(try await running.finish().code == 0)
      let config = try JSON(box.text("config.json"))
      #expect(config["worker_command"] == "claude 日本 {{prompt_file}}")
    }
  }

  @Test("A runner of one's own is asked for its two commands")
  func own() async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      try await Self.select("custom", running)
      running.type("\r")
      try await Self.screen(running, showing: "The tick command of custom:")
      running.type("\u{1B}[200~think\nhard\u{1B}[201~\r")
      try await Self.screen(running, showing: "The worker command of custom:")
      running.type("work\r")
      try await Self.screen(running, showing: "Enter write")
      running.type("\r")
      #expect(try await running.finish().code == 0)
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"] == "think hard" && config["worker_command"] == "work")
    }
  }

  @Test("A config's own runner and commands are offered first, and its other keys kept")
  func again() async throws {
    try await Sandbox.use(["interval": 30, "x_mine": ["a": [1, 2]]]) { box in
      let running = try Self.start(box)
      let screen = try await Self.screen(running, showing: "as set in the config")
      #expect(screen.lines.contains { $0.hasPrefix(">") && $0.contains("custom") })
      running.type("t extra\r")
      try await Self.screen(running, showing: "edited")
      running.type("\r")
      #expect(try await running.finish().code == 0)
      let config = try JSON(box.text("config.json"))
      #expect(config["tick_command"].string == box.stub.tickCommand + " extra")
      #expect(config["worker_command"].string == box.stub.workerCommand)
      #expect(config["interval"] == 30 && config["x_mine"] == ["a": [1, 2]])
    }
  }

  @Test("A terminal of another size is filled anew, a tiny one too")
  func sizes() async throws {
    try await Sandbox.use(nil) { box in
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      for (columns, rows) in [(40, 10), (120, 40), (1, 1), (20, 3), (33, 7)] {
        running.resize(columns: columns, rows: rows)
        running.type(rows % 2 == 0 ? "j" : "k")
      }
      let small = try await Self.screen(running, showing: "Which agent", columns: 33, rows: 7)
      #expect(small.lines.contains { $0.hasPrefix(">") })
      running.resize(columns: 40, rows: 10)
      Self.expect(
        try await Self.screen(
          running, showing: "Esc quit", columns: 40, rows: 10),
        box, at: "picker-40x10")
      running.type("q")
      try await Self.expectNothing(running, box)
    }
  }

  @Test("A program that never says its version, or says too much, holds nothing up")
  func badVersions() async throws {
    try await Sandbox.use(nil) { box in
      try box.program(
        "claude", "trap '' TERM; echo $$ >'\(box.path("pid"))'; sleep 600 & wait; wait")
      try box.program("codex", "printf 'v9.9\\033[2J\\033]0;x\\007\\n'")
      let running = try Self.start(box)
      try await Self.screen(running, showing: "> ")
      let pid = try await box.pid(in: "pid")
      try await Self.select("codex", running)
      running.type("\r")
      #expect(try await running.finish().code == 0)
      #expect(!Processes.isAlive(pid))
      #expect(!running.out.contains("\u{1B}]0;"))
    }
  }

  @Test("NO_COLOR draws without colours, TERM=dumb asks by numbers")
  func plain() async throws {
    try await Sandbox.use(nil) { box in
      let colored = try Self.start(box)
      try await Self.screen(colored, showing: "> ")
      #expect(colored.out.contains("\u{1B}[0;1;36m"))
      colored.type("q")
      let plain = try Self.start(box, environment: ["NO_COLOR": "1"])
      try await Self.screen(plain, showing: "> ")
      plain.type("q")
      _ = try await plain.finish()
      #expect(plain.out.matches(of: #/\u{1B}\[[0-9;]*m/#).allSatisfy { $0.0 == "\u{1B}[0m" })
      let dumb = try Self.start(box, environment: ["TERM": "dumb"])
      _ = try await dumb.line(containing: "Number [1]:")
      #expect(!dumb.out.contains("\u{1B}"))
      dumb.type("\u{4}")
      #expect(try await dumb.finish().code == 1)
      #expect(!box.exists("config.json"))
    }
  }
}
