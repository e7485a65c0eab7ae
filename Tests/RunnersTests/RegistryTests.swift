import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Runners

@Suite("The registry")
struct RegistryTests {
  let registry = Registry()

  /// The presets in the order of the table in docs/runners.md, which is the order they are offered in.
  private static let documented: [String] = {
    let path = Documents.folder.appending(path: "runners.md")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    let table = text.split(separator: "\n").drop { !$0.hasPrefix("| preset |") }
      .prefix { $0.hasPrefix("|") }
    return table.dropFirst(2).compactMap {
      $0.split(separator: "`").dropFirst().first.map(String.init)
    }
  }()

  @Test("Presets come in the order they are offered, each with an adapter")
  func order() throws {
    let presets = try registry.presets()
    #expect(presets.map(\.name) == Self.documented)
    for preset in presets {
      _ = try registry.runner(for: preset)
      #expect(try registry.preset(named: preset.name) == preset)
      #expect(preset.binary.isEmpty || preset.binary == preset.name)
    }
  }

  @Test("The recommended commands are on one line, infer their own preset and are headless")
  func recommended() throws {
    for preset in try registry.presets() {
      for command in [preset.tickCommand, preset.workerCommand] where !command.isEmpty {
        #expect(!command.contains("\n"))
        let places = command.replacing(CommandTemplate.schemaPlaceholder, with: "")
        // Versions of pi that are still about print plain text when the prompt comes on theirs.
        let isPi = preset.name == "pi" && CommandTemplate.hasPlaceholder(command)
        #expect(
          isPi || !places.contains("{{"), "\(preset.name) takes its prompt on standard input")
        #expect(registry.presetName(forCommand: command) == preset.name)
        #expect(try registry.workerKind(of: command, preset: preset) == .headless)
      }
    }
  }

  @Test("The documented commands stand as the original's documentation gives them")
  func documented() throws {
    let claude = try registry.preset(named: "claude")
    #expect(
      claude.documentedTickCommand
        == "claude -p --output-format stream-json --verbose --dangerously-skip-permissions"
        + " --model sonnet \"$(cat {{prompt_file}})\"")
    #expect(
      claude.documentedWorkerCommand
        == "claude --dangerously-skip-permissions --model opus \"$(cat {{prompt_file}})\"")
    let codex = try registry.preset(named: "codex")
    #expect(
      codex.documentedTickCommand
        == "codex exec --json --dangerously-bypass-approvals-and-sandbox"
        + " \"$(cat {{prompt_file}})\"")
    #expect(
      codex.documentedWorkerCommand
        == "codex --dangerously-bypass-approvals-and-sandbox \"$(cat {{prompt_file}})\"")
    let opencode = try registry.preset(named: "opencode")
    #expect(opencode.documentedTickCommand == "opencode run \"$(cat {{prompt_file}})\"")
    #expect(opencode.documentedWorkerCommand == "opencode \"$(cat {{prompt_file}})\"")
    let pi = try registry.preset(named: "pi")
    #expect(
      pi.documentedTickCommand
        == "pi -p --mode json -ne --model claude-sonnet-4-5 --thinking low @{{prompt_file}}")
    #expect(
      pi.documentedWorkerCommand
        == "pi --model claude-opus-4-8 --thinking medium @{{prompt_file}}")
  }

  @Test(
    "The model is the word after its flag",
    arguments: [
      ("claude -p --model opus", "opus"), ("codex exec -m gpt-5.5 -", "gpt-5.5"),
      ("pi --model=anthropic/x @f", "anthropic/x"), ("claude -p", nil), ("claude --model", nil),
      ("claude -- --model opus", nil), ("claude 'say --model x'", nil), ("", nil),
      ("M=1 claude --model 'a b'", "a b"), (#"codex exec -c 'model="gpt-5.5"' -"#, "gpt-5.5"),
      ("codex exec --config model=gpt-5.5", "gpt-5.5"), ("codex exec -c model_x=y", nil),
    ] as [(String, String?)])
  func models(command: String, model: String?) throws {
    let preset = try registry.preset(named: "codex")
    #expect(try registry.model(ofCommand: command, preset: preset)?.name == model)
  }

  @Test("The models of the recommended commands have a price, and what it is known for")
  func prices() throws {
    for preset in try registry.presets() {
      for command in [preset.tickCommand, preset.workerCommand] {
        let model = try registry.model(ofCommand: command, preset: preset)?.name
        guard let model, preset.name != "claude" else { continue }
        #expect(preset.prices.price(of: model) != nil, "\(model)")
      }
    }
    // What the CLI itself computed in every run recorded.
    let recorded = Usage(
      input: 1000, output: 20, cacheRead: 500, cacheWrite: 300, dollars: 0,
      model: "claude-sonnet-5-5")
    let claude = try registry.preset(named: "claude").prices
    let cost = claude.cost(of: recorded)
    #expect(cost.source == .imputed)
    #expect(abs((cost.dollars ?? 0) - 0.003) < 1e-12)
    #expect(claude.price(of: "claude-opus-5-5")?.output == 20)
    #expect(claude.price(of: "claude-opus-5")?.output == 25)
    #expect(claude.price(of: "gpt-5.5") == nil)
    let codex = try registry.preset(named: "codex").prices
    #expect(codex.price(of: nil) == codex.price(of: "gpt-6.1-sol"))
  }

  @Test(
    "A command's first word tells its preset",
    arguments: [
      ("claude -p", "claude"), ("  claude", "claude"), ("/usr/local/bin/claude -p", "claude"),
      ("IS_SANDBOX=1 A_1='x y' claude -p", "claude"), ("\"claude\" -p", "claude"),
      ("codex exec --json -", "codex"), ("opencode run x", "opencode"), ("pi -p", "pi"),
      (": | pi -p", "pi"), (": | A=1 pi -p", "pi"), ("A=1 opencode", "opencode"), (":", "custom"),
      ("my-claude -p", "custom"), ("echo claude", "custom"), ("", "custom"), ("A=1", "custom"),
      ("\"$LOOOP_BIN\" demo-tick", "demo"), ("/x/looop demo-worker --fast", "demo"),
      ("looop beat demo-tick", "custom"), ("demo", "custom"), ("custom", "custom"),
      ("1A=x claude", "custom"), ("./claude", "claude"),
    ])
  func inference(command: String, preset: String) {
    #expect(registry.presetName(forCommand: command) == preset)
  }

  @Test(
    "A command's flags tell how its worker lives",
    arguments: [
      ("claude", "claude -p --model opus", WorkerKind.headless),
      ("claude", "claude --print", .headless),
      ("claude", "claude --model opus \"$(cat x)\"", .terminal),
      ("claude", "claude --model opus 'use -p now'", .terminal),
      ("claude", "claude -- -p", .terminal),
      ("claude", "X=-p claude", .terminal),
      ("codex", "codex exec --json -", .headless),
      ("codex", "codex -m gpt e -", .headless),
      ("codex", "codex \"$(cat exec)\"", .terminal),
      ("codex", "codex \"run exec\"", .terminal),
      ("opencode", "opencode run --format json", .headless),
      ("opencode", "opencode \"run it\"", .terminal),
      ("opencode", "opencode \"$(cat x)\"", .terminal),
      ("pi", ": | pi -p --mode json @x", .headless),
      ("pi", "pi --print @x", .headless),
      ("pi", "pi --model m @x", .terminal),
      ("custom", "anything at all", .headless),
      ("demo", "looop demo-worker", .headless),
    ])
  func workerKinds(preset: String, command: String, kind: WorkerKind) throws {
    let preset = try registry.preset(named: preset)
    #expect(try registry.workerKind(of: command, preset: preset) == kind)
  }

  @Test("An unknown runner or adapter is an error of the config that names the known ones")
  func unknown() throws {
    let unknown = #expect(throws: LooopError.self) { try registry.preset(named: "cladue") }
    #expect(unknown?.code == "E_RUNNER_UNKNOWN")
    #expect(unknown?.kind == .config)
    #expect(
      unknown?.hint
        == "Did you mean 'claude'? The runners are: \(Self.documented.joined(separator: ", ")).")
    var preset = try registry.preset(named: "claude")
    preset.adapter = "hal"
    let adapter = #expect(throws: LooopError.self) { try registry.runner(for: preset) }
    #expect(adapter?.code == "E_ADAPTER_UNKNOWN")
    #expect(adapter?.hint == "The adapters are: \(Self.documented.joined(separator: ", ")).")
    #expect(throws: LooopError.self) { try registry.workerKind(of: "x", preset: preset) }
  }
}

