package import Base

/// The last reading of each sensor. A file is replaced only when what it says changed; otherwise
/// only its time is set, which is the time of the sensor's last run.
package struct Snapshots: Sendable {
  private let folder: String

  package init(directory: DataDirectory) { folder = directory.snapshots }

  /// The last reading, or nil when there is none.
  package func reading(of sensor: Identifier) throws(LooopError) -> Reading? {
    try Record.read(file(sensor)).map { Reading(sensor: sensor, record: $0) }
  }

  /// When the sensor last ran; nil when it never did.
  package func lastRun(of sensor: Identifier) throws(LooopError) -> Int? {
    try facts(of: sensor)?.modified
  }

  /// How the sensor's file stands, to tell whether it was written anew.
  func facts(of sensor: Identifier) throws(LooopError) -> FileFacts? {
    try FileFacts.of(file(sensor))
  }

  /// Keeps a reading of the sensor's run at `run`, by the clock that due times are counted with,
  /// beside the former one; gives how the file stands then.
  func keep(
    _ reading: Reading, former: Reading?, run: Int, duration: Duration
  ) throws(LooopError) -> FileFacts? {
    let file = file(reading.sensor)
    if reading != former {
      let record = reading.record(duration: duration)
      // Sensors run in the data dir, and may have done anything to it.
      try BrokenFiles.makeRoom(at: file)
      try AtomicFile.replace(file, JSONWriter.line(.object(record)))
    }
    FileFacts.touch(file, at: run)
    return try FileFacts.of(file)
  }

  /// Every reading there is, and the files that are broken.
  package func all() throws(LooopError) -> (readings: [Reading], problems: [LooopError]) {
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

  package func file(_ sensor: Identifier) -> String { "\(folder)/sensor-\(sensor).json" }
}
