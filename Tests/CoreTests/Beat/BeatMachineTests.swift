import Foundation
import TestSupport
import Testing

@testable import Core

@Suite("The beat's table")
struct BeatMachineTests {
  @Test("docs/architecture.md prints it as it is")
  func printed() { Documents.expect(BeatMachine.markdown, in: "architecture.md", part: "beat") }

  @Test("The picture of the beat has a place for each step of the table, and no other")
  func drawn() {
    let picture = BeatPicture()
    #expect(picture.unmatched.isEmpty)
    Documents.expect(picture.picture, at: "pictures/beat.svg")
  }

  @Test("Each file of an effect is in docs/state.md; what a dry run writes are runs and the ledger")
  func files() throws {
    let document = try String(
      contentsOf: Documents.folder.appending(path: "state.md"), encoding: .utf8)
    for effect in BeatMachine.Effect.allCases {
      for file in effect.files.reads + effect.files.writes {
        #expect(document.contains("`\(file)"), "\(effect): \(file)")
      }
      let harmless: Set = ["runs/", "ledger/", "prompts/"]
      #expect(effect.carriesOut || harmless.isSuperset(of: effect.files.writes), "\(effect)")
    }
  }

  @Test("Each state can be reached, and from each the beat comes to an end")
  func complete() {
    for isDry in [false, true] {
      let reached = BeatMachine.table.reachable(from: BeatMachine(isDry: isDry))
      let states = Set(reached.map(\.state))
      #expect(isDry || states == Set(BeatMachine.rows))
      for machine in reached where machine.state != .idle {
        let ends = BeatMachine.table.reachable(from: machine).contains { $0.state == .idle }
        #expect(ends, "\(machine)")
      }
    }
  }

  @Test("Whatever effect fails, the beat comes to an end, unless its move goes on")
  func broken() {
    for isDry in [false, true] {
      for machine in BeatMachine.table.reachable(from: BeatMachine(isDry: isDry)) {
        for event in BeatMachine.events where event != .broke {
          let step = BeatMachine.table.step(machine, event)
          guard !step.effects.isEmpty else { continue }
          let end = BeatMachine.table.step(step.after, .broke)
          if case .underWay = step.after.state {
            #expect(end.after.state == step.after.state && end.effects == [.recordFailure])
          } else {
            #expect(end.effects.last == .end, "\(machine), \(event)")
          }
        }
      }
    }
  }

  @Test("An unchanged world plans nothing")
  func unchanged() {
    for machine in BeatMachine.table.reachable(from: BeatMachine()) {
      let step = BeatMachine.table.step(machine, .weighed(.skip))
      #expect(step.effects.isEmpty || step.effects == [.end], "\(machine)")
    }
  }

  @Test("A beat that is stopped while it asks says nothing about the runner")
  func stopped() {
    var machine = BeatMachine()
    let events: [BeatMachine.Event] = [
      .due, .weighed(.decide), .stop, .callEnded(.parkedLast),
    ]
    let effects = events.flatMap { machine.handle($0) }
    #expect(!effects.contains(.park) && !effects.contains(.recordFailure))
    #expect(effects.last == .end && machine.handle(.due).isEmpty)
  }

