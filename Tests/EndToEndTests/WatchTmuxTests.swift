import Foundation
import Screen
import TestSupport
import Testing

@Suite("watch in tmux", .needs(.tmux))
struct WatchTmuxTests {
  /// Runs the window, then says how it ended, and what the terminal's modes are before and after.
  private static let script = #"""
    stty -g >before
    "$LOOOP" watch
    echo "ended with $?"
    stty -g >after
    echo "waiting"
    exec cat
    """#

  /// As a golden file keeps it: ages and pids differ from run to run, and so do the widths of columns.
  private static func golden(_ lines: [String], _ box: Sandbox) -> String {
    let text = lines.joined(separator: "\n") + "\n"
    return box.shown(text).replacing("by \(Sandbox.account) via", with: "by USER via").replacing(
      #/\b[0-9]+[smhd]\b/#, with: "N"
    )
    .replacing(#/ {2,}/#, with: "  ")
    .replacing(#/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/#, with: "TIME")
  }

  private static func stage(_ box: Sandbox) async throws {
    try box.stub.worker("told", "for i in $(seq 1 100); do echo \"step $i: 日本語 é\"; done")
    try await box.must("goal", "write", "ship", "Ship it.")
    try await box.must("worker", "start", "told", "x", "--goal", "ship")
    try await box.worker("told", "exited(0)")
    try await box.must(
      "worker", "start", "drawn", "x", "--kind", "terminal", "--command",
      #"printf '\033[2J\033[H\033[1;31mred\033[0m and \033[7minverse\033[0m\r\n┌─┐\r\n│宽│\r\n└─┘'; : {{prompt_file}}"#
    )
    try await box.worker("drawn", "exited(0)")
  }

  @Test("Keys, sizes and golden screens; the terminal is as it was")
  func keys() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      try await Tmux.use(box, columns: 80, rows: 24, Self.script) { tmux in
        try await tmux.lines(showing: "q quit")
        try await tmux.press("Tab")
        let first = try await tmux.lines("both workers") { lines in
          ["  told ", "  drawn "].allSatisfy { name in lines.contains { $0.hasPrefix(name) } }
        }
        Golden.expect(Self.golden(first, box), at: "golden/watch/tmux-80x24.txt")
        // What ended last is listed first.
        try await tmux.press("Down")
        try await tmux.lines("drawn chosen") { $0.contains { $0.hasPrefix("> drawn ") } }
        let drawn = try await tmux.lines(showing: "│宽│")
        #expect(drawn.contains("red and inverse"))
        let styled = try await tmux.run("capture-pane -p -e")
        #expect(styled.contains("\u{1B}[1m\u{1B}[31mred") && styled.contains("\u{1B}[7minverse"))
        try await tmux.press("Down")
        try await tmux.lines(showing: "| step 100:")
        try await tmux.press("PPage", "C-u")
        try await tmux.lines(showing: " rows ")
        try await tmux.press("/", "s", "t", "e", "p", " ", "5", ":", "Enter")
        let found = try await tmux.lines(showing: "| step 5: 日本語 é")
        Golden.expect(
          Self.golden(found.filter { $0.hasPrefix("|") }, box), at: "golden/watch/tmux-found.txt")
        try await tmux.run("resize-window -x 300 -y 100")
        try await tmux.lines("the whole transcript") {
          $0.count == 100 && $0.contains { $0.contains("Tab all") }
        }
        try await tmux.run("resize-window -x 20 -y 6")
        try await tmux.lines("a small window") { $0.count == 6 && $0[5].contains("q quit") }
        try await tmux.run("resize-window -x 1 -y 1")
        try await tmux.run("resize-window -x 100 -y 30")
        try await tmux.press("g")
        let goals = try await tmux.lines(showing: "| Ship it.")
        #expect(goals.count == 30)
        try await tmux.press("q")
        try await tmux.lines(showing: "waiting")
        #expect(try await tmux.lines().contains("ended with 0"))
        #expect(box.text("before") == box.text("after") && !box.text("before").isEmpty)
      }
    }
  }

  /// SIGKILL cannot be heard: nothing can restore the terminal then.
  @Test(
    "However it is ended, the shell gets its terminal back", arguments: ["TERM", "HUP", "SEGV"])
  func ended(signal: String) async throws {
    try await Sandbox.use { box in
      try await Tmux.use(
        box, columns: 80, rows: 24,
        "stty -g >before; \"$LOOOP\" watch & echo $! >pid; wait $!; stty -g >after; echo waiting; exec cat"
          .replacing("\"$LOOOP\" watch &", with: "\"$LOOOP\" watch </dev/tty &")
      ) { tmux in
        try await tmux.lines(showing: "q quit")
        let pid = try await box.pid(in: "pid")
        kill(pid, ["TERM": SIGTERM, "HUP": SIGHUP, "SEGV": SIGSEGV][signal] ?? SIGTERM)
        try await tmux.lines(showing: "waiting")
        #expect(box.text("before") == box.text("after") && !box.text("before").isEmpty)
        #expect(
          try await tmux.run("display -p '#{alternate_on} #{cursor_flag} #{mouse_any_flag}'")
            == "0 1 0\n")
      }
    }
  }

  @Test("A job in the background leaves the terminal to the shell, and comes up in the foreground")
  func background() async throws {
    try await Sandbox.use { box in
      let shell = "PS1='ready> ' exec bash --norc --noprofile -i"
      try await Tmux.use(box, columns: 80, rows: 24, shell) { tmux in
        let modes = "display -p '#{alternate_on} #{cursor_flag} #{mouse_any_flag}'"
        try await tmux.lines(showing: "ready>")
        // The shell says at once that a job has stopped.
        try await tmux.type("set -b")
        try await tmux.type("\"$LOOOP\" watch & echo $! >pid")
        let pid = try await box.pid(in: "pid")
        try await tmux.lines(showing: "Stopped")
        #expect(try await tmux.run(modes) == "0 1 0\n")
        try await tmux.type("echo typed | tr a-z A-Z")
        try await tmux.lines(showing: "TYPED")
        try await tmux.type("clear; fg")
        try await tmux.lines(showing: "q quit")
        // Stopped and continued in the background, it waits for the foreground again.
        kill(pid, SIGTSTP)
        try await tmux.lines(showing: "Stopped")
        try await tmux.type("clear; bg")
        try await tmux.lines(showing: "Stopped")
        #expect(try await tmux.run(modes) == "0 1 0\n")
        try await tmux.type("clear; fg")
        try await tmux.lines(showing: "q quit")
        try await tmux.press("q")
        try await tmux.type("echo left | tr a-z A-Z")
        try await tmux.lines(showing: "LEFT")
        #expect(try await tmux.run(modes) == "0 1 0\n")
      }
    }
  }
}

/// The colours that our screen reads from a recorded session, cell by cell beside those of tmux.
@Suite("Recorded colours in tmux", .needs(.tmux))
struct RecordedColorTests {
  private struct Facts: Decodable {
    let columns: Int
    let rows: Int
  }

  @Test(
    "Every character looks as it does in tmux",
    arguments: ["claude-plain", "claude-noalt", "codex-noalt"])
  func colors(name: String) async throws {
    let raw = Fixtures.folder.appending(path: "screens/\(name).raw")
    let facts = try JSONDecoder().decode(
      Facts.self, from: Data(Fixtures.text("screens/\(name).json").utf8))
    var own = Screen(columns: facts.columns, rows: facts.rows)
    own.feed(Array(try Data(contentsOf: raw))[...])
    try await Sandbox.use { box in
      // What tmux answers to queries of the recording must not be shown.
      let script = "stty raw -echo; cat '\(raw.path)'; exec cat >answers"
      try await Tmux.use(box, columns: facts.columns, rows: facts.rows, script) { tmux in
        try await tmux.lines("the last screen") { $0 == own.lines }
        let captured = try await tmux.run("capture-pane -p -e")
        var theirs = Screen(columns: facts.columns, rows: facts.rows)
        let lines = captured.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        theirs.feed(Array(lines.joined(separator: "\r\n").utf8)[...])
        var compared = 0
        var colored = 0
        for row in 0..<facts.rows {
          for column in 0..<facts.columns {
            guard let cell = own.cell(row: row, column: column),
              let other = theirs.cell(row: row, column: column), cell.text == other.text,
              !cell.text.isEmpty, cell.text != " "
            else { continue }
            compared += 1
            colored += cell.style == .plain ? 0 : 1
            #expect(cell.style == other.style, "\(row):\(column) \(cell.text)")
          }
        }
        #expect(compared > 500 && colored > 10, "\(compared), \(colored)")
      }
    }
  }
}
