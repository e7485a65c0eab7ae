import CSys
import Foundation
import TestSupport
import Testing

/// Standard input and output as they are in scripts, agents and containers: full, closed, non-blocking.
@Suite("Standard streams")
struct StreamTests {
  private static let hasFull = FileManager.default.fileExists(atPath: "/dev/full")

  // MARK: Output

  @Test(
    "An answer counts as delivered only once it was written, and is not asked for again",
    .enabled(if: hasFull, "needs /dev/full"),
    arguments: [">/dev/full", ">&-", "4<>gone 5>gone 4<&- >&5 5>&-"])
  func answer(redirection: String) async throws {
    try await Sandbox.use { box in
      #expect(try await box.looop("ask", "w", "Which?", "--wait", "0s").code == 75)
      try await box.must("answer", "w-1", "blue")
      let lost = try await box.shell(
        "mkfifo gone; exec \"$LOOOP\" ask w Which? --wait 5s \(redirection)")
      #expect(lost.code == 73)
      #expect(!box.exists("data/mailbox.d/w-1.delivered"))
      let again = try await box.looop("ask", "w", "Which?", "--wait", "0s")
      #expect(again.code == 0 && again.out == "blue\n" && again.err == "w-1\n")
      #expect(box.exists("data/mailbox.d/w-1.delivered"))
      #expect(box.names(in: "data/asks").filter { $0.hasPrefix("w-") } == ["w-1.json"])
    }
  }

  @Test(
    "A result that fails is one error, in JSON for a program", .enabled(if: hasFull, "no /dev/full")
  )
  func json() async throws {
    try await Sandbox.use { box in
      for words in ["state --json", "asks --json", "version --json"] {
        let result = try await box.shell("exec \"$LOOOP\" \(words) >/dev/full")
        #expect(result.code == 73, "\(words)")
        #expect(try JSON(result.err)["error"]["code"] == "E_OUTPUT", "\(words): \(result.err)")
      }
      for words in ["", "help", "help state", "state --help", "--version", "sensor --help"] {
        let result = try await box.shell("exec \"$LOOOP\" \(words) >/dev/full")
        #expect(result.code == 73 && result.err.contains("standard output"), "\(words)")
      }
    }
  }

  @Test("A failing standard error hides no failure", .enabled(if: hasFull, "needs /dev/full"))
  func errors() async throws {
    try await Sandbox.use { box in
      for target in ["/dev/full", "&-"] {
        let lines = [("goal show none", 65), ("state >/dev/full", 73), ("goal list", 0)]
        for (line, code) in lines {
          let result = try await box.shell("\"$LOOOP\" \(line) 2>\(target)")
          #expect(result.code == Int32(code), "\(line) 2>\(target)")
        }
      }
    }
  }

  @Test("run ends its command when nobody reads on, and fails when its output is lost")
  func run() async throws {
    try await Sandbox.use { box in
      let result = try await box.shell("{ \"$LOOOP\" run yes; echo $? >code; } | head -n 1")
      #expect(result.out == "y\n")
      try await Until.holds("the end of run") { box.text("code") == "73\n" }
      guard Self.hasFull else { return }
      #expect(try await box.shell("\"$LOOOP\" run echo hi >/dev/full").code == 73)
      #expect(try await box.shell("\"$LOOOP\" run 'echo hi; exit 3' >/dev/full").code == 3)
    }
  }

  @Test("watch without a terminal prints what there is, and fails when that is lost")
  func watch() async throws {
    try await Sandbox.use { box in
      let result = try await box.shell("\"$LOOOP\" watch | cat")
      #expect(result.code == 0 && result.out.hasPrefix("0  pulse  "), "\(result)")
      guard Self.hasFull else { return }
      #expect(try await box.shell("\"$LOOOP\" watch >/dev/full").code == 73)
    }
  }

  // MARK: Input

  /// Verbs that take a text, and the file that it is in afterwards.
  static let readers: [(words: [String], file: String)] = [
    (["goal", "write", "g", "-"], "data/goals/g.md"),
    (["playbook", "write", "-"], "data/PLAYBOOK.md"),
    (["ask", "w", "-", "--wait", "0s"], "data/asks/w-1.json"),
    (["answer", "setup-1", "-"], "data/answers/setup-1.json"),
    (["push", "door"], "data/inbox/door/new"),
    (["worker", "start", "w", "-"], "data/sessions/w/prompt.md"),
  ]

