import Foundation
import TestSupport
import Testing

/// The human's words, and a worker's: on the line, from a file, from standard input.
@Suite("Texts")
struct TextTests {
  /// The verbs that take a text, and what it is.
  private static let verbs: [(words: [String], what: String)] = [
    (["goal", "write", "g"], "goal"), (["playbook", "write"], "PLAYBOOK"),
    (["answer", "setup-1"], "answer"), (["worker", "start", "w"], "brief"),
    (["ask", "w", "--wait", "0"], "question"),
  ]

  @Test("Words need no quotes, and options may stand behind them")
  func words() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" done all is well --data-dir \"$LOOOP_DATA_DIR\"")
      try await box.must("pause")
      try await box.must("goal", "write", "g", "we", "ship", "on friday", "--data-dir", box.data)
      #expect(box.text("data/goals/g.md") == "we ship on friday\n")
      try await box.must("playbook", "write", "Never", "on", "Friday.")
      #expect(box.text("data/PLAYBOOK.md") == "Never on Friday.\n")
      try await box.must("answer", "setup-1", "all", "done", "--force")
      #expect(try JSON(box.text("data/answers/setup-1.json"))["answer"] == "all done")
      try await box.must("worker", "start", "w", "do", "this", "--goal", "g")
      try await box.worker("w", "exited(0)")
      #expect(box.stub.brief("w")?.hasSuffix("\ndo this\n") == true)
      let report = try #require(box.names(in: "data/reports").first)
      #expect(box.text("data/reports/\(report)") == "all is well\n")
      #expect(try await box.looop("ask", "w", "Which", "name?", "--wait", "0").code == 75)
      #expect(try JSON(box.text("data/asks/w-1.json"))["prompt"] == "Which name?")
    }
  }

  @Test("A worker asks in as many words as it likes, with its name or without")
  func workersWords() async throws {
    try await Sandbox.use { box in
      try box.stub.worker(
        "w",
        """
        "$LOOOP_BIN" ask Which name --wait 0
        "$LOOOP_BIN" ask w Which colour is it --wait 0
        "$LOOOP_BIN" ask why --wait 0
        "$LOOOP_BIN" done asked
        """)
      try await box.must("worker", "start", "w", "x")
      try await box.worker("w", "exited(0)")
      let asks = try (1...3).map { try JSON(box.text("data/asks/w-\($0).json")) }
      let prompts = asks.map { $0["prompt"].string }
      #expect(prompts == ["Which name", "Which colour is it", "why"])
    }
  }

  @Test("--file is the text of a file, whatever stands on standard input")
  func file() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let file = try box.write("words.txt", "From a file.\n\n")
      try await box.must("goal", "write", "g", "--file", file)
      #expect(box.text("data/goals/g.md") == "From a file.\n\n")
      try await box.must("goal", "write", "h", "--file", "-", input: .text("typed"))
      #expect(box.text("data/goals/h.md") == "typed\n")
      try await box.must("answer", "setup-1", "--file", file)
      #expect(try JSON(box.text("data/answers/setup-1.json"))["answer"] == "From a file.\n\n")
      let twice = try await box.looop("goal", "write", "g", "word", "--file", file)
      #expect(twice.code == 64 && twice.err.contains("is given twice"))
    }
  }

  @Test("A text that is not UTF-8 is refused with its place, and never stored changed")
  func notUTF8() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      #expect(try await box.shell("printf 'Two lines\\nGr\\374n.\\n' >latin1").code == 0)
      for (words, what) in Self.verbs {
        let line = words.joined(separator: " ")
        for (source, place) in [
          ("--file latin1", "The \(what) in latin1 is not UTF-8: line 2, column 3"),
          ("- <latin1", "The \(what) is not UTF-8: line 2, column 3"),
          (
            "\"$(cat latin1)\"",
            "The word \(words.count + 1) of the line is not UTF-8: line 2, column 3"
          ),
        ] {
          let result = try await box.shell("\"$LOOOP\" \(line) \(source)")
          #expect(result.code == 65, "\(line) \(source): \(result)")
          #expect(result.err.contains("\(place) has the byte 0xFC."), "\(result.err)")
          #expect(result.err.contains("iconv"), "\(result.err)")
        }
      }
      #expect(!box.exists("data/goals/g.md") && !box.exists("data/asks/w-1.json"))
      let place = try await box.shell("\"$LOOOP\" state --data-dir \"$(cat latin1)\"")
      #expect(place.code == 65 && place.err.contains("The word 3 of the line"), "\(place)")
      let run = try await box.shell("\"$LOOOP\" run -- echo \"$(cat latin1)\"")
      #expect(run.code == 65 && run.out.isEmpty, "\(run)")
      // What is U+FFFD already is text.
      try await box.must("goal", "write", "g", "A \u{FFFD} as it was written.")
      #expect(box.text("data/goals/g.md") == "A \u{FFFD} as it was written.\n")
    }
  }

  @Test("A file that is absent, a folder or unreadable is an error that says so")
  func badFile() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.write("folder/x", "")
      try box.write("secret", "text", mode: 0)
      var bad = [("none", 64, "There is no file"), ("folder", 65, "it is a folder")]
      if getuid() != 0 { bad.append(("secret", 65, "Permission denied")) }
      for (words, _) in Self.verbs {
        for (name, code, part) in bad {
          let result = try await box.start(words + ["--file", box.path(name)]).finish()
          #expect(result.code == Int32(code), "\(words)")
          #expect(result.err.contains(part), "\(words): \(result.err)")
        }
      }
      #expect(!box.exists("data/goals/g.md") && !box.exists("data/asks/w-1.json"))
    }
  }

  @Test("One word that names a file, or ends in .md, is refused with the mend")
  func fileName() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      for name in ["ship.md", "brief", "my notes"] { try box.write(name, "Some words.") }
      for (words, what) in Self.verbs where what != "answer" {
        for name in ["ship.md", "none.md", "./brief", "my notes"] {
          let result = try await box.start(words + [name]).finish()
          #expect(result.code == 64, "\(words) \(name)")
          #expect(result.err.contains("not the text of the \(what)"), "\(result.err)")
          #expect(result.err.contains("--file") && result.err.contains("- < "), "\(result.err)")
        }
      }
      #expect(!box.exists("data/goals/g.md") && !box.exists("data/asks/w-1.json"))
      try await box.must("goal", "write", "g", "--", "ship.md")
      #expect(box.text("data/goals/g.md") == "ship.md\n")
      try await box.must("goal", "write", "g", "mend", "ship.md")
      #expect(box.text("data/goals/g.md") == "mend ship.md\n")
    }
  }

  @Test("An answer of one word may be a file's name, unless it is a document that is there")
  func answerOfOneWord() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      for name in ["yes", "ship.md"] { try box.write(name, "Some words.") }
      #expect(try await box.looop("answer", "setup-1", "ship.md").code == 64)
      for word in ["yes", "none.md"] {
        try await box.must("answer", "setup-1", word, "--force")
        #expect(try JSON(box.text("data/answers/setup-1.json"))["answer"] == JSON.string(word))
      }
      try await box.must("answer", "setup-1", "--force", "--", "ship.md")
      #expect(try JSON(box.text("data/answers/setup-1.json"))["answer"] == "ship.md")
    }
  }

  @Test("Standard input that cannot be read is an error that says so, and never a short text")
  func badInput() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.write("data/sensors/door.yaml", "description: The door\npush: {}\n")
      try box.write("folder/x", "")
      let more = ["sensor write s", "push door", "runner replay claude -", "init"]
      for line in Self.verbs.map({ $0.words.joined(separator: " ") + " -" }) + more {
        let folder = try await box.shell("\"$LOOOP\" \(line) <folder")
        #expect(folder.code == 65, "\(line)")
        #expect(
          folder.err.contains("Cannot read standard input: it is a folder."),
          "\(line): \(folder.err)")
        let closed = try await box.shell("\"$LOOOP\" \(line) <&-")
        #expect(closed.code == 65, "\(line)")
        #expect(
          closed.err.contains("Cannot read standard input: Bad file descriptor."),
          "\(line): \(closed.err)")
      }
    }
  }

  @Test("run passes on the command's own options")
  func run() async throws {
    try await Sandbox.use(nil) { box in
      let own = try await box.must("run", "printf", "%s|", "-x", "--json", "--", "a b")
      #expect(own == "-x|--json|--|a b|\n")
      let help = try await box.must("run", "--data-dir", box.data, "echo", "--help", "-h")
      #expect(help == "--help -h\n")
      #expect(try await box.must("run", "--", "echo", "--", "x") == "-- x\n")
      #expect(try await box.must("run", "--help").hasPrefix("OVERVIEW: Run a shell command"))
      let failed = try await box.looop("run", "sh", "-c", "exit 3", "--json")
      #expect(failed.code == 3)
      let line = #"run by \#(Sandbox.account): "sh -c 'exit 3' --json" (exited with code 3)"#
      #expect(box.journal.last?.hasSuffix(line) == true)
      try await box.must("run", #"echo "a" \b"#)
      #expect(box.journal.last?.contains(#""echo \"a\" \\b" (exited"#) == true)
    }
  }

  @Test("An id that does not exist is bad data, and the nearest one is named")
  func unknownIDs() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "release", "Ship it.")
      try await box.must("worker", "start", "notes", "x")
      try await box.must("sensor", "new", "weather")
      let lines: [([String], String)] = [
        (["worker", "start", "w", "x", "--goal", "relaese"], "'release'"),
        (["goal", "show", "relaese"], "'release'"), (["goal", "archive", "relaese"], "'release'"),
        (["kill", "nots"], "'notes'"), (["worker", "kill", "nots"], "'notes'"),
        (["watch", "--once", "--session", "nots"], "'notes'"),
        (["runner", "show", "cladue"], "'claude'"), (["runner", "test", "cladue"], "'claude'"),
        (["runner", "unpark", "cladue"], "'claude'"), (["init", "--runner", "cladue"], "'claude'"),
        (["runner", "replay", "cladue", "x"], "'claude'"),
        (["worker", "start", "w", "x", "--runner", "cladue"], "'claude'"),
        (["sensor", "show", "wether"], "'weather'"), (["sensor", "run", "wether"], "'weather'"),
        (["sensor", "rm", "wether", "--yes"], "'weather'"), (["push", "wether"], "'weather'"),
        (["answer", "setup-2", "x"], "'setup-1'"),
      ]
      for (words, meant) in lines {
        let result = try await box.start(words).finish()
        #expect(result.code == 65 && result.out.isEmpty, "\(words): \(result.err)")
        #expect(result.err.contains("Did you mean \(meant)?"), "\(words): \(result.err)")
      }
      #expect(box.names(in: "data/sessions").filter { $0 == "w" }.isEmpty)
    }
  }

  @Test("What docs/workers.md shows starts a worker that does its work")
  func workersPage() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("looop", "exec '\(Binary.path)' \"$@\"")
      let block = try #require(Document(path: "docs/workers.md").blocks.first)
      let typed = try await box.shell("set -e\n\(block.text)")
      #expect(typed.code == 0 && typed.out == "worker notes started\n", "\(typed.err)")
      try await box.worker("notes", "exited(0)")
      let report = try #require(box.names(in: "data/reports").first)
      #expect(box.text("data/reports/\(report)") == "There was nothing new to write.\n")
      #expect(box.text("brief.txt").hasSuffix("\nWrite the release notes.\n"))
    }
  }

  @Test("Where no file can be opened, a verb fails, and prints no help")
  func withoutDescriptors() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.shell("ulimit -n 3; exec \"$LOOOP\" goal write g A goal.")
      #expect(result.code != 0 && result.out.isEmpty && !box.exists("data/goals/g.md"))
    }
  }

  @Test(
    "The words of the line are read without /proc",
    .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
  func withoutProc() async throws {
    try await Sandbox.use(nil) { box in
      let words = (Privileges.ownMounts ?? []).joined(separator: " ")
      let script = "mount -t tmpfs none /proc && exec \"$LOOOP\" goal write g A goal."
      let result = try await box.shell("\(words) /bin/sh -c '\(script)'")
      #expect(result.code == 0 && box.text("data/goals/g.md") == "A goal.\n", "\(result.err)")
    }
  }
}
