import Testing

@testable import Base
@testable import Core

@Suite struct WaitingTests {
  private static func worker(
    _ state: Worker.State = .running, start: Int = 0
  ) throws -> Worker {
    Worker(
      id: try Identifier("w", "worker"), generation: "second", goal: nil, kind: .headless,
      command: "c", startedAt: start, endedAt: nil, state: state, saidDone: nil, report: nil,
      problem: nil, wasStopped: false, verification: nil)
  }

  private static func world(
    asker: String = "w", generation: String? = "second", isAnswered: Bool = false
  ) throws -> World {
    let id = AskID(worker: try Identifier(asker, "worker"), number: 1)
    var record: JSONObject = ["v": 1, "prompt": "May I?", "ts": 1]
    record["generation"] = generation.map(JSONValue.string)
    var world = World()
    world.mailbox.asks = [try Ask.read(record, id: id).get()]
    if isAnswered {
      world.mailbox.answers[id] = Answer.read(["v": 1, "answer": "yes", "ts": 2])
    }
    return world
  }

  @Test func `a worker waits while its ask has no answer`() throws {
    #expect(try Self.world().isWaiting(Self.worker()))
    #expect(try Self.world(generation: nil).isWaiting(Self.worker()))
  }

  @Test func `an answer ends the waiting`() throws {
    #expect(try !Self.world(isAnswered: true).isWaiting(Self.worker()))
  }

  @Test func `asks of others, of a former life and of the dead do not count`() throws {
    #expect(try !Self.world(asker: "v").isWaiting(Self.worker()))
    #expect(try !Self.world(generation: "first").isWaiting(Self.worker()))
    #expect(try !Self.world().isWaiting(Self.worker(.exited(0))))
    // The original's questions name no life.
    #expect(try !Self.world(generation: nil).isWaiting(Self.worker(start: 2)))
  }
}
