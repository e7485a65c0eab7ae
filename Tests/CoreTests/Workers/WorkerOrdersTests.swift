import Testing

@testable import Base
@testable import Core

@Suite("Which command a worker is started with")
struct WorkerOrdersTests {
  /// A catalog of one agent, whose commands are terminal ones unless they say `-p`.
  private struct Catalog: RunnerCatalog {
    func entries() throws(LooopError) -> [RunnerEntry] { [.preset(try preset(named: "agent"))] }
    func preset(named name: String) throws(LooopError) -> RunnerPreset {
      RunnerPreset(
        name: name, title: name, description: "", binary: name, installHint: "", adapter: "stub",
        tickCommand: "t", workerCommand: name == "bare" ? "" : "agent -p",
        terminalCommand: name == "bare" ? "" : "agent --screen {{prompt_file}}",
        documentedTickCommand: "", documentedWorkerCommand: "", environment: ["A": "1"],
        passEnvironment: ["KEY"], askWait: .seconds(7), workerNote: "- mind the gap")
    }
    func runner(for preset: RunnerPreset) throws(LooopError) -> any Runner {
      throw LooopError(.config, code: "E_ADAPTER_UNKNOWN", "none")
    }
    func presetName(forCommand command: String) -> String { "read-\(command.prefix(1))" }
    func program(ofCommand command: String) -> String { "" }
    func model(ofCommand command: String, preset: RunnerPreset) -> CommandModel? { nil }
    func workerKind(
      of command: String, preset: RunnerPreset
    ) throws(LooopError) -> WorkerKind {
      command.contains("-p") || !command.hasPrefix("agent") ? .headless : .terminal
    }
  }

  private func request(
    kind: WorkerKind? = nil, runner: String? = nil, command: String? = nil,
    verify: String? = nil
  ) -> WorkerRequest {
    WorkerRequest(
      WorkerTask(brief: "b", runner: runner, command: command, verify: verify), kind: kind)
  }

  private func order(
    _ request: WorkerRequest = WorkerRequest(WorkerTask(brief: "b")),
    _ change: (inout Settings) -> Void = { _ in }
  ) throws -> WorkerOrder {
    var settings = Settings()
    settings.runner = "agent"
    change(&settings)
    return try WorkerOrders(
      settings: settings, catalog: Catalog(), lot: TestLoop().lot, workingDirectory: "/here",
      contract: { "contract \($0.rawValue)\n" }
    ).order(try Identifier("w", "worker"), request)
  }

  @Test("The preset's own, of the kind that is wished, and headless when nothing is")
  func preset() throws {
    #expect(try order().agent.command == "agent -p")
    #expect(try order().agent.kind == .headless)
    let screen = try order(request(kind: .terminal))
    #expect(screen.agent.command.hasPrefix("agent --screen") && screen.agent.kind == .terminal)
    #expect(try order { $0.workerKind = .terminal }.agent.kind == .terminal)
  }

