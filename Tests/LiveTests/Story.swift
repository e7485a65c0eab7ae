internal import Foundation
internal import ModelServer
internal import TestSupport
internal import Testing

/// One real agent CLI through the whole loop, as a person sees it: verbs in, files and git out.
struct Story {
  let cast: Cast
  let box: Sandbox
  let server: ModelServer
  let script: SignScript
  let tell: Narrator

  private static let answer = "at nine, and never on Mondays"

  init(_ cast: Cast, program: String, in box: Sandbox, _ tell: Narrator) throws {
    self.cast = cast
    self.box = box
    self.tell = tell
    let script = SignScript(shop: box.path("shop"), hands: cast.hands)
    self.script = script
    server = try ModelServer { script.reply($0) }
    try FileManager.default.createSymbolicLink(
      atPath: box.path("bin/\(cast.agent)"), withDestinationPath: program)
    try cast.agent.settle(in: box, port: server.port, model: cast.model)
  }

  func play() async throws {
    defer { server.stop() }
    try await version()
    try await settle()
    try await up()
    try await change()
    try await ask()
    try await waitLong()
    try await answer()
    try await end()
    try record()
    try spent()
    try await down()
  }

  // MARK: Before

  private func version() async throws {
    let said = try await box.launch(
      [box.path("bin/\(cast.agent)"), "--version"], environment: environment
    )
    .finish()
    try #require(said.code == 0, "\(said.err)")
    tell.step("version: \(said.out.split(separator: "\n").first ?? "")")
  }

  /// A shop with a sign nobody can read, a loop that watches whether one is wanted, and a goal.
  private func settle() async throws {
    _ = try await sh(
      """
      git init -q -b main shop && cd shop
      git config user.name 'A person' && git config user.email person@example.invalid
      echo 'Open: ask' >SIGN.md && git add SIGN.md && git commit -q -m 'Open the shop'
      mkdir ../tmp && echo false >../wanted
      """)
    _ = try await looop("init", "--runner", "\(cast.agent)")
    var config = try JSON(box.text("config.json"))
    let preset = try #require(config["tick_command"].string)
    config = config.with("tick_command", .string(cast.agent.tickCommand(preset)))
      .with("worker_kind", .string(cast.kind)).with("pass_env", ["TMPDIR"])
    try box.write("config.json", config.text)
    tell.step("init: the preset's commands stand in the config")
    _ = try await looop("answer", "setup-1", "Keep the sign of my shop.")
    _ = try await looop("goal", "archive", "setup")
    _ = try await looop("goal", "write", "sign", "The shop has a sign, when one is wanted.")
    _ = try await looop(
      "sensor", "write", "sign",
      input: """
        #!/bin/sh
        # looop:interval=1
        printf '{"signal":{"wanted":%s}}\\n' "$(cat '\(box.path("wanted"))')"

        """)
    tell.step("a goal and a sensor are written")
  }

  /// Where a person would: in the repository.
  private func up() async throws {
    _ = try await sh("cd shop && exec \"$LOOOP\" up")
    tell.step("up: the pulse runs")
    try await until("a first decision") { !box.beats.isEmpty }
    let first = try await box.beat(1)
    try #require(first["outcome"] == "acted", "\(first.text)")
    let asked = try #require(server.turns.first(where: script.isJudgment))
    try #require(!asked.tools.contains(cast.agent.shell), "\(asked.tools)")
    tell.step("tick: \(cast.agent) asked without a shell, the model returned noop")
  }

  // MARK: Work

  private func change() async throws {
    try box.write("wanted", "true")
    tell.say("the sensor's reading changes")
    try await journal("A sign is wanted", "tick: the model returned start_worker")
    try await until("the worker's first words") { !work.isEmpty }
    let brief = try #require(work.first)
    try #require(brief.texts.contains { $0.contains("Paint the sign of the shop, SIGN.md.") })
    tell.step(
      "worker: \(cast.agent) sent its brief to \(brief.model), with \(brief.tools.count) tools")
    try await until("a worktree") { work.contains { !$0.results.isEmpty } }
    let worktrees = try await sh("git -C shop worktree list")
    try #require(worktrees.contains("shop-sign") && worktrees.contains("[sign]"), "\(worktrees)")
    tell.step("worker: made a git worktree, by the contract")
  }

  private func ask() async throws {
    _ = try await looop("wait", "--only-asks", "--timeout", "600s", within: 600)
    let asks = try await looop("asks")
    try #require(asks.contains(SignScript.question), "\(asks)")
    tell.step("worker: asks '\(SignScript.question)'")
  }

  /// The wait itself is what is tried: nothing may need anybody before the agent's own limit for a
  /// command is over.
  private func waitLong() async throws {
    let before = work.count
    let token = try #require(try JSON(try await looop("state", "--json"))["token"].string)
    let wait = try await box.start(
      ["wait", "--actionable", "--after", token, "--timeout", "\(cast.agent.longWait)s"],
      environment: environment
    ).finish(within: Double(cast.agent.longWait) + Until.patience)
    try #require(wait.code == 75, "something happened: \(wait.out)\(wait.err)")
    try #require(!hasEnded, "\(log)")
    let calls = work.count - before
    try #require(calls == cast.polls, "\(work.map(\.results.last))")
    tell.step(
      "worker: still waits after \(cast.agent.longWait) s; calls of the model meanwhile: \(calls)")
  }

