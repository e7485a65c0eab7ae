package import Base

/// When a pulse that started now would run a sensor next, computed from the files by the pulse's own
/// rules.
package struct NextRun {
  private let snapshots: Snapshots
  private let pace: RosterEntry.Pace

  /// `nextLookAt` is the moment the decider asked for, 0 for none; `interval` the time between two
  /// runs of a sensor without a clock of its own.
  package init(directory: DataDirectory, nextLookAt: Int, interval: Duration) {
    snapshots = Snapshots(directory: directory)
    pace = RosterEntry.Pace(nextLookAt: nextLookAt, interval: interval)
  }

  /// The moment of the next run: `now` or earlier when it is due, nil for never. `reading` is the last
  /// one.
  package func moment(
    of sensor: any Sensor, after reading: Reading?, now: Int
  ) throws(LooopError) -> Int? {
    guard sensor.push == nil else { return nil }
    let entry = RosterEntry(sensor.name)
    entry.learn(reading, try snapshots.facts(of: sensor.name))
    _ = entry.replaceSensor(by: sensor)
    entry.planFirstRun(pace, now: now)
    entry.lookOutside(now: now)
    return entry.runAt
  }
}
