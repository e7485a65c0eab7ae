package import Base

/// Reads the files into one world. A file that is not what it should be is a problem in the world; so
/// is a text of a person's that cannot be read, with which the world is `unread`. Of looop's own files
/// that is an error: unknown counts as "do not act".
package struct WorldLoader {
  private let loop: Loop

  package init(_ loop: Loop) { self.loop = loop }

  /// With `isShown` nothing is an error: a person sees what can be read, and why the rest cannot.
  package func load(
    readings: [Reading], state: PulseState, isShown: Bool = false, skipsFolders: Bool = false
  ) throws(LooopError) -> World {
    var world = World()
    do throws(LooopError) {
      world.playbook = try loop.playbook.text(noting: &world.problems)
    } catch {
      world.problems.append(LinkedFile.away(error))
    }
    var parts = ShownParts(isShown: isShown, skipsFolders: skipsFolders)
    let goals = try parts.read(Goals.Contents()) { () throws(LooopError) in
      try loop.goals.contents()
    }
    world.goals = goals.goals
    let flapping = state.idleWakes.filter(\.flaps)
    world.readings = readings.map { reading in
      var reading = reading
      if flapping.contains(where: { $0.concerns(reading) }) { reading.flaps = true }
      return reading
    }
    world.mailbox = try parts.read(Mailbox.Contents()) { () throws(LooopError) in
      try loop.mailbox.contents()
    }
    let roll = try parts.read(Fleet.Roll()) { () throws(LooopError) in try loop.fleet.roll() }
    world.workers = roll.workers
    world.formerLives = roll.formerLives
    world.outputs = state.outputs
    world.interrupted = state.interrupted
    let parked = try parts.read((runners: [], problems: [])) { () throws(LooopError) in
      try loop.parking.contents()
    }
    world.parked = parked.runners
    world.problems +=
      goals.problems + world.mailbox.problems + roll.problems + parked.problems
      + parts.problems
    return world
  }

  /// What has become of PLAYBOOK and goals since `world` was read.
  package func steeringChange(since world: World) throws(LooopError) -> SteeringChange {
    let former = Dictionary(world.goals.map { ($0.id, $0.body) }) { first, _ in first }
    let goals = try loop.goals.contents()
    // One that cannot be read is not a goal that was removed.
    if let unread = goals.unread { throw unread }
    let current = Dictionary(goals.goals.map { ($0.id, $0.body) }) { first, _ in first }
    let ids = Set(former.keys).union(current.keys)
    return SteeringChange(
      isPlaybookChanged: try loop.playbook.text() != world.playbook,
      goals: ids.filter { former[$0] != current[$0] })
  }
}