  private func answer() async throws {
    _ = try await looop("answer", "painter-1", Self.answer)
    tell.step("answered: '\(Self.answer)'")
    try await until("the answer in a tool's result") {
      work.contains { $0.results.contains { $0.contains(Self.answer) } }
    }
    tell.step("worker: the answer reached the model as a tool's result")
    try await until("the commit") { work.contains { script.hasCommitted($0) } }
    let sign = try await sh("git -C shop show sign:SIGN.md")
    try #require(sign == "Open: \(Self.answer)\n")
    tell.step("worker: edited the file and committed it: \(sign.dropLast())")
  }

  private func end() async throws {
    // It is written after the report.
    try await until("its last word") { box.exists("data/sessions/painter/done.json") }
    let report = try #require(box.names(in: "data/reports").first)
    try #require(box.text("data/reports/\(report)") == SignScript.done + "\n")
    tell.step("worker: said done: \(SignScript.done)")
    try await until("the worker's end") { hasEnded }
    let worker = try JSON(try await looop("state", "--json"))["workers"][0]
    let end = worker["state"].string ?? ""
    try #require(end == "exited(0)" && worker["health"] == "done", "\(worker.text)\n\(log)")
    tell.step("worker: ended, \(end)")
    try #require(worker["verify"]["ok"] == true, "\(worker.text)")
    tell.step("verified: \(SignScript.verify)")
    try await journal("its check passed", "tick: the model returned archive_goal")
  }

  /// What a person can read later: of the headless kind what was said and done, and its tokens.
  private func record() throws {
    guard cast.kind == "headless" else {
      try #require(log.contains("\u{1b}["), "\(log)")
      tell.step("worker: its screen is recorded")
      return
    }
    let transcript = box.text("data/sessions/painter/output.log")
    for part in [SignScript.question, Self.answer, "The sign is painted."] {
      try #require(transcript.contains(part), "\(transcript)")
    }
    let usage = try JSON(box.text("data/sessions/painter/usage.json"))
    try #require((usage["input"].int ?? 0) > 0, "\(usage.text)")
    tell.step("worker: a transcript, and what it cost: \(usage.text)")
  }

  /// The cost of each decision and of the worker, as the CLI's own stream tells it: money only by
  /// claude, that of codex is made from its tokens. A screen tells nothing.
  private func spent() throws {
    let lines = box.names(in: "data/ledger").flatMap { box.lines("data/ledger/\($0)") }
      .filter { $0["type"] != "started" }
    let source = cast.agent.moneySource
    let decisions = lines.filter { $0["kind"] == "tick" }
    let areCounted = decisions.allSatisfy {
      ($0["input"].int ?? 0) > 0 && $0["usd"] != .null && $0["usd_source"].string == source
    }
    try #require(decisions.count >= 3 && areCounted, "\(decisions.map(\.text))")
    tell.step("ledger: \(decisions.count) decisions with their tokens, money \(source)")
    // In several lines, each with what came on top; what claude itself tells of money comes last.
    let worker = lines.filter { $0["kind"] == "worker" }
    let tokens = worker.compactMap { $0["input"].int }.reduce(0, +)
    let last = worker.last?["usd_source"].string
    guard cast.kind == "headless" else {
      try #require(tokens == 0 && last == "unknown", "\(worker.map(\.text))")
      return tell.step("ledger: the worker, at unknown cost")
    }
    let usage = try JSON(box.text("data/sessions/painter/usage.json"))
    try #require(tokens == usage["input"].int && last == source, "\(worker.map(\.text))")
    tell.step("ledger: the worker with \(tokens) tokens of input, money \(source)")
  }

  private func down() async throws {
    _ = try await looop("down")
    let state = try JSON(try await looop("state", "--json"))
    try #require(state["pulse_alive"] == false)
    try await until("an empty process table") {
      Processes.marked("LOOOP_DATA_DIR=\(box.data)").isEmpty
    }
    tell.step("down: the pulse is down, and nothing is left behind")
  }

  // MARK: Looking

  private var environment: [String: String] {
    // claude leaves files there.
    cast.agent.environment(port: server.port).merging(["TMPDIR": box.path("tmp")]) { $1 }
  }

  /// The conversation of the worker, request by request.
  private var work: [Turn] { server.turns.filter(script.isWorker) }

  private var hasEnded: Bool { box.text("data/sessions/painter/status.json").contains("ended_at") }

  private var log: String { String(box.text("data/sessions/painter/output.log").suffix(4_000)) }

  private func journal(_ part: String, _ what: String) async throws {
    try await until("'\(part)' in the journal") { box.journal.contains { $0.contains(part) } }
    tell.step(what)
    let line = try #require(box.journal.first { $0.contains(part) })
    tell.step("journal: \(line)")
  }

  private func until(_ what: String, _ condition: () -> Bool) async throws {
    try await Until.holds(
      what,
      saw: { "journal \(box.journal), beats \(box.beats.map(\.text)), worker: \(log)" }, condition)
  }

  private func looop(
    _ words: String..., input: String? = nil, within seconds: Double = Until.patience
  ) async throws -> String {
    let result = try await box.start(
      words, input: input.map(Running.Input.text) ?? .none, environment: environment
    ).finish(within: seconds)
    try #require(result.code == 0, "looop \(words): \(result.err)")
    return result.out
  }

  private func sh(_ script: String) async throws -> String {
    let result = try await box.shell("set -e\n" + script, environment: environment)
    try #require(result.code == 0, "\(script): \(result.err)")
    return result.out
  }
}
