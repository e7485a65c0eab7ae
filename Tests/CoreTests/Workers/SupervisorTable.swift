import TestSupport

@testable import Base
@testable import Core

extension SupervisorMachine {
  typealias Table = MachineTable<State, Event, Effect>

  static func table(verifies: Bool, events: [Event] = events) -> Table {
    Table(events: events) { state, event in
      var machine = SupervisorMachine(verifies: verifies, state: state)
      let effects = machine.handle(event)
      return (machine.state, effects)
    }
  }

  /// The whole table as Markdown: one row a state and event that mean something together.
  static var markdown: String {
    // How the agent ended makes no difference to what is done about it.
    table(verifies: true, events: events.filter { $0 != .exited(.killed(signal: 9)) })
      .markdown(
        of: rows, words: .init(state: \.text, event: \.text, effect: \.rawValue))
  }

  /// Every state but the last, which nothing leaves.
  static let rows: [State] = [
    .starting, .running, .waitingAsk, .stuck, .finished, .ending(.lastWord),
    .ending(.told(.stop)),
    .ending(.killed(.stop)), .ending(.leftovers(.exited(0))),
    .ending(.leftovers(.ended(.stop, signal: 15))), .ending(.verifying(.exited(0))),
  ]

  static let events: [Event] = [
    .spawned, .output, .askRaised, .askSettled, .silent, .finalResult, .wentOn, .done, .stop,
    .timeLimit, .overBudget, .deadline,
    .exited(.exited(0)), .exited(.killed(signal: 9)), .alone, .verified,
  ]
}

extension SupervisorMachine.State {
  var text: String {
    switch self {
    case .starting: "starting"
    case .running: "running"
    case .waitingAsk: "waiting-ask"
    case .stuck: "stuck"
    case .finished: "finished"
    case .ending(.lastWord): "ending: last word"
    case .ending(.told(let cause)): "ending: told (\(cause.rawValue))"
    case .ending(.killed(let cause)): "ending: killed (\(cause.rawValue))"
    case .ending(.leftovers(let end)): "ending: leftovers of \(end.workerState.text)"
    case .ending(.verifying(let end)): "ending: verifying \(end.workerState.text)"
    case .ended(let end): end.workerState.text
    }
  }
}

extension SupervisorMachine.Event {
  var text: String {
    switch self {
    case .spawned: "spawned"
    case .output: "output"
    case .askRaised: "ask raised"
    case .askSettled: "ask settled"
    case .silent: "silent too long"
    case .finalResult: "final result"
    case .wentOn: "goes on"
    case .done: "`looop done`"
    case .stop: "kill or down"
    case .timeLimit: "time limit"
    case .overBudget: "over usd_per_worker"
    case .deadline: "the time given is over"
    case .exited: "the agent ended"
    case .alone: "nothing is left"
    case .verified: "verified"
    }
  }
}
