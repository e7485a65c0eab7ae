import Testing

@testable import Base
@testable import Core

/// What waits for a human, and what makes it the same thing.
@Suite struct ConcernTests {
  private static func worker(
    _ state: Worker.State, generation: String = "second", stopped: Bool = false,
    check: Verification? = nil
  ) throws -> Worker {
    Worker(
      id: try Identifier("w", "worker"), generation: generation,
      goal: try Identifier("ship", "goal"), kind: .headless, command: "c", startedAt: 5,
      endedAt: nil, state: state, saidDone: nil, report: nil, problem: nil, wasStopped: stopped,
      verification: check)
  }

  private static func ask(generation: String?, at: Int = 6, number: Int = 1) throws -> Ask {
    var record: JSONObject = ["v": 1, "prompt": "Which?", "ts": .int(at), "kind": "worker"]
    record["generation"] = generation.map(JSONValue.string)
    let id = AskID(worker: try Identifier("w", "worker"), number: number)
    return try Ask.read(record, id: id).get()
  }

  private func names(_ world: World, _ state: PulseState = PulseState()) -> [String] {
    world.concerns(state, now: 100).map(\.name.text)
  }

  @Test func `a failed, lost or stuck worker waits for a human, one that a human ended does not`()
    throws
  {
    var world = World()
    for state in [Worker.State.exited(3), .killed(signal: 9), .lost(.boot), .stuck("$")] {
      world.workers = [try Self.worker(state)]
      #expect(names(world) == ["session/w"])
      if let why = world.workers[0].whyFailed() {
        let concern = try #require(world.concerns(PulseState(), now: 100).first)
        #expect(concern.why == why && concern.remedy.hasPrefix("looop worker show w "))
      }
    }
    for state in [Worker.State.running, .exited(0)] {
      world.workers = [try Self.worker(state)]
      #expect(names(world).isEmpty)
    }
    world.workers = [try Self.worker(.killed(signal: 15), stopped: true)]
    #expect(names(world).isEmpty)
  }

  @Test func `a worker's failure stays the same when its check fails too, and not in another life`()
    throws
  {
    var world = World()
    world.workers = [try Self.worker(.exited(3))]
    let token = WorldToken(world.concerns(PulseState(), now: 100).map(\.mark))
    let check = Verification(command: "c", isPassed: false, status: "exited with code 1", tail: "")
    world.workers = [try Self.worker(.exited(3), check: check)]
    #expect(token.newer(world.concerns(PulseState(), now: 100).map(\.mark)).isEmpty)
    for other in [try Self.worker(.exited(3), generation: "third"), try Self.worker(.stuck("$"))] {
      world.workers = [other]
      #expect(token.newer(world.concerns(PulseState(), now: 100).map(\.mark)).count == 1)
    }
  }

  @Test func `a question waits while somebody may hear the answer`() throws {
    var world = World()
    world.mailbox.asks = [try Self.ask(generation: "second")]
    // Its worker lives, ended by itself, is forgotten.
    for workers in [[try Self.worker(.running)], [try Self.worker(.exited(0))], []] {
      world.workers = workers
      #expect(names(world).contains("ask/w-1"))
    }
    // A human ended it; another life followed.
    for worker in [
      try Self.worker(.killed(signal: 15), stopped: true),
      try Self.worker(.running, generation: "third"),
    ] {
      world.workers = [worker]
      #expect(names(world).isEmpty)
    }
  }

  @Test func `a beat that failed because its runner is parked is told as that runner`() throws {
    var world = World()
    var state = PulseState()
    state.lastFailure = "runner: quota: too much"
    #expect(names(world, state).isEmpty)
    state.failures = 1
    #expect(names(world, state) == ["problem/beat"])
    world.parked = [
      ParkedRunner(
        runner: "r", reason: .quota, message: "quota: too much", since: 50, until: 200, ask: nil,
        wiring: "", surroundings: "", strikes: 1)
    ]
    #expect(names(world, state) == ["problem/runner-r"])
    #expect(world.concerns(state, now: 300).map(\.name.text) == ["problem/beat"])
  }

  @Test func `who asked is told by the life that the ask names`() throws {
    let alive = Askers(workers: [try Self.worker(.running)], formerLives: [])
    #expect(alive.of(try Self.ask(generation: "second")).standing == .alive)
    // One that names no life is of a life that was there.
    #expect(alive.of(try Self.ask(generation: nil, at: 5)).standing == .alive)
    #expect(alive.of(try Self.ask(generation: nil, at: 4)).standing == .unknown)
    let former = try Self.worker(.exited(7), generation: "first")
    let later = Askers(workers: [try Self.worker(.running)], formerLives: [former])
    let asker = later.of(try Self.ask(generation: "first"))
    #expect(asker.standing == .ended && asker.isReplaced && asker.life == former)
    #expect(
      asker.text(try Self.ask(generation: "first"))
        == "its worker w (goal ship) has ended: exited with code 7; another life of it came after")
    let forgotten = Askers(workers: [], formerLives: []).of(try Self.ask(generation: "first"))
    #expect(forgotten.standing == .ended && !forgotten.isReplaced && forgotten.isAlive == false)
  }
}
