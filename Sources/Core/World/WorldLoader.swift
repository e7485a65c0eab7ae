package import Base

/// Reads the files into one world. A file that is not what it should be is a problem in the world;
/// a folder that cannot be read is an error: unknown counts as "do not act".
package struct WorldLoader {
  private let loop: Loop

  package init(_ loop: Loop) { self.loop = loop }

  package func load(readings: [Reading], state: PulseState) throws(LooopError) -> World {
    var world = World()
    world.playbook = try loop.playbook.text()
    let goals = try loop.goals.contents()
    world.goals = goals.goals
    world.readings = readings
    world.mailbox = try loop.mailbox.contents()
    let roll = try loop.fleet.roll()
    world.workers = roll.workers
    world.formerLives = roll.formerLives
    world.output = state.output
    world.interrupted = state.interrupted
    let parked = try loop.parking.contents()
    world.parked = parked.runners
    world.problems =
      goals.problems + world.mailbox.problems + roll.problems + parked.problems
    return world
  }

  /// Whether the human's own words, PLAYBOOK and goals, still stand as `world` has them.
  package func isSteeringCurrent(_ world: World) throws(LooopError) -> Bool {
    let goals = try loop.goals.contents().goals
    return try loop.playbook.text() == world.playbook && goals == world.goals
  }
}
