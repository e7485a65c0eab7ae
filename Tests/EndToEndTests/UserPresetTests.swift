import TestSupport
import Testing

/// Runners that looop does not know: a file beside the config, and no Swift.
@Suite("A preset of the user's own")
struct UserPresetTests {
  /// Speaks in JSON lines of its own making.
  private static let heron = #"""
    cat >/dev/null
    printf '%s\n' '{"event":"hello","conversation":"h-1"}' '{"event":"say","words":"Let me see."}' \
      '{"event":"say","words":"{\"action\":\"noop\",\"reason\":\"all is well\"}"}' \
      '{"event":"bye","used":{"in":1200,"out":34},"cost":0.25}'
    """#

  private static func preset(_ words: String = "/words") -> String {
    """
    binary: heron
    tick_command: heron
    worker_command: heron
    stream:
      type: /event
      session: /conversation
      lines:
        say: {text: \(words)}
        bye: {end: well, usage: {input: /used/in, output: /used/out, usd: /cost}}
      ignore: [hello]

    """
  }

  @Test("A described CLI thinks, and what it cost is counted")
  func described() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("heron", Self.heron)
      try box.write("presets/runners/heron.yaml", Self.preset())
      try await box.must("init", "--runner", "heron")
      #expect(try JSON(box.text("config.json"))["tick_command"] == "heron")
      #expect(try await box.must("beat") == "acted: noop: \"all is well\"\n")
      let ledger = box.names(in: "data/ledger").map { box.text("data/ledger/\($0)") }.joined()
      #expect(ledger.contains("1200") && ledger.contains("0.25"))
    }
  }

  @Test("A running pulse reads an edited preset at its next decision")
  func edited() async throws {
    try await Sandbox.use(["runner": "heron", "tick_command": .null]) { box in
      try box.program("heron", Self.heron)
      try box.write("presets/runners/heron.yaml", Self.preset("/nothing"))
      try await box.upAndRest()
      try await box.beat("failed", "said nothing")
      try box.write("presets/runners/heron.yaml", Self.preset())
      try await box.must("goal", "write", "g", "x")
      try await box.beat("acted", "all is well")
    }
  }

  @Test("A broken file is told with its place when it is used, and only then")
  func broken() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("heron", Self.heron)
      try box.write("presets/runners/bad.yaml", "stream:\n  type: event\n")
      try box.write("presets/runners/heron.yaml", Self.preset())
      let bad = try await box.looop("init", "--runner", "bad")
      #expect(bad.code == 78)
      Golden.expect(box.shown(bad.err), at: "golden/errors/preset.txt")
      let unknown = try await box.looop("init", "--runner", "herron")
      #expect(unknown.err.contains("Did you mean 'heron'? The runners are: claude, "))
      try await box.must("init", "--runner", "heron")
      try await box.must("beat")
      try box.write("presets/runners/heron.yaml", Self.preset().replacing("/words", with: "words"))
      try await box.must("goal", "write", "g", "x")
      let beat = try await box.looop("beat")
      #expect(beat.code == 1 && beat.out.contains("presets/runners/heron.yaml:8:17: 'words' is no"))
    }
  }

  @Test("A worker's supervisor finds it too, wherever the config stands")
  func worker() async throws {
    try await Sandbox.use(nil) { box in
      try box.program("heron", Self.heron)
      try box.write("c/looop/presets/runners/heron.yaml", Self.preset())
      let places = ["LOOOP_CONFIG": "", "XDG_CONFIG_HOME": box.path("c")]
      let start = try await box.looop(
        "worker", "start", "w", "x", "--runner", "heron", environment: places)
      #expect(start.code == 0, "\(start.err)")
      try await box.worker("w", "exited(0)")
      #expect(
        box.text("data/sessions/w/output.log")
          == "[session h-1]\nLet me see.\n{\"action\":\"noop\",\"reason\":\"all is well\"}\n")
      let usage = try JSON(box.text("data/sessions/w/usage.json"))
      #expect(usage["input"] == 1200 && usage["usd"] == .number(0.25))
    }
  }
}
