import Foundation
import TestSupport
import Testing

@Suite("worker log")
struct WorkerLogTests {
  private func start(_ box: Sandbox, _ script: String, _ more: String...) async throws {
    try box.stub.worker("w", script)
    #expect(try await box.start(["worker", "start", "w", "x"] + more).finish().code == 0)
  }

  /// Waits for the file of that name before it goes on.
  private func pause(_ name: String) -> String { "until [ -e '\(name)' ]; do sleep 0.02; done" }

  @Test("It follows until the worker has ended and all is printed, and says so")
  func follow() async throws {
    try await Sandbox.use { box in
      try await start(
        box, "echo first; \(pause(box.path("go"))); printf 'second\\nlast without an end'; exit 3")
      let log = try box.start(["worker", "log", "w", "--follow"])
      _ = try await log.line(containing: "first")
      #expect(log.exitCode == nil)
      try box.write("go", "")
      let ended = try await log.finish()
      #expect(ended.out == "first\nsecond\nlast without an end\n" && ended.code == 0)
      #expect(ended.err == "looop: the worker w has ended: exited(3)\n")
      #expect(try await box.must("worker", "log", "w") == ended.out)
      #expect(try await box.must("worker", "log", "w", "-f") == ended.out)
    }
  }

  @Test("Sequences are escapes, or left out with --text; --raw is every byte")
  func forms() async throws {
    try await Sandbox.use { box in
      try box.write("data/secrets.env", "KEY=hush-hush-hush\n")
      try await start(box, #"printf '\033[31mred\033[0m hush-hush-hush\n\377\n'"#)
      try await box.worker("w", "exited(0)")
      #expect(
        try await box.must("worker", "log", "w")
          == "\\u{1b}[31mred\\u{1b}[0m [redacted: secret KEY]\n\u{FFFD}\n")
      #expect(
        try await box.must("worker", "log", "w", "--text")
          == "red [redacted: secret KEY]\n\u{FFFD}\n")
      let raw = try await box.shell(#""$LOOOP" worker log w --raw >raw"#)
      #expect(raw.code == 0 && box.bytes("raw") == box.bytes("data/sessions/w/stream.jsonl"))
      #expect(box.bytes("raw").contains(0xFF))
      let terminal = try box.start(["worker", "log", "w", "--raw"], input: .terminal)
      let refused = try await terminal.finish()
      #expect(refused.code == 64 && refused.out.contains("would command your terminal"))
      #expect(!refused.out.contains("\u{1B}"))
      #expect(try await box.looop("worker", "log", "w", "--raw", "--text").code == 64)
      #expect(try await box.looop("worker", "log", "none").code == 65)
    }
  }

  @Test("Of a worker with a screen: the lines that left it and those on it")
  func terminal() async throws {
    try await Sandbox.use { box in
      try await start(
        box,
        "i=0; while [ $i -lt 100 ]; do i=$((i+1)); printf '\\033[31mline %d\\033[0m\\n' $i; done",
        "--kind", "terminal", "--command",
        "exec sh '\(box.root)/stub/workers/w.sh' # {{prompt_file}}")
      try await box.worker("w", "exited(0)")
      let lines = (1...100).map { "line \($0)\n" }.joined()
      #expect(try await box.must("worker", "log", "w") == lines)
      #expect(try await box.must("worker", "log", "w", "--follow", "--text") == lines)
    }
  }

  @Test("Its recording is renamed while it is followed: nothing is lost or repeated")
  func rotated() async throws {
    try await Sandbox.use { box in
      try await start(box, "echo first; exec sleep 600")
      let log = try box.start(["worker", "log", "w", "-f"])
      _ = try await log.line(containing: "first")
      let path = box.path("data/sessions/w/output.log")
      for number in 1...20 {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("line \(number)\n".utf8))
        try handle.close()
        #expect(rename(path, path + ".1") == 0)
        try box.write("data/sessions/w/output.log", "")
        _ = try await log.line(containing: "line \(number)")
      }
      try await box.must("kill", "w")
      let ended = try await log.finish()
      let expected = ["first"] + (1...20).map { "line \($0)" }
      #expect(ended.out.split(separator: "\n").map(String.init) == expected)
    }
  }

  @Test("A session that is removed, or replaced by a new life, ends it")
  func removed() async throws {
    try await Sandbox.use { box in
      try await start(box, "echo first life")
      try await box.worker("w", "exited(0)")
      try await start(box, "echo second life; exec sleep 600")
      let log = try box.start(["worker", "log", "w", "-f"])
      _ = try await log.line(containing: "second life")
      try await box.must("kill", "w")
      #expect(try await log.finish().out == "second life\n")
      try await start(box, "echo third; exec sleep 600")
      let third = try box.start(["worker", "log", "w", "-f"])
      _ = try await third.line(containing: "third")
      #expect(rename(box.path("data/sessions/w"), box.path("moved")) == 0)
      let ended = try await third.finish()
      #expect(ended.out == "third\n" && ended.code == 0)
      #expect(ended.err == "looop: the session of the worker w was removed\n")
    }
  }

  @Test("Ten gigabytes are not read: the end is, and what is left out is said")
  func huge() async throws {
    try await Sandbox.use { box in
      try await start(box, "echo x")
      try await box.worker("w", "exited(0)")
      #expect(truncate(box.path("data/sessions/w/output.log"), 10 << 30) == 0)
      let shown = try await box.shell(#""$LOOOP" worker log w --text | head -c 1"#)
      #expect(shown.err == "looop: the first \((10 << 30) - (64 << 20)) bytes are left out\n")
    }
  }

  @Test("worker list --watch prints again when something changes, and ends quietly")
  func list() async throws {
    try await Sandbox.use { box in
      try await start(box, "exec sleep 600")
      let list = try box.start(["worker", "list", "--watch", "--json"])
      _ = try await list.line(containing: #""state":"running""#)
      try await box.must("kill", "w")
      _ = try await list.line(containing: #""state":"killed(15)""#)
      list.kill(SIGTERM)
      let ended = try await list.finish()
      #expect(ended.code == 0 && ended.err.isEmpty)
      let lines = ended.out.split(separator: "\n")
      let states = try lines.map { try JSON(String($0))[0]["state"].string }
      #expect(states.first == "running" && states.last == "killed(15)")
      #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 != $1 })
      let words = try await box.shell(#""$LOOOP" worker list --watch | head -n 1"#)
      #expect(words.out.hasPrefix("WORKER") && words.err.isEmpty)
      let screen = try box.start(
        ["worker", "list", "--watch"], input: .terminal, environment: ["TERM": "xterm"])
      _ = try await screen.line(containing: "killed")
      #expect(screen.out.hasPrefix("\u{1B}[?2026h") && screen.out.contains("\u{1B}[2J"))
      screen.kill(SIGINT)
      #expect(try await screen.finish().code == 0)
    }
  }
}
