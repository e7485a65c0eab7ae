/// What a supervisor does about what happens to its worker: a pure table, `state x event -> state +
/// effects`. docs/workers.md prints it.
struct SupervisorMachine: Equatable {
  /// The state of the worker's life.
  enum State: Hashable {
    case starting
    case running
    case waitingAsk
    /// Silent for too long, without an open question.
    case stuck
    /// Its agent printed its final result and is given some time to end by itself.
    case finished
    case ending(Step)
    case ended(End)
  }

  /// The steps of ending a worker.
  enum Step: Hashable {
    /// It said its last word and is given some time to end by itself.
    case lastWord
    /// SIGTERM was sent.
    case told(Cause)
    /// It ignored SIGTERM; SIGKILL was sent.
    case killed(Cause)
    /// The agent has ended; what it left running is being ended.
    case leftovers(End)
    case verifying(End)
  }

  /// Why looop ends a worker.
  enum Cause: String, Hashable, CaseIterable {
    case lastWord = "last word"
    /// Its agent printed its final result, and hung.
    case result = "final result"
    case stop
    case timeLimit = "time limit"
    case budget
  }

  /// How an agent ended.
  enum End: Hashable {
    case exited(Int)
    case killed(signal: Int)
    /// looop ended it, for this reason.
    case ended(Cause, signal: Int)
  }

  enum Event: Hashable {
    case spawned
    /// The agent wrote something.
    case output
    case askRaised
    case askSettled
    /// Nothing was written for the stuck threshold, and the screen's title does not say busy.
    case silent
    /// The agent printed its final result, with nothing of its own still at work.
    case finalResult
    /// It began another turn after its result.
    case wentOn
    /// The worker's own `looop done`.
    case done
    /// A kill or `down` ends the worker.
    case stop
    case timeLimit
    /// It cost more than it may.
    case overBudget
    /// The time that an effect gave has passed.
    case deadline
    /// The agent itself has ended.
    case exited(End)
    /// Nothing that the agent started is left either.
    case alone
    case verified
  }

  enum Effect: String, Hashable {
    /// Records that it is stuck, with the last line of its screen.
    case recordStuck = "record stuck"
    /// Records that it is no longer stuck.
    case recordAlive = "record alive"
    case giveLastWordTime = "give time"
    /// Collects what the agent started, then SIGTERM to its group.
    case terminate = "collect, SIGTERM"
    /// SIGKILL to the agent's group.
    case kill = "SIGKILL"
    /// SIGTERM to what the agent left running, a second later SIGKILL.
    case endLeftovers = "collect the rest, SIGTERM"
    case killLeftovers = "SIGKILL the rest"
    case verify
    /// Records how it ended; the supervisor is done.
    case recordEnd = "record the end"
  }

  /// Whether there is a check to run once the worker ended by itself.
  let verifies: Bool
  private(set) var state: State

  init(verifies: Bool, state: State = .starting) {
    self.verifies = verifies
    self.state = state
  }

  var end: End? { if case .ended(let end) = state { end } else { nil } }

  /// Changes the state; returns what to do, in order. An event that means nothing in this state does
  /// nothing.
  mutating func handle(_ event: Event) -> [Effect] {
    let (next, effects) = step(event)
    state = next
    return effects
  }

  private func step(_ event: Event) -> (State, [Effect]) {
    switch state {
    case .starting: event == .spawned ? (.running, []) : ending(event) ?? (state, [])
    case .running, .waitingAsk: living(event, leaving: [])
    case .stuck: living(event, leaving: [.recordAlive])
    case .finished: finished(event)
    case .ending(let step): ending(step, event)
    case .ended: (state, [])
    }
  }

  /// `leaving` is done when the worker leaves this state and lives on.
  private func living(_ event: Event, leaving: [Effect]) -> (State, [Effect]) {
    switch (state, event) {
    case (.stuck, .output), (.waitingAsk, .askSettled): (.running, leaving)
    case (.running, .askRaised), (.stuck, .askRaised): (.waitingAsk, leaving)
    case (.running, .silent): (.stuck, [.recordStuck])
    // A result while a question is open may be the first of two: what waits for the answer ends later,
    // and begins another turn.
    case (.running, .finalResult), (.stuck, .finalResult):
      (.finished, leaving + [.giveLastWordTime])
    // The time for which it waits for the human is not its own.
    case (.waitingAsk, .timeLimit): (state, [])
    default: ending(event) ?? (state, [])
    }
  }

  /// As with the last word: the time limit is ignored, a kill shortens the time given, and neither
  /// makes the end a bad one.
  private func finished(_ event: Event) -> (State, [Effect]) {
    switch event {
    case .wentOn: (.running, [])
    case .askRaised: (.waitingAsk, [])
    case .deadline, .stop: (.ending(.told(.result)), [.terminate])
    case .timeLimit: (state, [])
    default: ending(event) ?? (state, [])
    }
  }

  /// The events that end a living worker in any state; nil for others.
  private func ending(_ event: Event) -> (State, [Effect])? {
    switch event {
    case .done: (.ending(.lastWord), [.giveLastWordTime])
    case .stop: (.ending(.told(.stop)), [.terminate])
    case .timeLimit: (.ending(.told(.timeLimit)), [.terminate])
    case .overBudget: (.ending(.told(.budget)), [.terminate])
    case .exited(let end): (.ending(.leftovers(end)), [.endLeftovers])
    default: nil
    }
  }

  private func ending(_ step: Step, _ event: Event) -> (State, [Effect]) {
    switch (step, event) {
    case (.lastWord, .deadline): (.ending(.told(.lastWord)), [.terminate])
    // The time limit is ignored here: the time to end by itself is short anyway. A kill shortens it, and
    // the last word still counts.
    case (.lastWord, .stop): (.ending(.told(.lastWord)), [.terminate])
    case (.lastWord, .exited): ending(event) ?? (state, [])
    case (.told(let cause), .deadline): (.ending(.killed(cause)), [.kill])
    case (.told(let cause), .exited):
      (.ending(.leftovers(.ended(cause, signal: 15))), [.endLeftovers])
    case (.killed(let cause), .exited):
      (.ending(.leftovers(.ended(cause, signal: 9))), [.endLeftovers])
    case (.leftovers, .deadline): (state, [.killLeftovers])
    case (.leftovers(let end), .alone):
      verifies && end.isOwn ? (.ending(.verifying(end)), [.verify]) : (.ended(end), [.recordEnd])
    case (.verifying(let end), .verified): (.ended(end), [.recordEnd])
    default: (state, [])
    }
  }
}

extension SupervisorMachine.End {
  /// Whether the worker ended by itself: only then is its work worth checking.
  var isOwn: Bool {
    switch self {
    case .exited, .killed, .ended(.lastWord, _), .ended(.result, _): true
    case .ended: false
    }
  }

  /// Whether a kill or `down` ended it.
  var wasStopped: Bool { if case .ended(.stop, _) = self { true } else { false } }

  /// As the session's record has it. An agent that said its last word or printed its result ended well,
  /// even if looop had to end its process.
  var workerState: Worker.State {
    switch self {
    case .exited(let code): .exited(code)
    case .killed(let signal): .killed(signal: signal)
    case .ended(.lastWord, _), .ended(.result, _): .exited(0)
    case .ended(_, let signal): .killed(signal: signal)
    }
  }
}
