package import Base

extension Loop {
  package enum MoveStanding: Sendable, Equatable {
    case pending
    /// It or its question was changed since looop asked.
    case changed
    case none
  }

  /// What there is of the move that `ask` puts before the human.
  package func standing(of ask: Ask) throws(LooopError) -> MoveStanding {
    guard try FileFacts.of("\(directory.gates)/\(ask.id).json") != nil else { return .none }
    let move = try gates.contents().pending.first { $0.ask == ask.id }
    let asked = try PulseState.load(directory.pulseState)?.asked[ask.id.text]
    return move != nil && move?.digest == asked ? .pending : .changed
  }
}
