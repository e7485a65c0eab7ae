internal import Base

/// What a supervisor does about what happens to its worker: a pure table of state and event.
/// docs/workers.md prints it.
struct SupervisorMachine: Equatable {
  /// Where the worker's life stands.
  enum State: Hashable {
    case starting
    case running
    case waitingAsk
    /// Silent for too long, and it asked nothing.
    case stuck
    case ending(Step)
    case ended(End)
  }

  /// How far an ending is.
  enum Step: Hashable {
    /// It said its last word and has some time to end by itself.
    case lastWord
    /// Told to end.
    case told(Cause)
    /// It did not obey.
    case killed(Cause)
    /// The agent is gone; what it left running is being ended.
    case leftovers(End)
    case verifying(End)
  }

  /// Why looop ends a worker.
  enum Cause: String, Hashable, CaseIterable {
    case lastWord = "last word"
    case stop
    case timeLimit = "time limit"
    case budget
  }

  /// How an agent ended.
  enum End: Hashable {
    case exited(Int)
    case killed(signal: Int)
    /// looop ended it, for that reason.
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
    /// The worker's own `looop done`.
    case done
    /// Somebody ends the worker: a kill or `down`.
    case stop
    case timeLimit
    /// It cost more than it may.
    case overBudget
    /// The time an effect gave is over.
    case deadline
    /// The agent itself has ended.
    case exited(End)
    /// Nothing that it started is left either.
    case alone
    case verified
  }

  enum Effect: String, Hashable {
    /// Writes down that it is stuck, and what its screen says last.
    case recordStuck = "record stuck"
    /// Writes down that it is stuck no more.
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
    /// Writes down how it ended; the supervisor is over.
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

  /// Takes one event and says what is to be done, in that order. An event that means nothing in
  /// this state does nothing.
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
    case .ending(let step): ending(step, event)
    case .ended: (state, [])
    }
  }

  /// `leaving` is what the state's end needs, when the worker lives on.
  private func living(_ event: Event, leaving: [Effect]) -> (State, [Effect]) {
    switch (state, event) {
    case (.stuck, .output), (.waitingAsk, .askSettled): (.running, leaving)
    case (.running, .askRaised), (.stuck, .askRaised): (.waitingAsk, leaving)
    case (.running, .silent): (.stuck, [.recordStuck])
    default: ending(event) ?? (state, [])
    }
  }

  /// What ends a living worker, whatever it is doing.
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
    // Past its time limit it may still go well: the time it was given is short enough. A kill
    // shortens that time and takes nothing from the word.
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
  /// Whether the worker ended of itself: only then is its work worth checking.
  var isOwn: Bool {
    switch self {
    case .exited, .killed, .ended(.lastWord, _): true
    case .ended: false
    }
  }

  /// Whether somebody ended it on purpose.
  var wasStopped: Bool { if case .ended(.stop, _) = self { true } else { false } }

  /// As the session's record has it. An agent that said its last word ended well, also when it had
  /// to be told to go.
  var workerState: Worker.State {
    switch self {
    case .exited(let code): .exited(code)
    case .killed(let signal): .killed(signal: signal)
    case .ended(.lastWord, _): .exited(0)
    case .ended(_, let signal): .killed(signal: signal)
    }
  }
}
