/// One observation, as it stands in `snapshots/sensor-<name>.json`.
public struct Reading: Sendable, Equatable {
  public let sensor: Identifier
  /// When signal or status last changed, seconds since 1970.
  public let changedAt: Int
  public let observation: Observation
  /// The version of the sensor that said it.
  public let version: Int

  public init(sensor: Identifier, changedAt: Int, observation: Observation, version: Int) {
    self.version = version
    self.sensor = sensor
    self.changedAt = changedAt
    self.observation = observation
  }

  /// What `observation` makes of the `former` reading: the time moves only when signal or status
  /// changed.
  init(
    _ observation: Observation, of sensor: Identifier, version: Int, former: Reading?, now: Int
  ) {
    let isSame =
      former?.observation.signal == observation.signal
      && former?.observation.status == observation.status
    self.init(
      sensor: sensor, changedAt: isSame ? former?.changedAt ?? now : now,
      observation: observation, version: version)
  }

  func record(milliseconds: Int) -> JSONObject {
    var record: JSONObject = [
      "v": 1, "sensor": .string(sensor.text), "ts": .int(changedAt),
      "took_ms": .int(milliseconds), "status": .string(observation.status.rawValue),
    ]
    record["exit"] = observation.exit.map(JSONValue.int) ?? .null
    record["signal"] = observation.signal
    record["detail"] = observation.detail
    record["version"] = .int(version)
    return record
  }

  /// As `state --json` shows it.
  public var json: JSONObject {
    var record = record(milliseconds: 0)
    record["took_ms"] = nil
    return record
  }

  /// Reads a record; the original's, which knew no status, reads as `ok`.
  init(sensor: Identifier, record: JSONObject) {
    self.sensor = sensor
    changedAt = record["ts"]?.int ?? 0
    version = record["version"]?.int ?? 0
    observation = Observation(
      status: record["status"]?.string.flatMap(Observation.Status.init(rawValue:)) ?? .ok,
      exit: record["exit"]?.int, signal: record["signal"] ?? .null,
      detail: record["detail"] ?? .null)
  }
}
