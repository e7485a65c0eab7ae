import Testing

@testable import Base
@testable import Core
@testable import looop

@Suite("What to type next")
struct NextStepsTests {
  private func outlook(_ change: (inout Outlook) -> Void = { _ in }) -> Outlook {
    var outlook = Outlook(now: 1_795_000_000)
    outlook.holder = .process(7)
    outlook.condition = .sleeping
    outlook.activity = Activity()
    outlook.verdict = .skip(.unchanged)
    outlook.hasDecided = true
    change(&outlook)
    return outlook
  }

  private func commands(_ outlook: Outlook, _ world: World = World()) -> [String] {
    NextSteps.steps(outlook, world).map(\.command)
  }

  private func world(asking kinds: (String, Ask.Kind)...) throws -> World {
    var world = World()
    world.mailbox.asks = try kinds.map { name, kind in
      var ask = Ask(id: try #require(AskID(name)))
      ask.kind = kind
      return ask
    }
    return world
  }

  @Test("Before init nothing but init, the demo and the manual")
  func beforeInit() {
    let outlook = outlook {
      $0.holder = .free
      $0.isWired = false
    }
    #expect(commands(outlook) == ["looop init", "looop demo", "looop help"])
  }

  @Test("Without a goal or a question it asks for a goal")
  func idle() {
    #expect(commands(outlook()) == ["looop goal write NAME TEXT", "looop why", "looop help"])
  }

  @Test("What keeps everything from going on comes before the questions")
  func order() throws {
    let world = try world(asking: ("gate-1", .gate), ("setup-1", .setup), ("budget-1", .budget))
    let outlook = outlook {
      $0.holder = .free
      $0.isPaused = true
    }
    #expect(
      commands(outlook, world) == [
        "looop up", "looop resume", "looop asks gate-1", "looop asks setup-1", "looop asks",
        "looop why", "looop help",
      ])
  }

  @Test("A question of a worker that has ended waits too, behind those of the loop")
  func endedWorker() throws {
    var world = try world(asking: ("w-1", .worker), ("budget-1", .budget))
    world.mailbox.asks[0].generation = "gone"
    #expect(
      commands(outlook(), world) == [
        "looop answer budget-1 yes", "looop asks w-1", "looop why", "looop help",
      ])
  }

  @Test("A config that cannot be read is for doctor, and up comes after it is mended")
  func brokenConfig() {
    let outlook = outlook {
      $0.holder = .free
      $0.configProblem = LooopError(.config, code: "E_CONFIG", "x")
    }
    #expect(commands(outlook).first == "looop doctor" && !commands(outlook).contains("looop up"))
    let steps = NextSteps.steps(self.outlook(), World(), problems: 1)
    #expect(steps.first?.command == "looop doctor")
  }

  @Test("After a failure it says where to look")
  func backoff() {
    let steps = commands(outlook { $0.verdict = .skip(.backoff(until: $0.now + 60)) })
    #expect(steps.starts(with: ["looop runs show last", "looop runner test"]))
  }

  private func worker(_ name: String, _ state: Worker.State, endedAt: Int?) throws -> Worker {
    Worker(
      id: try Identifier(name, "worker"), generation: "g", goal: nil, kind: .headless, command: "x",
      startedAt: 1_794_000_000, endedAt: endedAt, state: state, saidDone: nil, report: nil,
      problem: nil, wasStopped: false, verification: nil)
  }

  @Test("The newest failed workers come first, and those of yesterday are for the list")
  func failedWorkers() throws {
    let now = outlook().now
    var world = World()
    world.workers = [
      try worker("old", .exited(1), endedAt: now - 90_000),
      try worker("a", .exited(1), endedAt: now - 300),
      try worker("b", .exited(1), endedAt: now - 200),
      try worker("c", .exited(1), endedAt: now - 100),
      try worker("silent", .stuck(""), endedAt: nil),
    ]
    #expect(
      commands(outlook(), world).prefix(4) == [
        "looop watch silent", "looop worker show c", "looop worker show b", "looop worker list",
      ])
    #expect(WorkerRender.note(on: world.workers[4], in: world) == "it shows nothing")
  }

  @Test("A sensor that fails is to be run, whether its last good reading stands or not")
  func failingSensor() throws {
    var world = World()
    world.readings = [
      Reading(
        sensor: try Identifier("disk", "sensor"), changedAt: 0,
        observation: .impossible("no df"), version: 1)
    ]
    #expect(commands(outlook(), world).first == "looop sensor run disk")
  }

  @Test("In a low terminal what matters stays")
  func low() {
    let facts = ["pulse", "next", "data", "workers", "failed", "asks", "problem", "last"].map {
      (label: $0, rows: ["\($0) 1"])
    }
    #expect(StateRender.fitting(facts, most: 8).count == 8)
    #expect(
      StateRender.fitting(facts, most: 6) == [
        "pulse 1", "workers 1", "failed 1", "asks 1", "problem 1",
        "and more: `looop state` shows all of it",
      ])
    #expect(StateRender.fitting(facts, most: 3).prefix(2) == ["pulse 1", "failed 1"])
  }

  @Test("A pulse that does not answer is ended first")
  func silent() {
    #expect(commands(outlook { $0.condition = .stopped }).first == "looop down")
  }
}
