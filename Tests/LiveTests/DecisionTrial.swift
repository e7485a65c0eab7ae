internal import Foundation
internal import ModelServer
internal import TestSupport
internal import Testing

/// One decision by one real agent CLI: a fresh loop, one `looop beat`, and all it left behind.
struct DecisionTrial {
  let scenario: DecisionScenario
  let box: Sandbox
  let server: ModelServer
  let tell: Narrator

  private var agent: Agent { scenario.agent }

  init(_ scenario: DecisionScenario, program: String, in box: Sandbox, _ tell: Narrator) throws {
    self.scenario = scenario
    self.box = box
    self.tell = tell
    server = try ModelServer(faults: scenario.faults, scenario.reply)
    try FileManager.default.createSymbolicLink(
      atPath: box.path("bin/\(scenario.agent)"), withDestinationPath: program)
    try scenario.agent.settle(in: box, port: server.port, model: "gpt-5.5")
  }

  func play() async throws {
    defer { server.stop() }
    try await configure()
    let beat = try await box.looop("beat", "--json", environment: environment)
    let left = Processes.marked("LOOOP_DATA_DIR=\(box.data)").map(Processes.words)
    try #require(left.isEmpty, "\(left)")
    tell.step("the beat is over, and nothing of it runs")
    try asked()
    try ended(beat)
    try decided()
    try spent()
    try await rested()
  }

  /// As `init` leaves it, with what the scenario wants on top.
  private func configure() async throws {
    try FileManager.default.createDirectory(
      atPath: box.path("tmp"), withIntermediateDirectories: true)
    let done = try await box.looop("init", "--runner", "\(agent)", environment: environment)
    try #require(done.code == 0, "\(done.err)")
    var config = try JSON(box.text("config.json"))
    var command = agent.tickCommand(try #require(config["tick_command"].string))
    if !scenario.sendsSchema { command = agent.withoutSchema(command) }
    try #require(command.contains("{{schema_file}}") == scenario.sendsSchema, "\(command)")
    config = config.with("tick_command", .string(command))
    for key in scenario.settings.keys { config = config.with(key, scenario.settings[key]) }
    try box.write("config.json", config.text)
  }

  /// What reached the model: as often as it should, each time held to the schema, or not, and never
  /// with a tool that could do anything.
  private func asked() throws {
    let turns = server.turns
    try #require(scenario.requests.contains(turns.count), "\(turns.count) requests")
    try #require(turns.allSatisfy { !$0.tools.contains(agent.shell) }, "\(turns.map(\.tools))")
    let schema = scenario.sendsSchema ? try JSON(run("schema.json")) : nil
    try #require(turns.allSatisfy { $0.schema == schema }, "\(turns.map(\.schema))")
    tell.step("asked: the schema of a move in \(schema == nil ? 0 : turns.count) of \(turns.count)")
    try #require(!box.exists("home/\(DecisionScenario.trace)"))
    if let refused = turns.last?.results.last { tell.step("refused the tool: \(refused)") }
  }

  private func ended(_ beat: Finished) throws {
    let outcome = try beat.json()
    let text = outcome["text"].string ?? ""
    let seen = "\(outcome.text)\n\(run("stream.jsonl").suffix(4_000))"
    guard let failure else {
      try #require(beat.code == 0 && outcome["outcome"] == "acted", "\(seen)")
      try #require(text == #"noop: "the scripted model rests""#, "\(seen)")
      return tell.step("acted: \(text)")
    }
    try #require(beat.code == 1 && outcome["outcome"] == "failed", "\(seen)")
    try #require(outcome["cause"].string == "runner: \(failure)", "\(seen)")
    try #require(text.contains(scenario.says), "\(seen)")
    tell.step("failed, \(failure): \(text)")
  }

  private func decided() throws {
    let decision = try JSON(run("decision.json"))
    switch scenario.calls.last {
    case "move":
      try #require(decision["kind"] == "move", "\(decision.text)")
      try #require(decision["move"] == DecisionScenario.move, "\(decision.text)")
    case "text": try #require(decision["kind"] == "text", "\(decision.text)")
    case let failure:
      try #require(decision["kind"] == "failure", "\(decision.text)")
      try #require(decision["class"].string == failure, "\(decision.text)")
    }
    try #require(decision["calls"].int == scenario.calls.count, "\(decision.text)")
    tell.step("decision.json: \(decision["kind"].string ?? "")")
  }

  /// Each call has a line at its start and one at its end. What an answer cost is told; only claude
  /// tells it itself, and what was cut may be unknown.
  private func spent() throws {
    let lines = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
    let seen = lines.map(\.text).joined(separator: "\n")
    let ended = lines.filter { $0["type"] == "ended" }
    try #require(ended.compactMap { $0["outcome"].string } == scenario.calls, "\(seen)")
    let calls = ended.compactMap { $0["call"].string }
    try #require(Set(calls).count == scenario.calls.count, "\(seen)")
    try #require(
      lines.map { "\($0["type"].string ?? "") \($0["call"].string ?? "")" }
        == calls.flatMap { ["started \($0)", "ended \($0)"] }, "\(seen)")
    for line in ended {
      try #require(line["runner"].string == "\(agent)" && (line["took_ms"].int ?? 0) > 0, "\(seen)")
      let source = line["usd_source"].string
      try #require((line["usd"] == .null) == (source == "unknown"), "\(seen)")
      guard ["move", "text"].contains(line["outcome"].string) else { continue }
      try #require((line["input"].int ?? 0) > 0 && (line["output"].int ?? 0) > 0, "\(seen)")
      try #require(line["usd"] != 0 && source == agent.moneySource, "\(seen)")
      tell.step(
        "ledger: \(line["input"].text) and \(line["output"].text) tokens, money \(source ?? "")")
    }
    tell.step("ledger: \(scenario.calls.joined(separator: ", ")), each started and ended")
  }

