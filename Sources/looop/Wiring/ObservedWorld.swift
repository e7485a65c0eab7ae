internal import Base
internal import Core
internal import Sensors

extension Wiring {
  /// The world as the files have it now, without running anything.
  func observedWorld() throws(LooopError) -> World {
    let snapshots = try loop.snapshots.all()
    let (state, problems) = try pulseState()
    var world = try WorldLoader(loop).load(readings: snapshots.readings, state: state)
    world.problems += try snapshots.problems + problems + sensors.problems()
    return world
  }

  /// What the pulse remembers; a broken file reads as nothing, and as a problem.
  func pulseState() throws(LooopError) -> (state: PulseState, problems: [LooopError]) {
    var problems: [LooopError] = []
    let state = try Record.noting(&problems) { () throws(LooopError) in
      try PulseState.load(directory.pulseState)
    }
    return (state ?? PulseState(), problems)
  }
}
