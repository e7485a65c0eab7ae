/// Runs the sensors that are due, all at once, and gives every sensor's reading.
public struct Sense {
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

  /// The readings of now. `all` runs every sensor, due or not; without `keeping` nothing is
  /// written.
  public func readings(
    nextLookAt: Int, all: Bool, keeping: Bool, broken: BrokenFiles
  ) throws(LooopError) -> [Reading] {
    var readings: [Reading] = []
    var due: [(sensor: any Sensor, former: Reading?)] = []
    let entries = try catalog.entries()
    for entry in entries {
      switch entry {
      case .disabled: continue
      case .broken(let name, let error):
        let observation = Observation(
          status: .invalid, exit: nil, signal: .null,
          detail: ["error": .string(error.description)])
        let former = try reading(of: name, broken)
        let reading = Reading(
          observation, of: name, version: 0, former: former, now: clock.now())
        if keeping { try snapshots.keep(reading, former: former, milliseconds: 0) }
        readings.append(reading)
      case .sensor(let sensor):
        let former = try reading(of: sensor.name, broken)
        let runsAt = try dueTime(sensor, former, nextLookAt: nextLookAt)
        if let former, !all, runsAt > clock.now() {
          readings.append(former)
        } else {
          due.append((sensor, former))
        }
      }
    }
    let results = children.run(due.map { $0.sensor.command(base: environment) })
    for (index, result) in results.enumerated() {
      let (sensor, former) = due[index]
      // Cut short because looop itself stops: that says nothing about the world.
      if result.status == .interrupted {
        if let former { readings.append(former) }
        continue
      }
      let reading = Reading(
        sensor.observe(result), of: sensor.name, version: sensor.version, former: former,
        now: clock.now())
      if keeping {
        try snapshots.keep(reading, former: former, milliseconds: result.milliseconds)
      }
      readings.append(reading)
    }
    if keeping { try snapshots.forgetAll(but: Set(readings.map(\.sensor))) }
    return readings.sorted { $0.sensor < $1.sensor }
  }

  /// When the next sensor is due; nil when none will be.
  public func nextDue(nextLookAt: Int) throws(LooopError) -> Int? {
    var next: Int?
    for case .sensor(let sensor) in try catalog.entries() {
      // Broken by somebody since: the beat itself will see to it.
      let former = (try? snapshots.reading(of: sensor.name)) ?? nil
      let due = try dueTime(sensor, former, nextLookAt: nextLookAt)
      next = min(next ?? due, due)
    }
    return next
  }

  private func dueTime(
    _ sensor: any Sensor, _ former: Reading?, nextLookAt: Int
  ) throws(LooopError) -> Int {
    // Never run, or edited since: at once.
    guard former?.version == sensor.version, let lastRun = try snapshots.lastRun(of: sensor.name)
    else { return 0 }
    if let every = sensor.every { return lastRun + every }
    return nextLookAt > lastRun ? nextLookAt : lastRun + interval
  }

  private func reading(
    of sensor: Identifier, _ broken: BrokenFiles
  ) throws(LooopError) -> Reading? {
    try broken.reading(snapshots.file(sensor)) { () throws(LooopError) in
      try snapshots.reading(of: sensor)
    }
  }
}
