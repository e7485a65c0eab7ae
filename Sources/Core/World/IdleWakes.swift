package import Base

/// How often a sensor woke a decision that found nothing to do, since the last decision that did.
///
/// Five in a row and it counts as flapping: it is flagged, and alone it wakes a decision at growing
/// intervals only. A status that it did not show meanwhile, a push and any other move end that.
package struct IdleWakes: Sendable, Equatable {
  static let flapsFrom = 5
  private static let pauses: [Duration] = [
    .minutes(1), .minutes(2), .minutes(4), .minutes(8), .minutes(15),
  ]

  package var sensor: String
  package var count = 0
  /// The statuses it had when it woke one.
  package var statuses: [String] = []
  /// The version of its files then: once they are edited it is another sensor.
  package var version = 0
  /// When it last woke one.
  package var lastAt = 0

  package var flaps: Bool { count >= Self.flapsFrom }

  /// When it may wake a decision alone again.
  var pauseEnd: Int {
    guard flaps else { return 0 }
    let pause = Self.pauses[min(count - Self.flapsFrom, Self.pauses.count - 1)]
    return lastAt + pause.seconds
  }

  /// Whether it is about the sensor that `reading` is of, as its files are.
  func concerns(_ reading: Reading) -> Bool {
    sensor == reading.sensor.text && version == reading.version
  }

  // MARK: What a decision makes of them

  /// The counts after a decision on `changes` that said `move`.
  static func after(
    _ move: MoveName, _ changes: Changes, of readings: [Reading], former: [IdleWakes], now: Int
  ) -> [IdleWakes] {
    guard move == .noop else { return [] }
    guard let woken = sensors(in: changes, readings) else { return former }
    var counts = former
    for reading in woken {
      let name = reading.sensor.text
      let place = counts.firstIndex { $0.sensor == name } ?? counts.endIndex
      if place == counts.endIndex { counts.append(IdleWakes(sensor: name)) }
      if counts[place].version != reading.version { counts[place].count = 0 }
      counts[place].version = reading.version
      counts[place].add(reading.status.rawValue, now: now)
    }
    let known = Set(readings.map(\.sensor.text))
    return counts.filter { known.contains($0.sensor) }
  }

  /// Until when nothing but flapping sensors asks for a decision; nil when something does now.
  static func quietUntil(
    _ changes: Changes, of readings: [Reading], _ counts: [IdleWakes], now: Int
  ) -> Int? {
    guard let woken = sensors(in: changes, readings) else { return nil }
    var end = Int.max
    for reading in woken {
      guard !reading.isPushed,
        let count = counts.first(where: { $0.sensor == reading.sensor.text }),
        count.version == reading.version, count.statuses.contains(reading.status.rawValue)
      else { return nil }
      end = min(end, count.pauseEnd)
    }
    return end > now && end < .max ? end : nil
  }

  private mutating func add(_ status: String, now: Int) {
    if flaps, !statuses.contains(status) { (count, statuses) = (0, []) }
    count += 1
    if !statuses.contains(status) { statuses.append(status) }
    lastAt = now
  }

  /// The readings that changed, when nothing else did.
  private static func sensors(in changes: Changes, _ readings: [Reading]) -> [Reading]? {
    guard !changes.isEmpty else { return nil }
    var woken: [Reading] = []
    for entry in changes.entries {
      guard entry.kind == .changed, entry.name.kind == .reading,
        let reading = readings.first(where: { Item.Name(.reading, $0.sensor.text) == entry.name })
      else { return nil }
      woken.append(reading)
    }
    return woken
  }
}

extension IdleWakes: ShapedRecord {
  package static let blank = IdleWakes(sensor: "")

  package static let shape = Shape<IdleWakes> { field in
    field(needed: "sensor", \.sensor, "the sensor's name")
    field(
      "count", \.count, "decisions in a row that it woke and that said noop; it flaps from 5 on")
    field("statuses", \.statuses, omitting: [], "the statuses it had then")
    field("version", \.version, omitting: 0, "the version of its files then")
    field("last_at", \.lastAt, "when it last woke one")
  }
}