  private static func prepare(_ box: Sandbox) async throws {
    try await box.must("asks")
    try box.write("data/sensors/door.yaml", "description: A door\npush: {}\n")
    try box.stub.worker("w", "exec sleep 600")
  }

  private static func taken(_ file: String, in box: Sandbox) -> String {
    box.names(in: file).first.map { box.text("\(file)/\($0)") } ?? box.text(file)
  }

  #if os(Linux)
    @Test(
      "What comes a moment later on a non-blocking input is taken too", arguments: readers.indices)
    func late(index: Int) async throws {
      let (words, file) = Self.readers[index]
      try await Sandbox.use { box in
        try await Self.prepare(box)
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        for end in ends { _ = csys_set_cloexec(end) }
        _ = csys_set_nonblocking(ends[0])
        let verb = try box.start(words, input: .descriptor(ends[0]))
        func type(_ text: String) { _ = send(ends[1], text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
        type(#"{"half":"FIRST","#)
        // It has read what there is, and waits; one that gives up instead has ended.
        try await Until.holds("a reader that waits") {
          verb.exitCode != nil || Processes.isAsleep(verb.pid)
        }
        type(#""rest":"SECOND"}"#)
        close(ends[1])
        let code = try await verb.finish().code
        #expect(code == 0 || code == 75)
        let text = Self.taken(file, in: box)
        #expect(text.contains("FIRST") && text.contains("SECOND"), "\(words): \(text)")
      }
    }
  #endif

  @Test("An input that is a folder, or closed, is an error of its own", arguments: readers.indices)
  func unreadable(index: Int) async throws {
    let (words, file) = Self.readers[index]
    try await Sandbox.use { box in
      try await Self.prepare(box)
      let before = Self.taken(file, in: box)
      for (source, reason) in [("/", "it is a folder"), ("&-", "Bad file descriptor")] {
        let result = try await box.shell(
          "exec \"$LOOOP\" \(words.joined(separator: " ")) <\(source)")
        #expect(result.code == 65 && result.out.isEmpty, "\(words)")
        #expect(
          result.err.contains("Cannot read standard input: \(reason)"), "\(words): \(result.err)")
      }
      #expect(Self.taken(file, in: box) == before)
    }
  }

  @Test("A disk that fails in the middle of a text gives no half of it", arguments: readers.indices)
  func failing(index: Int) async throws {
    let (words, file) = Self.readers[index]
    try await Sandbox.use { box in
      try await Self.prepare(box)
      let before = Self.taken(file, in: box)
      let orders = #"{"fail":{"role":"verb","call":"input","at":2,"errno":5}}"#
      // Read in one piece; what fails is the look for more.
      let text = String(repeating: "One more line of a text.\n", count: 100)
      let result = try await box.start(
        words, input: .text(text), environment: ["LOOOP_FAILPOINTS": orders]
      ).finish()
      #expect(result.code == 65 && result.err.contains("Input/output error"), "\(result)")
      #expect(Self.taken(file, in: box) == before)
    }
  }

  @Test("A question at the picker that cannot be read is no answer")
  func picker() async throws {
    try await Sandbox.use(nil) { box in
      for source in ["/", "&-"] {
        let result = try await box.shell("exec \"$LOOOP\" init <\(source)")
        #expect(result.code == 65 && result.err.contains("Cannot read standard input"), "\(result)")
      }
      #expect(!box.exists("config.json"))
    }
  }

  // MARK: Limits

  @Test("Beyond the limit on the size of files a verb says so, and leaves nothing behind")
  func fileLimit() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let text = String(repeating: "One more line of a text.\n", count: 100)
      let result = try await box.launch(
        ["/bin/sh", "-c", "ulimit -f 1; exec \"$0\" goal write g -", Binary.path],
        input: .text(text)
      ).finish()
      #expect(result.code == 73 && result.err.contains("ulimit -f"), "\(result)")
      #expect(box.names(in: "data/goals") == ["archive", "setup.md"])
      // A child has the signal's default again.
      let child = try await box.shell("ulimit -f 1; \"$LOOOP\" run 'head -c 9999 /dev/zero >big'")
      #expect(child.code != 0 && !child.err.contains("File too large"), "\(child)")
    }
  }

  @Test("Without descriptors every verb says so, or works", arguments: 3...9)
  func descriptors(limit: Int) async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      let limited = "ulimit -n \(limit); exec \"$LOOOP\""
      let result = try await box.shell("\(limited) goal write g 'A goal.'")
      let isDone = result.code == 0 && box.exists("data/goals/g.md")
      #expect(isDone || result.code != 0 && !result.err.isEmpty, "\(result)")
      let state = try await box.shell("\(limited) state --json")
      let isTold = state.code == 0 && state.out.contains("setup")
      #expect(isTold || state.code != 0 && !state.err.isEmpty, "\(state)")
    }
  }
}

