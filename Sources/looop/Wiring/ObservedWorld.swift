internal import Base
internal import Core
internal import Sensors

/// The world as the files have it, read without running anything.
struct ObservedWorld {
  /// As a beat would load it.
  let loaded: World
  /// With the problems of all files that were read.
  let world: World
  /// What the pulse remembers.
  let state: PulseState
  /// Whether the data dir is still to be made: the world is the one that it will hold.
  let isNew: Bool
}

extension Wiring {
  func observedWorld() throws(LooopError) -> World { try observed().world }

  /// With `isShown` what cannot be read is left out, and is a problem.
  /// With `skipsFolders` so is a folder that cannot be listed.
  func observed(
    isShown: Bool = false, skipsFolders: Bool = false
  ) throws(LooopError) -> ObservedWorld {
    var parts = ShownParts(isShown: isShown, skipsFolders: skipsFolders)
    let snapshots = try parts.read((readings: [], problems: [])) { () throws(LooopError) in
      try loop.snapshots.all()
    }
    let (state, problems) = try parts.read((state: PulseState(), problems: [])) {
      () throws(LooopError) in
      try pulseState()
    }
    var loaded = try WorldLoader(loop).load(
      readings: snapshots.readings, state: state, isShown: isShown, skipsFolders: skipsFolders)
    let isNew = try parts.read(false) { () throws(LooopError) in try self.isNew }
    if isNew { try Seed(wiring: self).show(in: &loaded) }
    let ofSensors = try parts.read([]) { () throws(LooopError) in try sensors.problems() }
    loaded.problems += parts.problems
    var world = loaded
    world.problems += snapshots.problems + problems + ofSensors
    return ObservedWorld(loaded: loaded, world: world, state: state, isNew: isNew)
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
