package import Base

/// Reads the files into one world. A file that is not what it should be is a problem in the world;
/// a folder that cannot be read is an error: unknown counts as "do not act".
package struct WorldLoader: Sendable {
  private let goals: Goals
  private let playbook: Playbook
  private let mailbox: Mailbox
  private let fleet: Fleet
  private let lot: ParkingLot

  package init(
    goals: Goals, playbook: Playbook, mailbox: Mailbox, fleet: Fleet, lot: ParkingLot
  ) {
    self.goals = goals
    self.playbook = playbook
    self.mailbox = mailbox
    self.fleet = fleet
    self.lot = lot
  }

  package func load(readings: [Reading], state: PulseState) throws(LooopError) -> World {
    var world = World()
    world.playbook = try playbook.text()
    let goals = try goals.contents()
    world.goals = goals.goals
    world.readings = readings
    world.mailbox = try mailbox.contents()
    let roll = try fleet.roll()
    world.workers = roll.workers
    world.formerLives = roll.formerLives
    world.output = state.output
    world.interrupted = state.interrupted
    let parked = try lot.contents()
    world.parked = parked.runners
    world.problems =
      goals.problems + world.mailbox.problems + roll.problems + parked.problems
    return world
  }

  /// Whether the human's own words, PLAYBOOK and goals, still stand as `world` has them.
  package func isSteeringCurrent(_ world: World) throws(LooopError) -> Bool {
    let goals = try goals.contents().goals
    return try playbook.text() == world.playbook && goals == world.goals
  }
}
