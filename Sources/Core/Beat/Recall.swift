internal import Base

/// What the last beat left: its state, and the moves that a crash interrupted.
struct Recall {
  var state = PulseState()
  var chores: [Chore] = []

  /// The moves of `underWay` are not interrupted: they go on.
  static func read(_ loop: Loop, underWay: [UnderWay]) throws(LooopError) -> Recall {
    var recall = Recall()
    var broken = BrokenFiles()
    let path = loop.directory.pulseState
    let state = try broken.reading(path) { () throws(LooopError) in try PulseState.load(path) }
    recall.state = state ?? PulseState()
    recall.state.follow(clock: loop.clock.now())
    recall.chores = broken.files.map(Chore.putAside)
    let going = Set(underWay.map(\.intent))
    recall.chores += try loop.intents.found(but: going).map(Chore.reportInterrupted)
    return recall
  }
}