@Suite("A preset file")
struct PresetFileTests {
  private static let whole = """
    name: x
    title: X
    description: An agent.
    adapter: custom
    tick_command: x tick
    worker_command: ""

    """

  private func parse(_ text: String) throws -> RunnerPreset {
    try PresetFile.parse(Array(text.utf8), file: "x.yaml")
  }

  @Test("What may be left out is empty")
  func defaults() throws {
    #expect(
      try parse(Self.whole)
        == RunnerPreset(
          name: "x", title: "X", description: "An agent.", binary: "", installHint: "",
          adapter: "custom", tickCommand: "x tick", workerCommand: "", documentedTickCommand: "",
          documentedWorkerCommand: "", environment: [:], passEnvironment: [], askWait: nil))
  }

  @Test("Everything that can be given is read")
  func everything() throws {
    let preset = try parse(
      Self.whole + """
        binary: x
        install_hint: get it
        documented_tick_command: x
        documented_worker_command: y
        env: {A: 1, B: "two"}
        pass_env: [HOME_OF_X]
        ask_wait: 60
        """)
    #expect(preset.environment == ["A": "1", "B": "two"])
    #expect(preset.passEnvironment == ["HOME_OF_X"])
    #expect(preset.askWait == .minutes(1))
    #expect(preset.binary == "x")
    #expect(preset.installHint == "get it")
    #expect(preset.documentedTickCommand == "x")
    #expect(preset.documentedWorkerCommand == "y")
  }

  @Test(
    "A mistake is told with its place",
    arguments: [
      ("tick_comand: x", "x.yaml:7:1: unknown key 'tick_comand'; did you mean 'tick_command'?"),
      ("ask_wait: soon", "x.yaml:7:11: 'ask_wait' must be a whole number"),
      ("ask_wait: 0", "x.yaml:7:11: 'ask_wait' is 0; it must be 1 to 604800"),
      ("env: [A]", "x.yaml:7:6: 'env' must be a mapping, found a list"),
      ("name: y", "x.yaml:7:1: the key 'name' appears twice, first on line 1"),
    ])
  func mistakes(line: String, expected: String) {
    let error = #expect(throws: (any Error).self) { try parse(Self.whole + line) }
    #expect(error.map { "\($0)" } == expected)
  }

  @Test(
    "What no preset can do without must stand there",
    arguments: ["name", "title", "description", "adapter", "tick_command", "worker_command"])
  func required(key: String) {
    let lines = Self.whole.split(separator: "\n").filter { !$0.hasPrefix("\(key):") }
    let error = #expect(throws: (any Error).self) { try parse(lines.joined(separator: "\n")) }
    #expect(error.map { "\($0)" } == "x.yaml:1:1: a preset needs '\(key)'")
  }
}

