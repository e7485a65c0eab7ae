import TestSupport
import Testing

/// What a runner may do wrong: its script, the failure's class, and what the message says.
struct Misdeed: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let script: String
  let cause: String
  let part: String
  /// Whether looop knows no word of it: once is not enough to ask about it.
  let isUnknown: Bool

  init(
    _ name: String, _ script: String, _ cause: String, _ part: String, isUnknown: Bool = false
  ) {
    testDescription = name
    self.isUnknown = isUnknown
    (self.script, self.cause, self.part) = (script, cause, part)
  }

  static let all = [
    Misdeed("garbage", "head -c 300 /dev/urandom", "runner: protocol", "no JSON object"),
    Misdeed("nothing", "true", "runner: empty", "said nothing"),
    Misdeed("blank lines", "echo; echo '  '", "runner: empty", "said nothing"),
    Misdeed(
      "two moves",
      #"echo '{"action":"noop","reason":"a"} or {"action":"archive_goal","id":"setup"}'"#,
      "runner: protocol", "one move per beat"),
    Misdeed(
      "an unknown action", #"echo '{"action":"nop","reason":"a"}'"#, "runner: protocol",
      "did you mean \"noop\"?"),
    Misdeed(
      "an unknown field", #"echo '{"action":"noop","reason":"a","resaon":"b"}'"#,
      "runner: protocol", "resaon"),
    Misdeed(
      "a move not built yet",
      #"echo '{"action":"write_schedule","name":"n","in_s":5,"note":"x"}'"#, "runner: protocol",
      "not built yet"),
    Misdeed(
      "a missing field", #"echo '{"action":"write_goal","id":"g"}'"#, "runner: protocol", "body"),
    Misdeed(
      "a bad id", #"echo '{"action":"write_goal","id":"../g","body":"b"}'"#, "runner: protocol",
      "cannot name a goal"),
    Misdeed(
      "a reserved id", #"echo '{"action":"start_worker","id":"gate","prompt":"b"}'"#,
      "runner: protocol", "looop uses that name itself"),
    Misdeed(
      "a move cut short", #"printf '{"action":"write_goal","id":"g","body":"b'"#,
      "runner: protocol", "seems cut"),
    Misdeed(
      "an exit code", "echo trouble >&2; exit 3", "runner: config", "trouble", isUnknown: true),
    Misdeed(
      "a move and an exit code", #"echo '{"action":"noop","reason":"a"}'; exit 1"#,
      "runner: protocol", "exited with code 1"),
    Misdeed("a signal", "kill -9 $$", "runner: interrupted", "signal 9"),
    Misdeed(
      "an endless call", "while :; do sleep 1; done", "runner: transient", "past its deadline"),
    Misdeed(
      "an endless flood", "while :; do echo flood; done", "runner: transient", "past its deadline"),
  ]
}

@Suite("A runner that misbehaves")
struct BadRunnerTests {
  @Test(
    "is a failed beat with its reason; nothing is lost, nothing is done", arguments: Misdeed.all)
  func misdeed(_ misdeed: Misdeed) async throws {
    try await Sandbox.use(["tick_timeout": "2s"]) { box in
      try box.stub.runs(misdeed.script)
      let result = try await box.looop("beat", "--json")
      #expect(result.code == 1)
      let outcome = try result.json()
      #expect(outcome["outcome"] == "failed" && outcome["cause"].string == misdeed.cause)
      #expect(outcome["text"].string?.contains(misdeed.part) == true, "\(outcome.text)")
      #expect(box.journal.isEmpty && box.names(in: "data/goals") == ["archive", "setup.md"])
      // What only a person can mend is asked, and waits for the answer.
      let asks = misdeed.cause == "runner: config" && !misdeed.isUnknown ? ["runner-1.json"] : []
      #expect(box.names(in: "data/asks") == asks + ["setup-1.json"])
      if !asks.isEmpty { try await box.must("answer", "runner-1", "mended") }
      try await box.must("goal", "write", "g", "new words")
      #expect(try await box.must("beat").hasPrefix("acted: noop"))
      #expect(try await box.stub.prompt(2).contains("## LAST FAILURE\n\n| \(misdeed.cause): "))
    }
  }