  /// Whatever happens in whatever order, and looop killed between any two effects and started again.
  @Test(
    "Of any lives: no effect in a dry run, one move a beat, no yes is lost, and none is paid again")
  func anyLives() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed)
    var (moves, yesses, kills, failures) = (0, 0, 0, 0)
    for _ in 0..<20_000 {
      let isDry = Bool.random(using: &random)
      var machine = BeatMachine(isDry: isDry)
      var disk = Disk()
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        // Mostly what means something here, or a life would go nowhere.
        let telling = BeatMachine.events.filter { BeatMachine.table.step(machine, $0).isChange }
        let events = Int.random(in: 0..<4, using: &random) == 0 ? BeatMachine.events : telling
        guard let event = events.randomElement(using: &random) else { continue }
        // A world without a yes finds none.
        if event == .weighed(.approved) || event == .weighed(.approvedRefused), !disk.hasYes {
          continue
        }
        let state = machine.state
        for effect in machine.handle(event) {
          #expect(!isDry || !effect.carriesOut, "seed \(seed)")
          disk.perform(effect, in: state, event)
          // The journal was written, and then the disk took no more.
          let canFail = effect == .commit || effect == .commitApproved || effect == .finishCommit
          if canFail, Int.random(in: 0..<10, using: &random) == 0 {
            disk.failCommit()
            for effect in machine.handle(.broke) { disk.perform(effect, in: state, .broke) }
            failures += 1
            break
          }
          if Int.random(in: 0..<50, using: &random) == 0 {
            machine = BeatMachine(isDry: isDry)
            disk.forget()
            kills += 1
            break
          }
        }
        #expect(disk.moves <= 1, "seed \(seed): two moves in one beat")
        #expect(disk.isInOrder, "seed \(seed): \(state), \(event)")
        #expect(!disk.isPaidAgain, "seed \(seed): \(state), \(event)")
        if state == .looking, event == .weighed(.unsettled), !isDry {
          #expect(machine.state == .idle, "seed \(seed): a call while PLAYBOOK and goals change")
        }
        #expect(!disk.isYesLost, "seed \(seed): \(state), \(event)")
      }
      moves += disk.allMoves
      yesses += disk.yesses
    }
    #expect(moves > 100 && yesses > 100 && kills > 100, "seed \(seed)")
    #expect(failures > 100, "seed \(seed)")
  }

  /// What is left of a loop when it is killed, as far as the promises go.
  private struct Disk {
    /// A human said yes to a move that no beat has taken up yet.
    private(set) var hasYes = true
    /// What the intent on the disk is of.
    private var intent: BeatMachine.Act?
    /// What became of the yes is in the journal.
    private var isRecorded = false
    private var isCommitted = false
    private(set) var moves = 0
    private(set) var allMoves = 0
    private(set) var yesses = 0
    private(set) var isInOrder = true
    /// Journaled, and not yet in state and baseline: known to the process alone.
    private var isUnfinished = false
    /// Whether a call or a move was made while something was unfinished.
    private(set) var isPaidAgain = false

    var isYesLost: Bool { !hasYes && intent != .approved && !isRecorded }

    mutating func failCommit() { (isUnfinished, isCommitted) = (true, false) }
    mutating func forget() { isUnfinished = false }

    mutating func perform(
      _ effect: BeatMachine.Effect, in state: BeatMachine.State, _ event: BeatMachine.Event
    ) {
      if effect == .finishCommit, isUnfinished {
        (isUnfinished, intent) = (false, nil)
        record()
      }
      if [.recall, .call, .callShort, .callNext, .execute, .takeUp].contains(effect), isUnfinished {
        isPaidAgain = true
      }
      switch effect {
      case .recall: (moves, isCommitted) = (0, false)
      // The chores before a look report what a crash cut short.
      case .doChores where state == .idle:
        if intent == .approved { record() }
        intent = nil
      case .writeIntent: intent = .decided
      case .takeUp: (hasYes, intent, isRecorded) = (false, .approved, false)
      case .execute:
        moves += 1
        allMoves += 1
        if event != .ruled(.noop) { isInOrder = isInOrder && intent != nil }
      case .commit, .commitMove: isCommitted = true
      // What was decided on is no change while the move is under way: its intent must be on the disk.
      case .commitDecision: isInOrder = isInOrder && intent == .decided && moves == 1
      // And it must be a change again before that intent goes.
      case .takeBack: isInOrder = isInOrder && intent == .decided && !isCommitted
      case .commitApproved:
        isCommitted = true
        record()
      case .dropApproved:
        hasYes = false
        record()
      // Last of all, unless nothing came of the move.
      case .removeIntent:
        isInOrder = isInOrder && (isCommitted || event == .moveEnded(isDone: false))
        intent = nil
      default: break
      }
    }

    private mutating func record() {
      isRecorded = true
      yesses += 1
    }
  }
}