@Suite("A wait in words")
struct StatedWaitTests {
  @Test(
    "Spans are read, times of day and vague words are not",
    arguments: [
      ("Please try again in 1.5s.", 1.5), ("Please try again in 500ms", 0.5),
      ("try again in 6m0s.", 360), ("Try again in 3 hours 20 minutes.", 12_000),
      ("try again in 1 day, 2 hours and 1 minute", 93_660), ("Retry after 30", 30),
      ("retry-after: 120", 120), ("Try again in ~157 min.", 9420),
      ("Try again in 5 minutes or so", 300),
      ("Try again later.", nil), ("try again at 3:45 PM", nil), ("", nil),
      ("try again in ", nil), ("try again in a moment; retry after 2 seconds", 2),
    ] as [(String, Double?)])
  func spans(text: String, seconds: Double?) {
    #expect(StatedWait.span(in: text) == seconds.map { .seconds($0) })
  }

  @Test(
    "A local time is read in the forms that are in use, and no other",
    arguments: [
      ("or try again at Nov 23rd, 2026 2:13 AM.", [2026, 11, 23, 2, 13]),
      ("Try again at Jan 1st, 2027 12:00 PM", [2027, 1, 1, 12, 0]),
      ("try again at 3:45 PM.", [15, 45]), ("try again at 12:05 AM", [0, 5]),
      ("try again at 15:45", [15, 45]), ("try again at noon", nil), ("try again at 13:00 PM", nil),
      ("try again at Nov 41st, 2026 2:13 AM", nil), ("try again at ", nil), ("", nil),
      ("try again in 5 minutes", nil),
      ("try again at Nov 23rd 2:13 AM", [0, 11, 23, 2, 13]),
    ] as [(String, [Int]?)])
  func localMoments(text: String, fields: [Int]?) {
    let moment = StatedWait.localMoment(in: text)
    let day = moment?.day.map { [$0.year, $0.month, $0.day] } ?? []
    #expect(moment.map { day + [$0.hour, $0.minute] } == fields)
  }

  @Test(
    "A moment is read from its text",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-22T14:11:05.668Z", 1_795_356_665),
      ("2024-02-29T00:00:00.000Z", 1_709_164_800), ("2000-03-01T00:00:00Z", 951_868_800),
      ("2026-13-01T00:00:00Z", nil), ("2026-11-22", nil), ("yesterday", nil),
    ] as [(String, Int?)])
  func moments(text: String, seconds: Int?) {
    #expect(StatedWait.moment(text) == seconds)
  }
}
