import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("The supervisor's table")
struct SupervisorMachineTests {
  @Test("docs/workers.md prints it as it is")
  func printed() { Documents.expect(SupervisorMachine.markdown, in: "workers.md", part: "table") }

  @Test("The picture of a worker's life has a place for each step of the table, and no other")
  func drawn() {
    let picture = WorkerPicture()
    #expect(picture.unmatched.isEmpty)
    Documents.expect(picture.picture, at: "pictures/worker.svg")
  }

  @Test("Each state can be reached, has a row of the table or is an end, and each end is final")
  func complete() {
    let table = SupervisorMachine.table(verifies: true)
    let reached = table.reachable(from: .starting)
    #expect(SupervisorMachine.rows.allSatisfy(reached.contains))
    for state in reached {
      let leaves = SupervisorMachine.events.contains { table.step(state, $0).isChange }
      if case .ended = state { #expect(!leaves, "\(state)") } else { #expect(leaves, "\(state)") }
    }
  }

  private func walk(
    _ events: [SupervisorMachine.Event], verifies: Bool = false
  ) -> (SupervisorMachine.State, [SupervisorMachine.Effect]) {
    var machine = SupervisorMachine(verifies: verifies)
    let effects = events.flatMap { machine.handle($0) }
    return (machine.state, effects)
  }

  @Test("An agent that ends by itself leaves nothing, is verified once, and its code stands")
  func ownEnd() {
    let (state, effects) = walk(
      [.spawned, .output, .exited(.exited(3)), .alone, .verified], verifies: true)
    #expect(state == .ended(.exited(3)))
    #expect(effects == [.endLeftovers, .verify, .recordEnd])
  }

  @Test("A kill collects first, kills after the grace, and verifies nothing")
  func kill() {
    let (state, effects) = walk(
      [.spawned, .stop, .deadline, .exited(.killed(signal: 9)), .alone], verifies: true)
    #expect(state == .ended(.ended(.stop, signal: 9)))
    #expect(effects == [.terminate, .kill, .endLeftovers, .recordEnd])
    #expect(state.text == "killed(9)")
  }

  @Test("A last word is followed by some time, and is a good end also when it had to be told")
  func lastWord() {
    let own = walk([.spawned, .done, .exited(.exited(0)), .alone])
    #expect(own.0 == .ended(.exited(0)) && own.1 == [.giveLastWordTime, .endLeftovers, .recordEnd])
    let told = walk([.spawned, .done, .deadline, .exited(.killed(signal: 15)), .alone])
    #expect(told.0.text == "exited(0)" && told.1.contains(.terminate))
    let hurried = walk([.spawned, .done, .stop, .exited(.killed(signal: 15)), .alone])
    #expect(hurried.0.text == "exited(0)" && hurried.1.contains(.terminate))
    let late = walk([
      .spawned, .done, .timeLimit, .deadline, .exited(.killed(signal: 15)), .alone,
    ])
    #expect(late.0 == told.0)
  }

  @Test("After its final result an agent has some time to end, and that is a good end")
  func finalResult() {
    let hung = walk(
      [.spawned, .finalResult, .deadline, .exited(.killed(signal: 15)), .alone, .verified],
      verifies: true)
    #expect(hung.0 == .ended(.ended(.result, signal: 15)) && hung.0.text == "exited(0)")
    #expect(hung.1 == [.giveLastWordTime, .terminate, .endLeftovers, .verify, .recordEnd])
    let hurried = walk([.spawned, .finalResult, .stop, .exited(.killed(signal: 15)), .alone])
    #expect(hurried.0.text == "exited(0)")
    #expect(walk([.spawned, .finalResult, .exited(.exited(3)), .alone]).0 == .ended(.exited(3)))
    #expect(
      walk([.spawned, .silent, .finalResult]).1.suffix(2) == [.recordAlive, .giveLastWordTime])
    #expect(walk([.spawned, .finalResult, .wentOn, .deadline]).0 == .running)
    #expect(walk([.spawned, .finalResult, .done]).0 == .ending(.lastWord))
    // What waits for the answer goes on once it is there.
    #expect(walk([.spawned, .askRaised, .finalResult]).0 == .waitingAsk)
    #expect(walk([.spawned, .finalResult, .askRaised]).0 == .waitingAsk)
    // Money that is spent is told of, whatever came of it.
    #expect(walk([.spawned, .finalResult, .overBudget]).0 == .ending(.told(.budget)))
  }

  @Test("The time limit ends a worker at work, not one that waits for the human or has finished")
  func timeLimit() {
    #expect(walk([.spawned, .timeLimit]).0 == .ending(.told(.timeLimit)))
    #expect(walk([.spawned, .silent, .timeLimit]).0 == .ending(.told(.timeLimit)))
    #expect(walk([.spawned, .askRaised, .timeLimit]).0 == .waitingAsk)
    #expect(
      walk([.spawned, .askRaised, .askSettled, .timeLimit]).0 == .ending(.told(.timeLimit)))
    #expect(walk([.spawned, .finalResult, .timeLimit]).0 == .finished)
  }

  @Test("Silence makes it stuck, unless it waits for the human; a word of it makes it run again")
  func stuck() {
    let quiet = walk([.spawned, .silent])
    #expect(quiet.0 == .stuck && quiet.1 == [.recordStuck])
    #expect(walk([.spawned, .silent, .output]).0 == .running)
    #expect(walk([.spawned, .silent, .askRaised]).1 == [.recordStuck, .recordAlive])
    #expect(walk([.spawned, .askRaised, .silent]).0 == .waitingAsk)
    #expect(walk([.spawned, .askRaised, .askSettled, .silent]).0 == .stuck)
  }

  /// Whatever happens in whatever order: the promises every caller relies on.
  @Test("Of any events the end is recorded once, nothing follows it, and no kill comes untold")
  func anyEvents() {
    var random = Seed.take(for: "SupervisorMachineTests")
    let seed = random.seed
    var ends = 0
    for _ in 0..<20_000 {
      let table = SupervisorMachine.table(verifies: Bool.random(using: &random))
      let life = table.life(
        from: .starting, length: Int.random(in: 1...14, using: &random), using: &random)
      for step in life where step.before.isEnd { #expect(!step.isChange, "seed \(seed)") }
      for step in life where [.waitingAsk, .finished].contains(step.before) {
        #expect(step.event != .timeLimit || !step.isChange, "seed \(seed)")
      }
      for step in life where step.after == .finished && step.before != .finished {
        #expect(step.effects.last == .giveLastWordTime, "seed \(seed)")
      }
      let effects = life.flatMap(\.effects)
      let isOver = life.last?.after.isEnd == true
      #expect(effects.count { $0 == .recordEnd } == (isOver ? 1 : 0), "seed \(seed)")
      #expect(effects.count { $0 == .verify } <= 1, "seed \(seed)")
      if let kill = effects.firstIndex(of: .kill) {
        #expect(effects[..<kill].contains(.terminate), "seed \(seed)")
      }
      ends += isOver ? 1 : 0
    }
    #expect(ends > 100)
  }
}

extension SupervisorMachine.State {
  fileprivate var isEnd: Bool { if case .ended = self { true } else { false } }
}
