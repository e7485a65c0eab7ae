/// What the loop does about what happens: a pure table of state and event, printed in
/// docs/architecture.md.
///
/// A beat goes one way: look, plan, carry out. No step waits: what takes time is a child in the one
/// poll, and its end is an event. Sensors run beside it, and while its move is under way the next beat
/// may look.
struct BeatMachine: Equatable {
  enum State: Hashable {
    /// Between two beats.
    case idle
    /// The world was read; what it calls for is being weighed.
    case looking
    /// A runner thinks.
    case calling
    /// A call failed in a way that passes; a moment later it is made again.
    case resting
    /// A move was decided; gate and steering are being asked.
    case deciding
    /// A move that a human said yes to is being taken up.
    case takingUp
    case acting(Act)
    /// The move takes time: a child runs, and other beats go on.
    case underWay(Act)
  }

  /// What is being carried out.
  enum Act: Hashable, CaseIterable {
    /// A decided move that must not happen twice.
    case decided
    /// A decided noop.
    case noop
    /// A move a human said yes to.
    case approved
  }

  /// What the world calls for.
  enum Finding: Hashable, CaseIterable {
    case approved
    /// A human said yes to what the policy refuses for good.
    case approvedRefused
    case decide
    /// Unchanged, paused, backing off, or waiting for sensors.
    case skip
    /// There was never anything to decide on: whether there is a runner for it shows already.
    case settingUp
    /// PLAYBOOK and goals change faster than a call takes.
    case unsettled
    /// All runners are parked.
    case parked
    /// A cap is reached.
    case spent
  }

  /// How a call ended.
  enum Call: Hashable, CaseIterable {
    case move
    /// Words without a move.
    case words
    /// A failure that passes, and a try is left.
    case passing
    /// The prompt was too long, and there is a shorter one.
    case tooLong
    /// The runner cannot work for now, and another is left to ask.
    case parkedWithNext
    case parkedLast
    case failed
    /// A cap forbade the first call.
    case capped
  }

  /// What gate and steering say of a decided move.
  enum Ruled: Hashable, CaseIterable {
    case allowed
    /// Allowed, and there is nothing to carry out.
    case noop
    case asks
    case refused
    /// PLAYBOOK or goals changed during the call.
    case superseded
  }

  enum Event: Hashable {
    /// Time alone calls for a beat.
    case due
    /// A human steered, answered or pushed.
    case humanActed
    case roundEnded
    case weighed(Finding)
    case callEnded(Call)
    case restEnded
    case ruled(Ruled)
    /// The approved move is this beat's to run.
    case takenUp
    /// Another process took the approved move up.
    case gone
    /// The move runs something.
    case moveStarted
    /// A command, a trial or a worker's end has ended, or the move took no time.
    case moveEnded(isDone: Bool)
    /// A signal to stop, or `looop down`.
    case stop
    /// A file of looop's own could not be read or written.
    case broke
  }

  enum Effect: String, Hashable, CaseIterable {
    case finishCommit = "write what the last beat could not"
    case recall = "read what the last beat left"
    case doChores = "do the chores"
    case look = "read the world"
    case weigh = "weigh"
    case openRun = "open the run's folder"
    case call = "ask the runner"
    case callShort = "ask again, with the short prompt"
    case callNext = "ask the next runner"
    case rest = "wait a moment"
    case endChildren = "end what runs"
    case recordAnswer = "record the answer"
    case unpark = "forget the runner's rest"
    case park = "park the runner"
    case parkMissing = "park runners whose program is missing"
    case rule = "rule the move"
    case show = "show the move"
    case askForBudget = "ask whether to raise the cap"
    case writeIntent = "write the intent"
    case takeUp = "take the approved move up"
    case execute = "carry the move out"
    case hold = "ask for a yes"
    case dropApproved = "drop the approved move"
    case recordDropped = "record the dropped move"
    case recordSteering = "note PLAYBOOK and goals"
    case recordOutcome = "record the outcome"
    case commit = "commit"
    case commitDecision = "commit what was decided"
    case commitMove = "commit what was done"
    case takeBack = "take the decision back"
    case commitApproved = "commit the approved move"
    case removeIntent = "remove the intent"
    case recordFailure = "record the failure"
    case end = "end the beat"

    /// Whether it changes more than the run's own folder and the ledger: a dry run leaves it out.
    var carriesOut: Bool {
      switch self {
      case .recall, .look, .weigh, .openRun, .call, .callShort, .callNext,
        .rest, .endChildren,
        .recordAnswer, .rule, .show, .recordOutcome, .end:
        false
      case .finishCommit, .recordSteering, .doChores, .unpark, .park, .parkMissing, .askForBudget,
        .writeIntent, .takeUp, .execute, .hold, .dropApproved, .recordDropped, .commit,
        .commitDecision, .commitMove, .takeBack, .commitApproved, .removeIntent, .recordFailure:
        true
      }
    }
  }

  /// A dry run decides and rules, on an unchanged world too, and carries nothing out.
  let isDry: Bool
  private(set) var state: State
  private(set) var isStopping: Bool

