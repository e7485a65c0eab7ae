/// The last reading of each sensor. A file is replaced only when what it says changed; otherwise
/// only its time is set, which is the time of the sensor's last run.
public struct Snapshots: Sendable {
  private let folder: String
  private let clock: Clock

  public init(directory: DataDirectory, clock: Clock) {
    folder = directory.snapshots
    self.clock = clock
  }

  /// The last reading, or nil when there is none.
  public func reading(of sensor: Identifier) throws(LooopError) -> Reading? {
    try Record.read(file(sensor)).map { Reading(sensor: sensor, record: $0) }
  }

  /// When the sensor last ran; nil when it never did, or when its file is broken.
  func lastRun(of sensor: Identifier) throws(LooopError) -> Int? {
    try FileFacts.of(file(sensor))?.modified
  }

  /// Keeps a new reading beside the former one of the same sensor.
  func keep(
    _ reading: Reading, former: Reading?, milliseconds: Int
  ) throws(LooopError) {
    let file = file(reading.sensor)
    if reading != former {
      let record = reading.record(milliseconds: milliseconds)
      try AtomicFile.replace(file, JSONWriter.line(.object(record)))
    }
    // The file's time is the time of the last run, by the clock that due times are counted with.
    FileFacts.touch(file, at: clock.now())
  }

  /// Every reading there is, and the files that are broken.
  public func all() throws(LooopError) -> (readings: [Reading], problems: [LooopError]) {
    var readings: [Reading] = []
    var problems: [LooopError] = []
    for sensor in try sensors() {
      let reading = try Record.noting(&problems) { () throws(LooopError) in
        try self.reading(of: sensor)
      }
      if let reading { readings.append(reading) }
    }
    return (readings, problems)
  }

  private func sensors() throws(LooopError) -> [Identifier] {
    (try Folder.names(in: folder) ?? []).compactMap { name in
      guard name.hasPrefix("sensor-"), name.hasSuffix(".json") else { return nil }
      return Identifier(valid: String(name.dropFirst(7).dropLast(5)))
    }
  }

  /// Removes the reading of every sensor that is not one of `names`.
  func forgetAll(but names: Set<Identifier>) throws(LooopError) {
    for sensor in try sensors() where !names.contains(sensor) {
      _ = try AtomicFile.delete(file(sensor))
    }
  }

  func file(_ sensor: Identifier) -> String { "\(folder)/sensor-\(sensor).json" }
}
