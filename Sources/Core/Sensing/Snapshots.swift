package import Base

/// The files with the last reading of each sensor. A file is rewritten only when the reading changed;
/// otherwise only its modification time is set, which is the time of the sensor's last run.
package struct Snapshots: Sendable {
  private let folder: String

  package init(directory: DataDirectory) { folder = directory.snapshots }

  /// The last reading, or nil when there is none.
  package func reading(of sensor: Identifier) throws(LooopError) -> Reading? {
    try Record.read(file(sensor)).map { Reading(sensor: sensor, record: $0) }
  }

  /// The last reading, with how long the run took that wrote the file.
  func record(
    of sensor: Identifier
  ) throws(LooopError) -> (reading: Reading, duration: Duration)? {
    guard let record = try Record.read(file(sensor)) else { return nil }
    return (
      Reading(sensor: sensor, record: record), .milliseconds(record["took_ms"]?.int ?? 0)
    )
  }

  /// When the sensor last ran; nil for never.
  package func lastRun(of sensor: Identifier) throws(LooopError) -> Int? {
    try facts(of: sensor)?.modified
  }

  /// The facts of the sensor's file, to detect whether it was rewritten.
  func facts(of sensor: Identifier) throws(LooopError) -> FileFacts? {
    try FileFacts.of(file(sensor))
  }

  /// Stores the reading of the run at `run`, by the clock of due times; returns the facts of the file
  /// afterwards.
  func record(
    _ reading: Reading, former: Reading?, run: Int, duration: Duration
  ) throws(LooopError) -> FileFacts? {
    let file = file(reading.sensor)
    if reading != former {
      if let former, former.isGood, !reading.isGood { try keep(former) }
      let record = reading.record(duration: duration)
      try BrokenFiles.replace(file, JSONWriter.line(.object(record)))
    }
    FileFacts.touch(file, at: run)
    return try FileFacts.of(file)
  }

  /// Every reading, and the problems of broken files.
  package func all() throws(LooopError) -> (readings: [Reading], problems: [LooopError]) {
    var readings: [Reading] = []
    var problems: [LooopError] = []
    for sensor in try sensors() {
      let record = try Record.noting(&problems) { () throws(LooopError) in
        try Record.read(file(sensor))
      }
      guard let record else { continue }
      problems += Record.newer(record, file(sensor))
      readings.append(Reading(sensor: sensor, record: record))
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
      _ = try AtomicFile.delete(formerGood(sensor))
    }
  }

  package func file(_ sensor: Identifier) -> String { "\(folder)/sensor-\(sensor).json" }

  // MARK: The last good reading

  /// The file with the last good reading of the sensor that said `reading` last; it need not exist.
  func fileOfGood(_ reading: Reading) -> String {
    reading.isGood ? file(reading.sensor) : formerGood(reading.sensor)
  }

  private func formerGood(_ sensor: Identifier) -> String { "\(folder)/good-\(sensor).json" }

  /// Keeps a good reading that a failed one is about to replace: a sensor that counts on from its last
  /// one must not begin again.
  private func keep(_ reading: Reading) throws(LooopError) {
    let record = JSONWriter.line(.object(reading.record(duration: .zero)))
    try BrokenFiles.replace(formerGood(reading.sensor), record)
  }
}

extension Reading {
  /// Whether it holds what a good run saw, be that as old as it may.
  fileprivate var isGood: Bool { observation.status == .ok }
}
