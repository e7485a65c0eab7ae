import TestSupport
import Testing

@Suite("ask, answer, asks")
struct AskTests {
  @Test("An ask blocks until it is answered, and prints the answer and nothing else")
  func answered() async throws {
    try await Sandbox.use { box in
      let ask = try box.start(["ask", "builder", "Which colour?", "--options", "red,blue"])
      #expect(try await ask.line(containing: "builder-1") == "builder-1")
      #expect(ask.exitCode == nil)
      #expect(
        try await box.must("answer", "builder-1", "blue").hasPrefix("builder-1 answered: "))
      let result = try await ask.finish()
      #expect(result.code == 0 && result.out == "blue\n" && result.err == "builder-1\n")
      #expect(box.exists("data/mailbox.d/builder-1.delivered"))
    }
  }

  @Test("asks shows what waits, --all what was answered too, --json the records")
  func asks() async throws {
    try await Sandbox.use { box in
      let first = try await box.looop(
        "ask", "builder", "Which colour?\nThink well.", "--options", "red, blue", "--reference",
        "https://example.invalid/1", "--wait", "0")
      #expect(first.code == 75)
      try await box.must("answer", "setup-1", "Watch the shop.")
      let ages = #/[0-9]+s ago/#
      let text = try await box.must("asks")
      Golden.expect(text.replacing(ages, with: "N s ago"), at: "golden/asks.txt")
      let all = try await box.must("_", "asks", "--all")
      #expect(all.contains("setup-1  answered") && all.contains("    answer: Watch the shop.\n"))
      let json = try JSON(try await box.must("asks", "--json"))
      #expect(json.array.count == 1)
      #expect(json[0]["id"] == "builder-1" && json[0]["state"] == "pending")
      #expect(json[0]["options"] == ["red", "blue"] && json[0]["age_s"].int != nil)
      let both = try JSON(try await box.must("asks", "--all", "--json"))
      #expect(Set(both.array.map { $0["state"].string }) == ["answered", "pending"])
    }
  }

  @Test("Nothing that waits is told on standard error, and as an empty list")
  func none() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("answer", "setup-1", "nothing")
      let text = try await box.looop("asks")
      #expect(text.code == 0 && text.out.isEmpty && text.err == "Nothing waits for you.\n")
      #expect(try await box.must("asks", "--json") == "[]\n")
    }
  }

  @Test("With --wait it ends with 75 and says how to go on; the same words go on waiting")
  func resumable() async throws {
    try await Sandbox.use { box in
      let first = try await box.looop("ask", "builder", "Ready?", "--wait", "0s")
      #expect(first.code == 75 && first.out.isEmpty)
      Golden.expect(first.err, at: "golden/ask-pending.txt")
      let second = try box.start(["ask", "builder", "Ready?"])
      _ = try await second.line(containing: "builder-1")
      try await box.must("answer", "builder-1", "-", input: .text("yes\nand more\n"))
      #expect(try await second.finish().out == "yes\nand more\n\n")
      // Delivered: yesterday's yes never answers today's question.
      let third = try await box.looop("ask", "builder", "Ready?", "--wait", "0")
      #expect(third.code == 75 && third.err.hasPrefix("builder-2\n"))
    }
  }

  @Test("An answer that came while nobody waited reaches the next ask with the same words")
  func late() async throws {
    try await Sandbox.use { box in
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      try await box.must("answer", "w-1", "yes")
      #expect(try await box.looop("ask", "w", "Now?").out == "yes\n")
    }
  }

  @Test("A key makes two differently worded questions the same")
  func key() async throws {
    try await Sandbox.use { box in
      let first = try await box.looop("ask", "w", "Merge?", "--key", "merge", "--wait", "0")
      let second = try await box.looop("ask", "w", "Merge now?", "--key", "merge", "--wait", "0")
      let other = try await box.looop("ask", "w", "Merge?", "--key", "other", "--wait", "0")
      #expect(first.err.hasPrefix("w-1\n") && second.err.hasPrefix("w-1\n"))
      #expect(other.err.hasPrefix("w-2\n"))
    }
  }

  @Test("Concurrent asks of one worker get numbers of their own, and none is lost")
  func concurrent() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let running = try (1...8).map {
        try box.start(["ask", "w", "Question \($0)?", "--wait", "0"])
      }
      var ids: Set<String> = []
      for one in running {
        ids.insert(String(try await one.finish().err.split(separator: "\n").first ?? ""))
      }
      #expect(ids == Set((1...8).map { "w-\($0)" }))
      #expect(try JSON(try await box.must("asks", "--json")).array.count == 9)
    }
  }

  @Test("Numbers are never given twice, not even after the files were moved away")
  func numbers() async throws {
    try await Sandbox.use { box in
      #expect(try await box.looop("ask", "w", "One?", "--wait", "0").code == 75)
      try await box.must("answer", "w-1", "1")
      #expect(try await box.looop("ask", "w", "One?").code == 0)
      _ = try await box.shell("rm $LOOOP_DATA_DIR/asks/w-1.json $LOOOP_DATA_DIR/answers/w-1.json")
      let next = try await box.looop("ask", "w", "Two?", "--wait", "0")
      #expect(next.err.hasPrefix("w-2\n"))
    }
  }

  @Test("An unknown ask, one that is answered, and no ask at all are told apart")
  func wrong() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let unknown = try await box.looop("answer", "setup-9", "hi")
      #expect(unknown.code == 65)
      Golden.expect(unknown.err, at: "golden/errors/answer-unknown.txt")
      try await box.must("answer", "setup-1", "first")
      let again = try await box.looop("answer", "setup-1", "second")
      #expect(again.code == 65)
      Golden.expect(again.err, at: "golden/errors/answer-answered.txt")
      #expect(box.text("data/answers/setup-1.json").contains("\"first\""))
      try await box.must("answer", "setup-1", "second", "--force")
      #expect(box.text("data/answers/setup-1.json").contains("\"second\""))
      for id in ["nonsense", "setup-0", "setup-01", "../x-1", "-1", ""] {
        let result = try await box.looop("answer", "--", id, "hi")
        #expect(result.code == 64 && result.err.contains("is not the id of an ask"), "\(id)")
      }
      let json = try await box.looop("answer", "setup-9", "hi", "--json")
      #expect(json.code == 64 || json.code == 65)
    }
  }

  @Test("An empty answer, an empty question and a nameless asker are usage errors")
  func empty() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      #expect(try await box.looop("answer", "setup-1", input: .text(" \n")).code == 64)
      #expect(try await box.looop("ask", "w", "-", input: .text("")).code == 64)
      let nobody = try await box.looop("ask")
      #expect(nobody.code == 64)
      Golden.expect(nobody.err, at: "golden/errors/ask-nobody.txt")
      #expect(try await box.looop("ask", "w", "x", "--wait", "soon").code == 64)
      #expect(try await box.must("asks", "--json").contains("setup-1"))
      #expect(!box.exists("data/asks/w-1.json"))
    }
  }

  @Test("Answers carry who gave them and the digest of a gated move")
  func author() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("answer", "setup-1", "hello")
      let answer = try JSON(box.text("data/answers/setup-1.json"))
      #expect(answer["by"]["user"] == .string(Sandbox.account) && answer["by"]["via"] == "cli")
      #expect(answer["by"]["claimed"] == .null)
      #expect(answer["by"]["uid"].int != nil && answer["move"] == .null)
    }
  }

  @Test("Who answered is the account, whatever the environment says, which is recorded beside it")
  func account() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let before = try await box.must("asks", "--json")
      #expect(before.contains("setup-1"))
      let without = ["USER": "", "LOGNAME": ""]
      let answered = try await box.looop("answer", "setup-1", "one", environment: without)
      #expect(answered.code == 0)
      var by = try JSON(box.text("data/answers/setup-1.json"))["by"]
      #expect(by["user"] == .string(Sandbox.account) && by["claimed"] == .null)
      for (variable, name) in [("USER", "ada"), ("SUDO_USER", "grace"), ("LOGNAME", "eve")] {
        let claims = without.merging([variable: name]) { $1 }
        let again = try await box.looop(
          "answer", "setup-1", "two", "--force", environment: claims)
        #expect(again.code == 0)
        by = try JSON(box.text("data/answers/setup-1.json"))["by"]
        #expect(by["user"] == .string(Sandbox.account) && by["claimed"] == .string(name))
      }
      // What could forge a line of the journal is no name.
      let forged = ["USER": "x) via /dev/pts/1: \"yes\"", "LOGNAME": ""]
      _ = try await box.looop("answer", "setup-1", "three", "--force", environment: forged)
      by = try JSON(box.text("data/answers/setup-1.json"))["by"]
      #expect(by["user"] == .string(Sandbox.account) && by["claimed"] == .null)
    }
  }

  @Test("--ref is --reference, and --options may be given more than once")
  func offered() async throws {
    try await Sandbox.use { box in
      let words = [
        "ask", "w", "Which?", "--options", "apple, pear,,", "--options", "plum", "--options",
        "pear", "--ref", "reports/w.md", "--wait", "0",
      ]
      #expect(try await box.start(words).finish().code == 75)
      let ask = try JSON(box.text("data/asks/w-1.json"))
      #expect(ask["options"] == ["apple", "pear", "plum"] && ask["reference"] == "reports/w.md")
    }
  }

  @Test("A long question is clipped in the list, with a mark, and shown whole by its id")
  func long() async throws {
    try await Sandbox.use { box in
      let question = String(repeating: "Lorem ipsum.\n", count: 80_000) + "The end?"
      let input = Running.Input.text(question)
      #expect(try await box.looop("ask", "w", "-", "--wait", "0", input: input).code == 75)
      let list = try await box.must("asks")
      #expect(list.utf8.count < 6_000 && !list.contains("The end?"))
      let mark = try #require(list.split(separator: "\n").first { $0.contains("[clipped: ") })
      #expect(mark.hasPrefix("    [clipped: ") && mark.hasSuffix("`looop asks w-1` shows it whole"))
      let whole = try await box.must("asks", "w-1")
      #expect(whole.contains("  | The end?\n") && !whole.contains("[clipped"))
      #expect(try JSON(try await box.must("asks", "w-1", "--json")).array.count == 1)
      #expect(try await box.looop("asks", "w-2").code == 65)
      #expect(try await box.looop("asks", "nonsense").code == 64)
    }
  }

  @Test("No line of a question looks like looop's own, however wide the terminal is")
  func ownLines() async throws {
    try await Sandbox.use { box in
      let wide = String(repeating: "x", count: 76) + String(repeating: " ", count: 4)
      let forged = "Which?\n    answer with: looop answer gate-1 yes\n\(wide)    answer with: y"
      #expect(try await box.looop("ask", "w", forged, "--wait", "0").code == 75)
      let lines = try await box.must("asks", "w-1").split(separator: "\n")
      #expect(lines.filter { $0.hasPrefix("    answer with: ") }.count == 1)
      let terminal = try box.start(["asks", "w-1"], input: .terminal)
      let shown = try await terminal.finish().out.split(whereSeparator: \.isNewline)
      // As a terminal of 80 columns breaks what is longer.
      let broken = shown.flatMap { line in
        stride(from: 0, to: line.count, by: 80).map { line.dropFirst($0).prefix(80) }
      }
      #expect(broken.filter { $0.hasPrefix("    answer with: ") }.count == 1)
      // What is looop's own fits.
      try await box.must("answer", "w-1", "x")
      let options = ["--options", "a,b", "--wait", "0"]
      #expect(try await box.start(["ask", "worker", "Go?"] + options).finish().code == 75)
      let narrow = try box.start(["asks", "worker-1"], input: .terminal)
      let hint = try await narrow.finish().out.split(whereSeparator: \.isNewline)
        .drop { !$0.hasPrefix("    answer with: ") }
      #expect(hint.count == 2 && hint.allSatisfy { $0.count <= 80 }, "\(hint)")
    }
  }

  @Test("A question cannot forge the screen: its escapes and line breaks are shown")
  func forgery() async throws {
    try await Sandbox.use { box in
      let evil = "ok\u{1B}[2J\u{1B}]0;x\u{7}\r\u{9B}31m\u{202E}abc\nsetup-1  pending, 0s ago"
      #expect(try await box.looop("ask", "w", evil, "--wait", "0").code == 75)
      let text = try await box.must("asks")
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.isControlLike })
      #expect(text.split(separator: "\n").count { $0.hasPrefix("setup-1") } == 1)
    }
  }
}

extension Unicode.Scalar.Properties {
  /// Moves a cursor, changes a colour, or reorders what is read.
  var isControlLike: Bool { generalCategory == .control || generalCategory == .format }
}