  @Test("The config's command as it stands, whatever kind is wished")
  func configured() throws {
    let own = try order { $0.workerCommand = "agent -p --mine" }
    #expect(own.agent.command == "agent -p --mine" && own.agent.kind == .headless)
    let documented = try order { $0.workerCommand = "agent {{prompt_file}}" }
    #expect(documented.agent.kind == .terminal)
    let byName = try order(request(runner: "agent")) { $0.workerCommand = "agent -p --mine" }
    #expect(byName.agent.command == "agent -p --mine")
    // The command is the config's runner's, and no other's.
    #expect(throws: LooopError.self) {
      try order(request(runner: "bare")) { $0.workerCommand = "agent -p --mine" }
    }
    for wished in [WorkerKind.terminal, .headless] {
      for command in ["agent -p --mine", "agent {{prompt_file}}", "my-jail {{prompt_file}}"] {
        let asked = try order(request(kind: wished)) { $0.workerCommand = command }
        let set = try order { ($0.workerCommand, $0.workerKind) = (command, wished) }
        for order in [asked, set] {
          #expect(order.agent.command == command && order.agent.kind == wished)
        }
      }
    }
    // Without a runner in the config its command says whose it is.
    let told = try order(request(runner: "read-m")) {
      ($0.runner, $0.workerCommand) = (nil, "my-jail")
    }
    #expect(told.agent.command == "my-jail")
  }

  @Test(
    "The preset's own command in the config gives way to the preset's of the kind that is wished")
  func shipped() throws {
    let screen = try order(request(kind: .terminal)) { $0.workerCommand = "agent -p" }
    #expect(screen.agent.command.hasPrefix("agent --screen") && screen.agent.kind == .terminal)
    let headless = try order {
      ($0.workerCommand, $0.workerKind) = ("agent --screen {{prompt_file}}", .headless)
    }
    #expect(headless.agent.command == "agent -p" && headless.agent.kind == .headless)
  }

  @Test("A placeholder that looop does not replace is refused wherever the command comes from")
  func placeholders() throws {
    for command in ["x {{model}}", "x {{schema_file}}"] {
      let error = #expect(throws: LooopError.self) { try order(request(command: command)) }
      #expect(error?.code == "E_COMMAND" && error?.hint?.contains("looop init") == true)
      #expect(throws: LooopError.self) { try order { $0.workerCommand = command } }
    }
  }

  @Test("A kind that the config sets does not change a command without a preset's")
  func bare() throws {
    let unknown = try order {
      ($0.runner, $0.workerCommand, $0.workerKind) = ("bare", "mine {{prompt_file}}", .terminal)
    }
    #expect(unknown.agent.command == "mine {{prompt_file}}" && unknown.agent.kind == .terminal)
  }

  @Test("The loop does not go around a person's own command by naming another runner")
  func loops() throws {
    func order(runner: String?, command: String) throws -> WorkerOrder {
      var settings = Settings()
      (settings.runner, settings.workerCommand) = ("agent", command)
      return try WorkerOrders(
        settings: settings, catalog: Catalog(), lot: TestLoop().lot, workingDirectory: "/here",
        contract: { "\($0)" }
      ).orderForLoop(try Identifier("w", "worker"), request(runner: runner))
    }
    let error = #expect(throws: LooopError.self) { try order(runner: "other", command: "my-jail") }
    #expect(error?.code == "E_WORKER_RUNNER")
    #expect(try order(runner: "agent", command: "my-jail").agent.command == "my-jail")
    #expect(try order(runner: nil, command: "my-jail").agent.command == "my-jail")
    #expect(try order(runner: "other", command: "agent -p").agent.runner == "other")
  }

  @Test("A command that is named stays as it is, and tells its own runner")
  func named() throws {
    let order = try order(request(kind: .terminal, command: "x -p"))
    #expect(
      order.agent.command == "x -p" && order.agent.kind == .terminal
        && order.agent.runner == "read-x")
    #expect(
      try self.order(request(runner: "other")) { $0.workerCommand = "m" }.agent.command
        == "agent -p"
    )
  }

  @Test("Without any command there is none to start")
  func none() {
    #expect(throws: LooopError.self) { try order { $0.runner = "bare" } }
    #expect(throws: LooopError.self) { try order { $0.runner = nil } }
  }

  @Test("Contract, the runner's own note and the brief; limits and environment as said")
  func rest() throws {
    var request = request(verify: "make test")
    request.environment = ["MINE"]
    let order = try order(request) {
      $0.stuckAfter = .seconds(5)
      $0.passEnvironment = ["TEAM"]
      $0.workerTimeout = .minutes(1)
    }
    #expect(order.contract == "contract headless\n\n- mind the gap\n\nYour task:\n")
    #expect(order.passedEnvironment == ["KEY", "TEAM", "MINE"] && order.environment == ["A": "1"])
    #expect(
      order.agent.limits == WorkerLimits(timeout: .minutes(1), stuckAfter: .seconds(5))
        && order.agent.askWait == .seconds(7))
    #expect(order.task.verify == "make test" && order.agent.workingDirectory == "/here")
    request.timeout = .zero
    #expect(
      try self.order(request) { $0.workerTimeout = .minutes(1) }.agent.limits.timeout == .zero)
  }
}
