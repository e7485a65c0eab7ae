import Foundation
import TestSupport
import Testing

/// What the shells' completion functions are given.
@Suite("Completion")
struct CompletionTests {
  private static func complete(_ box: Sandbox, _ words: String...) async throws -> [String] {
    let result = try await box.start(["complete", "--"] + words).finish()
    #expect(result.code == 0 && result.err.isEmpty, "\(words): \(box.shown(result.err))")
    return result.out.split(separator: "\n").map(String.init)
  }

  private static func stage(_ box: Sandbox) async throws {
    try await box.must("goal", "write", "ship", "Version 2 is out.")
    try await box.must("sensor", "new", "door", "--push")
    try await box.must("sensor", "new", "weather")
    try await box.must("beat")
    try box.stub.worker("notes", "exit 0")
    try await box.must("worker", "start", "notes", "x")
    try await box.worker("notes", "exited(0)")
  }

  @Test("The ids of everything a loop has")
  func ids() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      #expect(try await Self.complete(box, "goal", "show", "") == ["setup", "ship"])
      #expect(try await Self.complete(box, "answer", "") == ["setup-1"])
      #expect(try await Self.complete(box, "asks", "x") == [])
      #expect(try await Self.complete(box, "worker", "log", "") == ["notes"])
      #expect(try await Self.complete(box, "push", "") == ["door", "today", "weather"])
      let runs = try await Self.complete(box, "runs", "show", "")
      #expect(runs.first == "last" && runs.count == 2)
      #expect(try await Self.complete(box, "runner", "show", "dem") == ["demo"])
      #expect(try await Self.complete(box, "sensor", "add", "git-") == ["git-repo"])
      // What is answered waits no longer.
      try await box.must("answer", "setup-1", "nothing")
      #expect(try await Self.complete(box, "answer", "") == [])
    }
  }

  @Test("Another loop that the line names; a broken one, and one that is not there, are quiet")
  func places() async throws {
    try await Sandbox.use { box in
      let place = "o ther: 🐦"
      try await box.must("goal", "write", "far", "x", "--data-dir", place)
      let apart = try await Self.complete(box, "goal", "show", "--data-dir", place, "")
      let joined = try await Self.complete(box, "goal", "show", "--data-dir=\(place)", "")
      #expect(apart == ["far", "setup"] && joined == apart)
      #expect(try await Self.complete(box, "goal", "show", "--data-dir", "no", "") == [])
      try box.write("broken/goals", "a file")
      try box.write("broken/.looop.json", #"{"format":99}"#)
      try box.write("broken/asks", "a file")
      for words in [["goal", "show"], ["answer"], ["runs", "show"], ["sensor", "show"]] {
        let line = ["complete", "--"] + words + ["--data-dir", "broken", ""]
        let result = try await box.start(line).finish()
        #expect(result.code == 0 && result.err.isEmpty, "\(words)")
      }
      #expect(!box.exists("no") && !box.exists("data/goals"))
    }
  }

  @Test("A name that could mean anything to a shell is left out, and so is what a question hides")
  func hostile() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      for name in ["$(touch x)", "a b", "`id`", "-x", "..", "é", "a\nb", "a;b", "*"] {
        try box.write("data/goals/\(name).md", "x")
        try box.write("data/asks/\(name)-1.json", "{}")
        try box.write("data/sensors/\(name).sh", "x")
        try box.write("data/parked/\(name).json", "{}")
        try box.write("data/playbook.d/\(name).md", "x")
        try box.write("data/sessions/\(name)/x", "x")
      }
      let safe = /[A-Za-z0-9][A-Za-z0-9._:-]*/
      for words in [
        ["goal", "show"], ["answer"], ["sensor", "show"], ["worker", "show"], ["runner", "unpark"],
        ["playbook", "show"],
      ] {
        let lines = try await box.start(["complete", "--"] + words + [""]).finish().out
        for line in lines.split(separator: "\n") {
          #expect(try safe.wholeMatch(in: line) != nil, "\(words): \(line)")
        }
      }
      try box.write(
        "data/asks/setup-1.json",
        #"{"v":1,"id":"setup-1","worker":"setup","prompt":"\u001b[31mred\ttab\nline","ts":1}"#)
      let described = try await box.must("complete", "--meanings", "--", "answer", "")
      #expect(described == "setup-1\t\\u{1b}[31mred tab line\n")
    }
  }

  // MARK: Real shells

  private enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// An interactive one that knows nothing but looop's completion.
    var script: String {
      let start =
        switch self {
        case .bash: "bash --norc --noprofile -i"
        case .zsh: "zsh -f -i"
        case .fish: "fish --no-config -i"
        }
      return """
        export PS1='> ' TERM=xterm-256color
        looop completions \(rawValue) >completion
        exec \(start)
        """
    }

    var loading: String {
      self == .fish ? "source completion; clear" : "source ./completion; clear"
    }
  }

  /// What is typed before the tab, and the line afterwards.
  private static let lines: [(typed: String, then: String)] = [
    ("looop journ", "looop journal"),
    ("looop goal arch", "looop goal archive"),
    ("looop goal show shi", "looop goal show ship"),
    ("looop answer set", "looop answer setup-1"),
    ("looop journal --follo", "looop journal --follow"),
    ("looop events --goal shi", "looop events --goal ship"),
    ("looop worker start --kind term", "looop worker start --kind terminal"),
    ("looop help exit", "looop help exit-codes"),
    ("looop goal show --data-dir data shi", "looop goal show --data-dir data ship"),
  ]

  private static func press(
    _ shell: Shell, _ lines: [(typed: String, then: String)], _ box: Sandbox
  ) async throws {
    try box.program("looop", "exec '\(Binary.path)' \"$@\"")
    try await Tmux.use(box, columns: 100, rows: 10, shell.script) { tmux in
      try await tmux.lines("a prompt") { $0.contains { !$0.isEmpty } }
      try await tmux.press(shell.loading, "Enter")
      for line in lines {
        try await tmux.run("send-keys -l '\(line.typed)'")
        try await tmux.lines("what was typed") { $0.contains { $0.contains(line.typed) } }
        try await tmux.press("Tab")
        try await tmux.lines("\(shell): \(line.then)") {
          $0.contains { $0.contains(line.then) }
        }
        try await tmux.press("C-u", "C-l")
        try await tmux.lines("an empty line") { !$0.contains { $0.contains("looop ") } }
      }
    }
  }

  @Test("bash completes the line", .needs(.tmux))
  func bash() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      try await Self.press(
        .bash, Self.lines + [("looop events --goal=shi", "looop events --goal=ship")], box)
    }
  }

  @Test("zsh completes the line", .needs(.tmux), .needs(.zsh))
  func zsh() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      try await Self.press(.zsh, Self.lines, box)
    }
  }

  @Test("fish completes the line", .needs(.tmux), .needs(.fish))
  func fish() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      try await Self.press(.fish, Self.lines, box)
    }
  }

  @Test("A file whose name has a blank, a colon and an emoji is completed, quoted", .needs(.tmux))
  func fileNames() async throws {
    try await Sandbox.use { box in
      try await Self.stage(box)
      try box.write("no te: 🐦.md", "x")
      try box.write("fo lder: 🐦/x", "x")
      try await Self.press(
        .bash,
        [
          ("looop goal write ship --file no", #"looop goal write ship --file no\ te\:\ 🐦.md"#),
          ("looop state --data-dir fo", #"looop state --data-dir fo\ lder\:\ 🐦/"#),
        ], box)
    }
  }

  @Test("The scripts are clean", .needs(.shellcheck))
  func clean() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("looop.bash", try await box.must("completions", "bash"))
      let checked = try await box.shell("shellcheck looop.bash")
      #expect(checked.code == 0, "\(checked.out)")
      for shell in ["zsh", "fish"] where try Tool(rawValue: shell)?.isThere() == true {
        try box.write("script", try await box.must("completions", shell))
        let parsed = try await box.shell("\(shell) -n script")
        #expect(parsed.code == 0, "\(parsed.err)")
      }
      let unknown = try await box.looop("completions", "zhs")
      #expect(unknown.code == 64 && unknown.err.contains("Did you mean 'zsh'?"))
    }
  }
}
