import TestSupport

@testable import Core

extension BeatMachine {
  static var table: MachineTable<BeatMachine, Event, Effect> {
    MachineTable(events: events) { machine, event in
      var next = machine
      let effects = next.handle(event)
      return (next, effects)
    }
  }

  /// The whole table as Markdown: one row a state and event that mean something together.
  static var markdown: String {
    table.markdown(
      of: rows.map { BeatMachine(state: $0) },
      words: .init(
        state: { $0.state.text + ($0.isStopping && $0.state != .idle ? ", stopping" : "") },
        event: \.text, effect: \.rawValue))
  }

  static let rows: [State] = [
    .idle, .looking, .calling, .resting, .deciding, .takingUp, .acting(.decided), .acting(.noop),
    .acting(.approved), .underWay(.decided), .underWay(.approved),
  ]

  static let events: [Event] =
    [.due, .humanActed, .roundEnded] + Finding.allCases.map(Event.weighed)
    + Call.allCases.map(Event.callEnded) + [.restEnded] + Ruled.allCases.map(Event.ruled)
    + [.takenUp, .gone, .moveStarted, .moveEnded(isDone: true), .moveEnded(isDone: false)]
    + [.stop, .broke]
}

extension BeatMachine.State {
  var text: String {
    switch self {
    case .idle: "idle"
    case .looking: "looking"
    case .calling: "calling"
    case .resting: "resting"
    case .deciding: "deciding"
    case .takingUp: "taking up"
    case .acting(.decided): "acting"
    case .acting(.noop): "acting: noop"
    case .acting(.approved): "acting: approved"
    case .underWay(.decided): "under way"
    case .underWay(.noop): "under way: noop"
    case .underWay(.approved): "under way: approved"
    }
  }
}

extension BeatMachine.Event {
  var text: String {
    switch self {
    case .due: "due"
    case .humanActed: "a human acted"
    case .roundEnded: "the round ended"
    case .weighed(.approved): "weighed: a yes waits"
    case .weighed(.approvedRefused): "weighed: a yes to what is refused for good"
    case .weighed(.decide): "weighed: decide"
    case .weighed(.skip): "weighed: unchanged, paused, backing off, or sensors run"
    case .weighed(.settingUp): "weighed: nothing to decide on yet"
    case .weighed(.unsettled): "weighed: PLAYBOOK and goals do not rest"
    case .weighed(.parked): "weighed: all runners parked"
    case .weighed(.spent): "weighed: a cap is reached"
    case .callEnded(.move): "the call ended: a move"
    case .callEnded(.words): "the call ended: words, no move"
    case .callEnded(.passing): "the call failed: it passes"
    case .callEnded(.tooLong): "the call failed: prompt too long"
    case .callEnded(.parkedWithNext): "the call failed: park, another is left"
    case .callEnded(.parkedLast): "the call failed: park, no runner is left"
    case .callEnded(.failed): "the call failed"
    case .callEnded(.capped): "a cap forbade the call"
    case .restEnded: "the moment is over"
    case .ruled(.allowed): "ruled: allowed"
    case .ruled(.noop): "ruled: a noop"
    case .ruled(.asks): "ruled: asks"
    case .ruled(.refused): "ruled: refused"
    case .ruled(.superseded): "ruled: superseded"
    case .takenUp: "taken up"
    case .gone: "taken up by another"
    case .moveStarted: "the move takes time"
    case .moveEnded(isDone: true): "the move is done"
    case .moveEnded(isDone: false): "the move failed"
    case .stop: "told to stop"
    case .broke: "a file could not be read or written"
    }
  }
}