  init(isDry: Bool = false, state: State = .idle, isStopping: Bool = false) {
    self.isDry = isDry
    self.state = state
    self.isStopping = isStopping
  }

  /// Changes the state by one event, and returns what to do, in order. An event that means nothing
  /// in this state changes nothing.
  mutating func handle(_ event: Event) -> [Effect] {
    let (next, effects) = step(event)
    state = next
    if event == .stop { isStopping = true }
    return isDry ? effects.filter { !$0.carriesOut } : effects
  }

  private func step(_ event: Event) -> (State, [Effect]) {
    switch (state, event) {
    case (.idle, .due) where !isStopping, (.idle, .humanActed) where !isStopping,
      (.idle, .roundEnded) where !isStopping:
      (.looking, [.finishCommit, .recall, .doChores, .look, .doChores, .weigh])
    // What runs goes on, and its end is still to be recorded.
    case (.underWay, .broke): (state, [.recordFailure])
    // Idle too: what failed may be the last effects, after which the beat would have ended.
    case (_, .broke): (.idle, [.recordFailure, .end])
    case (.idle, _): (.idle, [])
    case (.looking, .weighed(let finding)): weighed(finding)
    case (.calling, .callEnded(let call)): ended(call)
    case (.resting, .restEnded): (.calling, [.call])
    case (.resting, .stop): (.idle, [.end])
    case (.deciding, .ruled(let ruling)): ruled(ruling)
    case (.takingUp, .takenUp): (.acting(.approved), [.execute])
    case (.takingUp, .gone): (.idle, [.end])
    case (.acting(let act), .moveStarted) where act != .noop:
      (.underWay(act), act == .decided ? [.commitDecision] : [])
    case (.acting(let act), .moveEnded(let isDone)): ended(act, isDone)
    case (.underWay(.decided), .moveEnded(true)):
      (.idle, [.recordOutcome, .commitMove, .removeIntent, .end])
    // What it was decided on counts as a change again.
    case (.underWay(.decided), .moveEnded(false)):
      (.idle, [.takeBack, .removeIntent, .recordOutcome, .recordFailure, .end])
    case (.underWay(let act), .moveEnded(let isDone)): ended(act, isDone)
    case (.calling, .stop), (.acting, .stop), (.underWay, .stop): (state, [.endChildren])
    default: (state, [])
    }
  }

  private func weighed(_ finding: Finding) -> (State, [Effect]) {
    guard !isStopping else { return (.idle, [.end]) }
    let calls: (State, [Effect]) = (.calling, [.openRun, .call])
    return switch finding {
    case .parked: (.idle, [.end])
    case .spent: (.idle, [.askForBudget, .end])
    case .decide: calls
    case _ where isDry: calls
    case .skip: (.idle, [.end])
    case .settingUp: (.idle, [.parkMissing, .end])
    case .unsettled: (.idle, [.recordSteering, .end])
    case .approved: (.takingUp, [.takeUp])
    case .approvedRefused: (.idle, [.dropApproved, .end])
    }
  }

  private func ended(_ call: Call) -> (State, [Effect]) {
    switch call {
    case .move where isStopping: (.deciding, [.recordAnswer, .rule])
    case .move: (.deciding, [.unpark, .recordAnswer, .rule])
    // looop ended the call because it stops: that says nothing about the runner.
    case _ where isStopping: (.idle, [.end])
    case .passing: (.resting, [.rest])
    case .tooLong: (.calling, [.callShort])
    // A dry run parks no runner, so it does not go on to the next.
    case .parkedWithNext where !isDry: (.calling, [.park, .callNext])
    case .parkedWithNext, .parkedLast:
      (.idle, [.park, .recordAnswer, .recordOutcome, .recordFailure, .end])
    case .words: (.idle, [.unpark, .recordAnswer, .recordOutcome, .recordFailure, .end])
    case .failed: (.idle, [.recordAnswer, .recordOutcome, .recordFailure, .end])
    case .capped: (.idle, [.recordFailure, .end])
    }
  }

  private func ruled(_ ruling: Ruled) -> (State, [Effect]) {
    guard !isDry else { return (.idle, [.show, .recordOutcome, .end]) }
    return switch ruling {
    case .allowed: (.acting(.decided), [.writeIntent, .execute])
    case .noop: (.acting(.noop), [.execute])
    case .asks: (.idle, [.hold, .recordOutcome, .end])
    case .refused: (.idle, [.recordOutcome, .recordFailure, .end])
    case .superseded: (.idle, [.recordDropped, .recordOutcome, .end])
    }
  }

  private func ended(_ act: Act, _ isDone: Bool) -> (State, [Effect]) {
    switch (act, isDone) {
    // Nothing is tried again without a new yes: its failure is an outcome like any other.
    case (.approved, _): (.idle, [.commitApproved, .removeIntent, .end])
    case (.noop, _): (.idle, [.commit, .recordOutcome, .end])
    // Found after a crash, the outcome says that the move had finished.
    case (.decided, true): (.idle, [.recordOutcome, .commit, .removeIntent, .end])
    case (.decided, false): (.idle, [.removeIntent, .recordOutcome, .recordFailure, .end])
    }
  }
}
