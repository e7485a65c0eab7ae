import Testing

@testable import Base
@testable import Core

@Suite struct ProbeTests {
  private static func goal(_ id: String) throws -> Goal {
    Goal(id: try Identifier(id, "goal"), body: "text")
  }

  @Test func `an empty world has a PLAYBOOK and nothing else`() {
    #expect(World().items == [Item(.playbook, "PLAYBOOK", content: "")])
  }

  @Test func `each probe tells its own part of the world, in one order`() throws {
    var world = World()
    world.playbook = "Be kind."
    world.goals = [try Self.goal("a"), try Self.goal("b")]
    world.outputs = [ShellOutput(id: "1", command: "ls", status: "ended with 0", tail: "x")]
    world.interrupted = [InterruptedMove(id: "2", move: "noop", fate: "unknown")]
    #expect(
      Probe.goals.items(world) == [
        Item(.playbook, "PLAYBOOK", content: "Be kind."), Item(.goal, "a", content: "text"),
        Item(.goal, "b", content: "text"),
      ])
    #expect(
      Probe.outcomes.items(world) == [
        Item(.output, "c7b68ac37f36", content: "ls\u{0}ended with 0\u{0}x"),
        Item(.interrupted, "2", content: "unknown"),
      ])
    #expect(world.items == Probe.goals.items(world) + Probe.outcomes.items(world))
  }
}
