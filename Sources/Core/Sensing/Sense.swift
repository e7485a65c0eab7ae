internal import Base

/// Sensing: a round of those sensors that are due, and every sensor's reading.
///
/// It lives as long as its process. Its caller runs a round's commands and
/// carries out its writes; it starts and writes nothing by itself.
package final class Sense {
  private let roster: Roster
  private let runs: SensorRuns
  private let events: EventLog

  package init(_ catalog: any SensorCatalog, store: Store, events: EventLog) {
    roster = Roster(catalog, store: store)
    runs = SensorRuns(roster: roster, store: store)
    self.events = events
  }

  /// Begins a round of the sensors that are due; with `all`, of every sensor.
  func start(
    pace: RosterEntry.Pace, all: Bool
  ) throws(LooopError) -> (round: SensorRuns.Round, writes: [SensingWrite]) {
    let found = try roster.refresh(pace)
    let round = try runs.start(all: all)
    return (round, found + round.writes)
  }

  /// Ends a round with what became of its commands.
  func end(_ round: SensorRuns.Round, _ results: [CommandResult]) -> [SensingWrite] {
    runs.end(round, results)
  }

  func carryOut(_ writes: [SensingWrite]) throws(LooopError) {
    try roster.carryOut(writes, events)
  }

  var result: SensingResult { roster.result }

  /// When the next sensor is due, or a reading changes by time alone; nil for never.
  func nextDue(_ pace: RosterEntry.Pace) -> Int? { roster.nextDue(pace) }
}
