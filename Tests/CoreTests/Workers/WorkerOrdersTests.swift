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
      throw LooopError(.config, "E_ADAPTER_UNKNOWN", "none")
    }
    func presetName(forCommand command: String) -> String { "read-\(command.prefix(1))" }
    func model(ofCommand command: String) -> String? { nil }
    func workerKind(
      of command: String, preset: RunnerPreset
    ) throws(LooopError) -> WorkerKind {
      command.contains("-p") || !command.hasPrefix("agent") ? .headless : .terminal
    }
  }

  private func order(
    _ wishes: WorkerWishes = WorkerWishes(), _ change: (inout Settings) -> Void = { _ in }
  ) throws -> WorkerOrder {
    var settings = Settings()
    settings.runner = "agent"
    change(&settings)
    return try WorkerOrders(
      settings: settings, catalog: Catalog(), lot: TestLoop().lot, workingDirectory: "/here",
      contract: { "contract \($0.rawValue)\n" }
    ).order(try Identifier("w", "worker"), brief: "b", wishes)
  }

  @Test("The preset's own, of the kind that is wished, and headless when nothing is")
  func preset() throws {
    #expect(try order().command == "agent -p")
    #expect(try order().kind == .headless)
    let screen = try order(WorkerWishes(kind: .terminal))
    #expect(screen.command.hasPrefix("agent --screen") && screen.kind == .terminal)
    #expect(try order { $0.workerKind = .terminal }.kind == .terminal)
  }

  @Test("The config's command, unless it is of the other kind than the one wished")
  func configured() throws {
    let own = try order { $0.workerCommand = "agent -p --mine" }
    #expect(own.command == "agent -p --mine" && own.kind == .headless)
    let documented = try order { $0.workerCommand = "agent {{prompt_file}}" }
    #expect(documented.kind == .terminal)
    let other = try order(WorkerWishes(kind: .terminal)) { $0.workerCommand = "agent -p --mine" }
    #expect(other.command.hasPrefix("agent --screen"))
    // Nobody knows another command than the one that is given.
    let unknown = try order {
      ($0.runner, $0.workerCommand, $0.workerKind) = ("bare", "mine {{prompt_file}}", .terminal)
    }
    #expect(unknown.command == "mine {{prompt_file}}" && unknown.kind == .terminal)
  }

  @Test("A command that is named stays as it is, and tells its own runner")
  func named() throws {
    let order = try order(WorkerWishes(kind: .terminal, command: "x -p"))
    #expect(order.command == "x -p" && order.kind == .terminal && order.runner == "read-x")
    #expect(
      try self.order(WorkerWishes(runner: "other")) { $0.workerCommand = "m" }.command == "agent -p"
    )
  }

  @Test("Without any command there is none to start")
  func none() {
    #expect(throws: LooopError.self) { try order { $0.runner = "bare" } }
    #expect(throws: LooopError.self) { try order { $0.runner = nil } }
  }

  @Test("Contract, the runner's own note and the brief; limits and environment as said")
  func rest() throws {
    var wishes = WorkerWishes(verify: "make test")
    wishes.environment = ["MINE"]
    let order = try order(wishes) {
      $0.stuckAfter = .seconds(5)
      $0.passEnvironment = ["TEAM"]
      $0.workerTimeout = .minutes(1)
    }
    #expect(order.contract == "contract headless\n\n- mind the gap\n\nYour task:\n")
    #expect(order.passedEnvironment == ["KEY", "TEAM", "MINE"] && order.environment == ["A": "1"])
    #expect(
      order.limits == WorkerLimits(timeout: .minutes(1), stuckAfter: .seconds(5))
        && order.askWait == .seconds(7))
    #expect(order.verify == "make test" && order.workingDirectory == "/here")
    wishes.timeout = .zero
    #expect(try self.order(wishes) { $0.workerTimeout = .minutes(1) }.limits.timeout == .zero)
  }
}
