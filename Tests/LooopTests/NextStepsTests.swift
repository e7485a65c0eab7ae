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

  @Test("A pulse that does not answer is ended first")
  func silent() {
    #expect(commands(outlook { $0.condition = .stopped }).first == "looop down")
  }
}
