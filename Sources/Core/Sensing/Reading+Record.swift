package import Base

extension Reading {
  /// As it stands in `snapshots/sensor-<name>.json`.
  func record(duration: Duration) -> JSONObject {
    var record: JSONObject = [
      "v": 1, "sensor": .string(sensor.text), "ts": .int(changedAt),
      "took_ms": .int(duration.milliseconds), "status": .string(status.rawValue),
    ]
    record["exit"] = observation.exit.map(JSONValue.int) ?? .null
    record["signal"] = observation.signal
    record["detail"] = observation.detail
    record["version"] = .int(version)
    record["trust"] = .string(trust.rawValue)
    if !description.isEmpty { record["description"] = .string(description) }
    if flaps { record["flapping"] = true }
    if Status(observation.status) != status {
      record["observed"] = .string(observation.status.rawValue)
    }
    if content != natural { record["content"] = content?.json ?? .null }
    if let memory = memory.json { record["memory"] = memory }
    if let inbox { record["inbox"] = inbox.json }
    return record
  }

  /// As `state --json` shows it.
  package var json: JSONObject {
    var record = record(duration: .zero)
    for name in ["took_ms", "content", "memory", "inbox", "observed"] { record[name] = nil }
    record["failing"] = memory.failure.map(JSONValue.string)
    return record
  }

  /// Reads a record; the original's, which knew no status, reads as `ok`.
  init(sensor: Identifier, record: JSONObject) {
    let status = record["status"]?.string.flatMap(Status.init(rawValue:)) ?? .ok
    let observed = record["observed"]?.string ?? status.rawValue
    self.init(
      sensor: sensor, changedAt: record["ts"]?.amount ?? 0,
      observation: Observation(
        status: Observation.Status(rawValue: observed) ?? .ok, exit: record["exit"]?.int,
        signal: record["signal"] ?? .null, detail: record["detail"] ?? .null),
      version: record["version"]?.int ?? 0, description: record["description"]?.string ?? "",
      trust: record["trust"]?.string.flatMap(Trust.init(rawValue:)) ?? .internal)
    self.status = status
    flaps = record["flapping"]?.bool ?? false
    content = record["content"].map(Content.init) ?? natural
    memory = Memory(record["memory"])
    inbox = record["inbox"]?.object.map(InboxTally.init)
  }

  /// The content of a reading for which no rule has anything to say.
  private var natural: Content { Content(status: status, signal: observation.signal) }
}

extension JSONValue {
  /// A moment or a count of a record: whoever wrote the file, no sum with it overflows.
  var amount: Int? { int.map { min(max($0, 0), 1 << 50) } }
}

extension Reading.Content {
  var json: JSONValue {
    var object: JSONObject = ["status": .string(status.rawValue), "signal": signal]
    object["run"] = run.map(JSONValue.int)
    return .object(object)
  }

  init?(_ json: JSONValue) {
    guard let object = json.object,
      let status = object["status"]?.string.flatMap(Reading.Status.init(rawValue:))
    else { return nil }
    self.init(status: status, signal: object["signal"] ?? .null, run: object["run"]?.int)
  }
}

extension Reading.Memory {
  fileprivate var json: JSONValue? {
    guard self != Self() else { return nil }
    var object = JSONObject()
    object["seen"] = seen?.json
    if seenSince != 0 { object["seen_since"] = .int(seenSince) }
    if countedAt != 0 { object["counted_at"] = .int(countedAt) }
    if !changes.isEmpty { object["changes"] = .array(changes.map(JSONValue.int)) }
    object["last_good"] = lastGood.map(JSONValue.int)
    object["failure"] = failure.map(JSONValue.string)
    return .object(object)
  }

  fileprivate init(_ json: JSONValue?) {
    guard let object = json?.object else { return }
    seen = object["seen"].flatMap(Reading.Content.init)
    seenSince = object["seen_since"]?.amount ?? 0
    countedAt = object["counted_at"]?.amount ?? 0
    changes = object["changes"]?.array?.compactMap(\.amount) ?? []
    lastGood = object["last_good"]?.amount
    failure = object["failure"]?.string
  }
}
