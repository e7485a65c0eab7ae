/// The end of what last may have changed the world outside: a command, the trial of a sensor, a worker.
struct LastAct: Equatable {
  let at: Int
  /// Whether no person set its pace, and no work did: the loop may act again and again.
  let isOwn: Bool
}

extension World {
  /// Nil for none.
  func lastAct(_ state: PulseState, now: Int) -> LastAct? {
    let ends = workers.compactMap(\.endedAt).map { LastAct(at: $0, isOwn: false) }
    let moves = [
      LastAct(at: state.actedAt, isOwn: true), LastAct(at: state.approvedAt, isOwn: false),
    ]
    // What lies ahead was before the clock was set back.
    return (moves + ends).filter { $0.at > 0 && $0.at <= now }.max { $0.at < $1.at }
  }
}
