package import Base
internal import ShellRules

/// One pass of the loop: look, plan, carry out. Read `BeatMachine` first; this only does what it
/// says, in the process's one poll.
///
/// The world is read once; everything up to the move is a pure function of it. A beat never throws:
/// what went wrong is its outcome. `Beat+Look` reads and asks, `Beat+CarryOut` alone writes.
package final class Beat: PollSource {
  /// The wait before each further try of a call whose failure passes.
  package static let retryDelays: [Duration] = [.seconds(1), .seconds(4)]

  let loop: Loop
  let settings: Settings
  let sense: Sense
  let children: ChildGroup
  let executor: Executor
  let commit: Commit
  let retryDelays: [Duration]

  let occasion: Occasion
  private var machine: BeatMachine
  private var events: [BeatMachine.Event] = []
  private var isHandling = false

  // What the steps of this beat know.
  var state = PulseState()
  var chores: [Chore] = []
  var look: Look?
  var inquiry: Inquiry?
  var run: RunFolder?
  var answer: TickAnswer?
  /// Whether the last call followed a row of failures for an unknown reason.
  var endsRow = false
  var plan: Plan?
  /// What the gate said of the decided move.
  var gateRuling: Ruling?
  /// What the decided move replaces, as it was when the move was ruled.
  var replaced: String?
  /// Why the approved move could not be ruled again.
  var unruled: LooopError?
  var effect = Effect()
  /// When a runner was first asked.
  var askedAt = 0
  /// When the move was begun.
  var startedAt = 0
  /// Whether other beats may have gone on beside its move.
  private(set) var tookTime = false
  private var isWishTaken = false
  var restUntil: Monotonic?
  /// As it is when a stop ends the beat before it learns more.
  var outcome = BeatOutcome.skipped(.stopping)

  /// What a beat did, and when time alone calls for the next one; nil while it is under way.
  package private(set) var pass: Pass?

  package init(
    _ loop: Loop, settings: Settings, sense: Sense, children: ChildGroup,
    occasion: Occasion = Occasion(), retryDelays: [Duration] = Beat.retryDelays
  ) {
    self.loop = loop
    self.settings = settings
    self.sense = sense
    self.children = children
    self.retryDelays = retryDelays
    self.occasion = occasion
    machine = BeatMachine(isDry: occasion.isDryRun)
    executor = Executor(loop, settings: settings, children: children)
    commit = Commit(loop: loop)
  }

  package struct Pass: Sendable, Equatable {
    package let outcome: BeatOutcome
    /// Nil for never.
    package let nextDue: Int?
    /// The decider's wish for the next look; 0 for none.
    let nextLookAt: Int
  }

  /// The decider's wish for the next look, once, as soon as the move it decided on takes time.
  func takeWish() -> Int? {
    guard tookTime, !isWishTaken else { return nil }
    isWishTaken = true
    return state.nextLookAt
  }

  /// The move that is under way, while other beats may go on.
  var underWay: UnderWay? {
    guard case .underWay = machine.state, let decision, let intent else { return nil }
    return UnderWay(intent: intent, decision: decision, startedAt: startedAt)
  }

  /// The runner that is asked.
  var asked: Activity.Entry? {
    guard machine.state == .calling || machine.state == .resting,
      let runner = inquiry?.runner
    else { return nil }
    return Activity.Entry(runner.preset.name, since: askedAt)
  }

  // MARK: In the poll

  /// What it waits for, itself included.
  var sources: [any PollSource] { [children, executor, self] }

  package var descriptors: [Int32] { [] }
  package var deadline: Monotonic? { restUntil }

  package func handle(ready: Set<Int32>) {
    guard let restUntil, restUntil <= Monotonic.now() else { return }
    self.restUntil = nil
    handle(.restEnded)
  }

  func begin(_ event: BeatMachine.Event = .due) { handle(event) }

  /// Ends it early: what runs is ended, and a move under way is still recorded.
  package func stop() { handle(.stop) }

  // MARK: What happens

  /// One event at a time: an event raised by an effect is handled after the effects beside it.
  func handle(_ event: BeatMachine.Event) {
    guard pass == nil else { return }
    events.append(event)
    guard !isHandling else { return }
    isHandling = true
    defer { isHandling = false }
    while pass == nil, !events.isEmpty {
      let event = events.removeFirst()
      let effects = machine.handle(event)
      if event == .moveStarted { tookTime = true }
      do throws(LooopError) { for effect in effects { try perform(effect) } } catch {
        outcome = .failed(BeatFailure(.state, error.description))
        events = [.broke]
      }
    }
  }

  private func perform(_ effect: BeatMachine.Effect) throws(LooopError) {
    switch effect {
    case .finishCommit: try loop.unfinished.finish()
    case .recall: try recall()
    case .doChores: try doChores()
    case .look: try readWorld()
    case .weigh: try weigh()
    case .openRun: try openRun()
    case .call, .callShort: try call()
    case .callNext: try callNext()
    case .rest: rest()
    case .endChildren: children.stop()
    case .recordAnswer: try recordAnswer()
    case .unpark: try unpark()
    case .park: try park()
    case .parkMissing: try parkMissing()
    case .rule: try rule()
    case .show: try show()
    case .askForBudget: try askForBudget()
    case .writeIntent: try writeIntent()
    case .takeUp: try takeUp()
    case .execute: execute()
    case .hold: try hold()
    case .dropApproved: try dropApproved()
    case .recordDropped: try recordDropped()
    case .recordSteering: try recordSteering()
    case .recordOutcome: try recordOutcome()
    case .commit: try commitDecided()
    case .commitDecision: try commitDecision()
    case .commitMove: try commitMove()
    case .takeBack: try takeBack()
    case .commitApproved: try commitApproved()
    case .removeIntent: try removeIntent()
    case .recordFailure: recordFailure()
    case .end: end()
    }
  }

  private func end() {
    if case .skipped = outcome, look != nil, !occasion.isDryRun { forgetMended() }
    pass = Pass(outcome: outcome, nextDue: nextDue, nextLookAt: state.nextLookAt)
  }

  // MARK: What is due next

  private var nextDue: Int? {
    var due: [Int?] = []
    switch outcome {
    case .skipped(.backoff(let until)), .skipped(.flapping(let until)),
      .skipped(.unsettled(let until)):
      due.append(until)
    case .skipped(.budget(let spent)): due.append(spent.until)
    case .skipped(.parked(let parked)): due.append(parked.until)
    // At once: the next beat finds out until when the runner is parked.
    case .failed(let failure): due.append(failure.isParked ? 0 : state.backoffUntil)
    // At once: no file event says that a command printed something to decide on.
    case .acted: if effect.output != nil { due.append(0) }
    case .ranApproved, .held, .wouldAct, .skipped: break
    }
    if settings.noopTTL > .zero, state.lastDecidedAt > 0 {
      due.append(state.lastDecidedAt + settings.noopTTL.seconds)
    }
    return due.compactMap(\.self).min()
  }
}
