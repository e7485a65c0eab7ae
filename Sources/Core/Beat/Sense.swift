/// Runs the sensors that are due, all at once, and gives every sensor's reading.
public final class Sense {
  private let catalog: any SensorCatalog
  private let snapshots: Snapshots
  private let children: ChildGroup
  private let clock: Clock
  private let environment: [String: String]
  /// Seconds between two runs of a sensor without a clock of its own.
  private let interval: Int

  public init(
    catalog: any SensorCatalog, snapshots: Snapshots, children: ChildGroup, clock: Clock,
    environment: [String: String], interval: Int
  ) {
    self.catalog = catalog
    self.snapshots = snapshots
    self.children = children
    self.clock = clock
    self.environment = environment
    self.interval = interval
  }

  /// Senses now. `all` runs every sensor, due or not; without `keeping` nothing is written.
  func run(
    nextLookAt: Int, all: Bool, keeping: Bool, broken: BrokenFiles
  ) throws(LooopError) -> Sensed {
    var sensed = Sensed()
    var due: [(sensor: any Sensor, former: Reading?)] = []
    for entry in try catalog.entries() {
      switch entry {
      case .disabled: continue
      case .broken(let name, let error):
        let seen = Observation(
          status: .invalid, exit: nil, signal: .null,
          detail: ["error": .string(error.description)])
        let former = try former(of: name, broken)
        let reading = Reading(seen, of: name, version: 0, former: former, now: clock.now())
        if keeping { try snapshots.keep(reading, former: former, milliseconds: 0) }
        sensed.readings.append(reading)
      case .sensor(let sensor):
        let former = try former(of: sensor.name, broken)
        let last = try lastRun(of: sensor, former)
        let isDue = last.map {
          $0.next(nextLookAt: nextLookAt, interval: interval) <= clock.now()
        }
        if let former, let last, isDue == false, !all {
          sensed.readings.append(former)
          sensed.runs.append(last)
        } else {
          due.append((sensor, former))
        }
      }
    }
    let results = children.run(due.map { $0.sensor.command(base: environment) })
    for (index, result) in results.enumerated() {
      try take(result, of: due[index].sensor, due[index].former, keeping, &sensed)
    }
    if keeping { try snapshots.forgetAll(but: Set(sensed.readings.map(\.sensor))) }
    sensed.readings.sort { $0.sensor < $1.sensor }
    return sensed
  }

  private func take(
    _ result: CommandResult, of sensor: any Sensor, _ former: Reading?, _ keeping: Bool,
    _ sensed: inout Sensed
  ) throws(LooopError) {
    // Cut short because looop itself stops: that says nothing about the world.
    if result.status == .interrupted {
      if let former { sensed.readings.append(former) }
      return
    }
    let reading = Reading(
      sensor.observe(result), of: sensor.name, version: sensor.version, former: former,
      now: clock.now())
    if keeping { try snapshots.keep(reading, former: former, milliseconds: result.milliseconds) }
    sensed.readings.append(reading)
    sensed.runs.append(Sensed.Run(at: clock.now(), every: sensor.every))
  }

  /// Nil when the sensor never ran, was edited since, or ran in what is the future since the clock
  /// was set back.
  private func lastRun(
    of sensor: any Sensor, _ former: Reading?
  ) throws(LooopError) -> Sensed.Run? {
    guard former?.version == sensor.version, let at = try snapshots.lastRun(of: sensor.name),
      at <= clock.now()
    else { return nil }
    return Sensed.Run(at: at, every: sensor.every)
  }

  private func former(
    of sensor: Identifier, _ broken: BrokenFiles
  ) throws(LooopError) -> Reading? {
    try broken.reading(snapshots.file(sensor)) { () throws(LooopError) in
      try snapshots.reading(of: sensor)
    }
  }
}
