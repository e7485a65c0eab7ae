import TestSupport
import Testing

@testable import Base
@testable import Core

/// What a worker asks and is answered concerns it and the human, until it is gone.
@Suite struct WorkerQuestionTests {
  private static func worker(_ state: Worker.State = .running) throws -> Worker {
    Worker(
      id: try Identifier("w", "worker"), generation: "second", goal: nil, kind: .headless,
      command: "c", startedAt: 0, endedAt: nil, state: state, saidDone: nil, report: nil,
      problem: nil, wasStopped: false, verification: nil)
  }

  private static func ask(
    _ worker: String = "w", kind: String? = "worker", generation: String? = "second"
  ) throws -> Ask {
    var record: JSONObject = ["v": 1, "prompt": "May I?", "ts": 1]
    record["kind"] = kind.map(JSONValue.string)
    record["generation"] = generation.map(JSONValue.string)
    let id = AskID(worker: try Identifier(worker, "worker"), number: 1)
    return try Ask.read(record, id: id).get()
  }

  private static let answer = Answer.read(["v": 1, "answer": "yes", "ts": 2])

  private func woken(_ world: World) -> [String] {
    world.items.map(\.name.text).filter { $0 != "playbook/PLAYBOOK" && $0 != "session/w" }
  }

  @Test func `of a living worker neither wakes a decision, and both are seen by who waits`() throws
  {
    var world = World()
    world.workers = [try Self.worker()]
    let before = world.items
    let ask = try Self.ask()
    world.mailbox.asks = [ask]
    #expect(world.items == before)
    world.mailbox.answers[ask.id] = Self.answer
    #expect(world.items == before)
    #expect(world.observables.map(\.name.text).suffix(3) == ["ask/w-1", "answer/w-1", "session/w"])
  }

  @Test func `an answer whose worker is gone is an item, unless it was heard`() throws {
    var world = World()
    let ask = try Self.ask()
    world.mailbox.asks = [ask]
    world.mailbox.answers[ask.id] = Self.answer
    for workers in [[], [try Self.worker(.exited(0))]] {
      world.workers = workers
      #expect(woken(world) == ["answer/w-1"])
    }
    world.workers = [try Self.worker()]
    world.mailbox.asks = [try Self.ask(generation: "first")]
    #expect(woken(world) == ["answer/w-1"])
    world.mailbox.delivered = [ask.id]
    #expect(woken(world).isEmpty)
  }

  @Test(arguments: ["pulse", "setup", "gate", "budget", "runner"])
  func `a question of the loop and its answer are items, with a kind or without`(name: String)
    throws
  {
    for kind in [name, nil] {
      var world = World()
      let ask = try Self.ask(name, kind: kind, generation: nil)
      world.mailbox.asks = [ask]
      #expect(woken(world) == ["ask/\(name)-1"])
      world.mailbox.answers[ask.id] = Self.answer
      world.mailbox.delivered = [ask.id]
      #expect(woken(world) == ["ask/\(name)-1", "answer/\(name)-1"])
    }
  }

  @Test func `a worker that waits is as alive as one that works`() throws {
    var world = World()
    world.workers = [try Self.worker(.stuck("$"))]
    #expect(world.items.last == Item(.session, "w", content: "second stuck"))
    world.mailbox.asks = [try Self.ask()]
    #expect(world.items.last == Item(.session, "w", content: "second alive"))
  }

  /// The human answers, the worker hears or dies, the loop looks and decides, in any order.
  @Test func `of any order, an answer is heard by its worker or by one decision, and never lost`()
    throws
  {
    var random = Seed.take(for: "WorkerQuestionTests.races")
    let seed = random.seed
    var (byWorker, byDecider) = (0, 0)
    let ask = try Self.ask()
    for _ in 0..<10_000 {
      var world = World()
      world.mailbox.asks = [ask]
      world.workers = [try Self.worker()]
      var baseline = Baseline(world.items)
      var (isHeard, seen) = (false, 0)
      /// What a decision under way has read.
      var look: World?
      func begin() {
        guard look == nil, !Changes.between(baseline, world.items).isEmpty else { return }
        look = world
      }
      func end() {
        guard let read = look else { return }
        let changes = Changes.between(baseline, read.items)
        if changes.names.contains(Item.Name(.answer, "w-1")) { seen += 1 }
        baseline = Baseline(read.items).keepingOutputs(of: baseline, after: changes.names)
        if read.mailbox.answers[ask.id] != nil, !read.workers.contains(where: { $0.hasAsked(ask) })
        {
          world.mailbox.delivered.insert(ask.id)
        }
        look = nil
      }
      for _ in 0..<Int.random(in: 3...12, using: &random) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: world.mailbox.answers[ask.id] = Self.answer
        case 1 where world.workers[0].isAlive && world.mailbox.answers[ask.id] != nil:
          isHeard = true
          world.mailbox.delivered.insert(ask.id)
        case 2: world.workers = [try Self.worker(.exited(0))]
        case 3: begin()
        default: end()
        }
        #expect(!world.workers[0].isAlive || seen == 0, "seed \(seed): it woke a decision")
      }
      // It comes to rest.
      end()
      world.mailbox.answers[ask.id] = Self.answer
      world.workers = [try Self.worker(.exited(0))]
      for _ in 0..<3 {
        begin()
        end()
      }
      #expect(isHeard ? seen <= 1 : seen == 1, "seed \(seed): seen \(seen) times")
      byWorker += isHeard ? 1 : 0
      byDecider += seen
    }
    #expect(byWorker > 100 && byDecider > 100, "seed \(seed)")
  }
}