  /// Who must rest is parked, which is no failure of the loop's, and the next beat asks nobody. What
  /// passes by itself is a failure, and what was decided is neither.
  private func rested() async throws {
    let state = try JSON(box.text("data/.state.json"))
    let parked = box.text("data/parked/\(agent).json")
    guard let failure, ["quota", "auth"].contains(failure) else {
      try #require(state["failures"].int == (failure == nil ? 0 : 1), "\(state.text)")
      try #require(parked.isEmpty, "\(parked)")
      return tell.step("not parked; \(failure == nil ? "no" : "one") failure counted")
    }
    try #require(state["failures"] == 0, "\(state.text)")
    let record = try JSON(parked)
    try #require(record["class"].string == failure, "\(parked)")
    let asks = box.names(in: "data/asks").filter { $0.hasPrefix("runner-") }
    if failure == "auth" {
      try #require(asks == ["runner-1.json"] && record["ask"] == "runner-1", "\(parked) \(asks)")
      try #require(box.text("data/asks/runner-1.json").contains("cannot work (auth)"))
    } else {
      // No CLI passes on how long; a quarter of an hour is where it begins.
      let rest = (record["until"].int ?? 0) - (record["since"].int ?? 0)
      try #require(asks == [] && rest == 900, "\(parked) \(asks)")
    }
    let before = server.turns.count
    let next = try await box.looop("beat", "--json", environment: environment)
    let outcome = try next.json()
    try #require(next.code == 0 && outcome["outcome"] == "skipped", "\(outcome.text)")
    try #require(server.turns.count == before)
    tell.step("parked, no failure counted; the next beat: \(outcome["text"].string ?? "")")
  }

  // MARK: Looking

  /// The class of the failure that the beat ends in: a text without a move is a breach of what was
  /// agreed.
  private var failure: String? {
    switch scenario.calls.last {
    case "move": nil
    case "text": "protocol"
    case let failure: failure
    }
  }

  private var environment: [String: String] {
    // claude leaves files there.
    agent.environment(port: server.port).merging(["TMPDIR": box.path("tmp")]) { $1 }
  }

  /// A file of the one beat that decided.
  private func run(_ file: String) -> String {
    box.names(in: "data/runs").first.map { box.text("data/runs/\($0)/\(file)") } ?? ""
  }
}