/// A container or a chroot without /proc.
@Suite("Without /proc", .enabled(if: Privileges.ownMounts != nil, "needs a mount of its own"))
struct WithoutProcTests {
  private static func run(_ words: [String], in box: Sandbox) async throws -> Finished {
    let script = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""
    return try await box.launch(
      (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script, Binary.path] + words
    ).finish()
  }

  @Test("Verbs work, and down says what it could not look for")
  func verbs() async throws {
    try await Sandbox.use { box in
      for words in [["state"], ["goal", "write", "g", "A goal."], ["run", "true"], ["asks"]] {
        let result = try await Self.run(words, in: box)
        #expect(result.code == 0 && result.err.isEmpty, "\(words): \(result)")
      }
      let result = try await Self.run(["down"], in: box)
      #expect(result.code == 1 && result.out.isEmpty, "\(result)")
      #expect(
        result.err.contains("still runs is not known: There is no /proc."), "\(result.err)")
      #expect(try await box.looop("down").err.isEmpty)
    }
  }
}

/// A folder that cannot be listed is not an empty one.
@Suite("Listings that fail")
struct ListingTests {
  private static func failing(at number: Int, of role: String = "verb") -> [String: String] {
    [
      "LOOOP_FAILPOINTS":
        #"{"fail":{"role":"\#(role)","call":"readdir","at":\#(number),"times":99999,"errno":5}}"#
    ]
  }

  @Test(
    "Every verb that lists a folder fails with words when it cannot",
    arguments: [
      ["state"], ["asks"], ["goal", "list"], ["worker", "list"], ["sensor", "list"], ["cost"],
      ["runs", "list"], ["down"], ["beat"], ["playbook", "history"], ["up"],
      ["wait", "--timeout", "1s"],
      ["worker", "start", "b", "x"], ["ask", "w", "Which?", "--wait", "0s"],
    ])
  func verbs(words: [String]) async throws {
    try await Sandbox.use { box in
      try box.stub.worker("a", "exec sleep 600")
      try await box.must("worker", "start", "a", "x")
      try await box.must("beat")
      let failed = try await box.start(words, environment: Self.failing(at: 1)).finish()
      #expect(failed.code != 0 && failed.err.contains("Cannot list"), "\(words): \(failed)")
      #expect(try await box.state()["workers"][0]["alive"] == true)
    }
  }

  @Test("A beat that cannot list the goals decides nothing, wherever the listing fails")
  func goals() async throws {
    try await Sandbox.use { box in
      for goal in ["a", "b", "c"] { try await box.must("goal", "write", goal, "This is \(goal).") }
      try await box.must("beat")
      let calls = box.stub.calls
      try await box.must("goal", "write", "d", "New.")
      for number in 1...40 {
        let result = try await box.looop("beat", environment: Self.failing(at: number))
        if result.code == 0 { break }
        #expect(
          result.err.contains("Cannot list") || result.out.contains("Cannot list"), "\(result)")
        #expect(box.stub.calls == calls)
      }
      try await box.must("beat")
      #expect(box.stub.prompts.last?.contains("gone: goal/") == false)
    }
  }
}
