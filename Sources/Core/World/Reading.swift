/// One observation, as it stands in `snapshots/sensor-<name>.json`.
public struct Reading: Sendable, Equatable {
  public let sensor: Identifier
  /// When signal or status last changed, seconds since 1970.
  public let changedAt: Int
  public let observation: Observation

  public init(sensor: Identifier, changedAt: Int, observation: Observation) {
    self.sensor = sensor
    self.changedAt = changedAt
    self.observation = observation
  }

  func record(milliseconds: Int) -> JSONObject {
    var record: JSONObject = [
      "v": 1, "sensor": .string(sensor.text), "ts": .int(changedAt),
      "took_ms": .int(milliseconds), "status": .string(observation.status.rawValue),
    ]
    record["exit"] = observation.exit.map(JSONValue.int) ?? .null
    record["signal"] = observation.signal
    record["detail"] = observation.detail
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
    observation = Observation(
      status: record["status"]?.string.flatMap(Observation.Status.init(rawValue:)) ?? .ok,
      exit: record["exit"]?.int, signal: record["signal"] ?? .null,
      detail: record["detail"] ?? .null)
  }
}