  @Test(
    "One that fails in unknown words or crashes is asked about after the third time, whatever it printed",
    arguments: ["echo Welcome; echo boom >&2; exit 3", "kill -SEGV $$", "exit 3"])
  func unknown(script: String) async throws {
    try await Sandbox.use { box in
      for number in 1...3 {
        try box.stub.runs(script)
        try await box.must("goal", "write", "g", "words \(number)")
        #expect(try await box.looop("beat").code == 1)
        #expect(box.names(in: "data/asks").contains("runner-1.json") == (number == 3), "\(number)")
      }
    }
  }

  @Test("A program that is not there is told by its name, with how to mend it")
  func missing() async throws {
    try await Sandbox.use(nil) { box in
      let environment = ["PATH": "/usr/bin:/bin"]
      #expect(try await box.looop("init", "--runner", "claude").code == 0)
      let result = try await box.looop("beat", environment: environment)
      #expect(result.code == 1)
      Golden.expect(box.shown(result.out), at: "golden/errors/runner-missing.txt")
      try box.configure(["tick_command": "no-such-agent -p"])
      try await box.must("goal", "write", "g", "x")
      let custom = try await box.looop("beat")
      #expect(custom.code == 1 && custom.out.contains("no-such-agent"))
      #expect(try await box.must("asks").contains("cannot work (config): command not found"))
      try box.configure(["runner": "nosuch"])
      try await box.must("goal", "write", "g", "y")
      let runner = try await box.looop("beat")
      #expect(runner.code == 1 && runner.out.contains("There is no runner named 'nosuch'."))
    }
  }

  @Test("Bytes that are not UTF-8 and U+2028 inside a move are no end of it")
  func bytes() async throws {
    try await Sandbox.use { box in
      try box.stub.runs(
        #"printf 'bad \377\376 bytes\n{"action":"write_goal","id":"g","body":"one\342\200\250two \377"}\n'"#
      )
      try await box.must("beat")
      #expect(box.text("data/goals/g.md") == "one\u{2028}two \u{FFFD}\n")
    }
  }

  @Test("A line of 50 MB is a failure like any other, and a move behind it counts")
  func longLine() async throws {
    try await Sandbox.use { box in
      let flood = "head -c 50000000 /dev/zero | tr '\\0' x"
      try box.stub.runs(flood)
      // Half a minute of work in a debug build, on a machine with others.
      let result = try await box.looop("beat", within: 900)
      #expect(result.code == 1 && result.out.contains("no JSON object"))
      #expect(result.out.utf8.count < 2_000)
      try await box.must("goal", "write", "g", "x")
      let less = flood.replacing("50000000", with: "5000000")
      try box.stub.runs("\(less); echo; echo '{\"action\":\"noop\",\"reason\":\"after all\"}'")
      let second = try await box.looop("beat")
      #expect(second.out == "acted: noop: \"after all\"\n")
      let run = try #require(box.names(in: "data/runs").last)
      let size = try await box.shell("wc -c <$LOOOP_DATA_DIR/runs/\(run)/stream.jsonl").out
      #expect(Int(size.filter(\.isNumber)) ?? 0 > 5_000_000)
    }
  }

  @Test(
    "A world of a megabyte reaches the runner within the limit, its end too, and where it is an argument"
  )
  func longPrompt() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      for n in 100..<230 {
        try box.write("data/goals/g\(n).md", String(repeating: "word \(n) ", count: 1_000))
      }
      try await box.must("resume")
      try await box.must("beat")
      let prompt = try await box.stub.prompt(1)
      #expect(prompt.utf8.count > 130_000 && prompt.utf8.count <= 256 << 10)
      #expect(prompt.contains("more bytes]") && prompt.contains("## WHAT CHANGED\n\n| new:"))
      #expect(prompt.hasSuffix("Answer now with ONE move.\n"))
      try box.write("count", "printf %s \"$1\" >'\(box.path("got"))'")
      let command =
        "/bin/sh \(box.path("count")) \"$(cat {{prompt_file}})\"; \(box.stub.tickCommand)"
      try box.configure(["tick_command": .string(command)])
      try await box.must("goal", "write", "g", "x")
      try await box.must("beat")
      let argument = box.text("got")
      #expect(argument.utf8.count > 45_000 && argument.utf8.count <= 96 << 10)
      #expect(argument.hasSuffix("Answer now with ONE move."))
    }
  }
}
