package import Base

extension Reading {
  /// As in `snapshots/sensor-<name>.json`.
  func record(duration: Duration) -> JSONObject {
    ReadingRecord.shape.json(of: ReadingRecord(self, milliseconds: duration.milliseconds))
  }

  /// Reads a record; the original's, which knew no status, reads as `ok`.
  init(sensor: Identifier, record: JSONObject) {
    var read = ReadingRecord(
      Reading(
        sensor: sensor, changedAt: 0,
        observation: Observation(status: .ok, exit: nil, signal: .null), version: 0))
    read.reading.content = nil
    // None of its members is needed.
    try? ReadingRecord.shape.read(record, into: &read)
    self = read.reading
    if record["content"] == nil { content = natural }
  }

  /// The content of a reading for which no rule has anything to say.
  private var natural: Content { Content(status: status, signal: observation.signal) }
}

extension Reading: Shaped {
  private static let name = Shape<Reading> {
    Field.version
    Field("sensor", \.sensor, "the sensor's name")
    Field("ts", \.changedAt.amount, "when signal or status last changed")
  }

  private static let said = Shape<Reading> {
    Field("status", \.bothStatus, "what became of its last run")
    Field("exit", \.observation.exit, "the exit code")
    Field("signal", \.observation.signal, "the part whose change wakes the loop")
    Field("detail", \.observation.detail, "the part that only informs")
    Field("version", \.version, "the version of the sensor's files")
    Field("trust", \.trust, "how far its words may be believed")
    Field("description", \.description, omitting: "", "what the sensor looks at")
    Field("flapping", \.flaps, omitting: false, "whether it changes too often")
  }

  /// As `state --json` shows it.
  package static let shape = Shape<Reading> {
    name.fields(in: \.self)
    said.fields(in: \.self)
    Field(optional: "failing", \.hiddenFailure, "why it fails while its last good reading stands")
  }

  fileprivate static let record = Shape<ReadingRecord> {
    name.fields(in: \.reading)
    Field("took_ms", \.milliseconds, "how long that run took")
    said.fields(in: \.reading)
    Field(
      optional: "observed", \.reading.observed,
      "the status of the last run, where time has changed it since")
    Field(
      optional: "content", \.reading.ruledContent,
      "what counts, unless that is status and signal; null when nothing counts")
    Field("memory", \.reading.memory, omitting: Memory(), "what its wake rules remember")
    Field(optional: "inbox", \.reading.inbox, "what was pushed to it")
  }

  /// The status, which is that of the observation too as long as nothing else is said of that.
  private var bothStatus: Status {
    get { status }
    set {
      status = newValue
      observation.status = Observation.Status(rawValue: newValue.rawValue) ?? .ok
    }
  }

  fileprivate var observed: Observation.Status? {
    get { Status(observation.status) == status ? nil : observation.status }
    set { if let newValue { observation.status = newValue } }
  }

  fileprivate var ruledContent: Content?? {
    get { content == natural ? nil : .some(content) }
    set { if let newValue { content = newValue } }
  }
}

/// A reading and what its file says of the run.
struct ReadingRecord: Shaped {
  var reading: Reading
  var milliseconds: Int

  init(_ reading: Reading, milliseconds: Int = 0) {
    self.reading = reading
    self.milliseconds = milliseconds
  }

  static var shape: Shape<ReadingRecord> { Reading.record }
}

/// A moment or a count of a record: whoever wrote the file, no sum with it overflows.
extension Int {
  var amount: Int {
    get { self }
    set { self = Swift.min(Swift.max(newValue, 0), 1 << 50) }
  }
}

extension [Int] {
  fileprivate var amounts: [Int] {
    get { self }
    set { self = newValue.map { Swift.min(Swift.max($0, 0), 1 << 50) } }
  }
}

extension Int? {
  fileprivate var amount: Int? {
    get { self }
    set { self = newValue.map { Swift.min(Swift.max($0, 0), 1 << 50) } }
  }
}

extension Reading.Content: ShapedRecord {
  static let blank = Reading.Content(status: .ok, signal: .null)

  static let shape = Shape<Reading.Content> {
    Field(needed: "status", \.status, "the status that counts")
    Field("signal", \.signal, "the signal that counts")
    Field(optional: "run", \.run, "the run it is of, where every run counts")
  }
}

extension Reading.Memory: ShapedRecord {
  static let blank = Reading.Memory()

  static let shape = Shape<Reading.Memory> {
    Field(optional: "seen", \.seen, "what was seen last and does not count yet")
    Field("seen_since", \.seenSince.amount, omitting: 0, "since when it is seen")
    Field("counted_at", \.countedAt.amount, omitting: 0, "when the content became what it is")
    Field("changes", \.changes.amounts, omitting: [], "when it changed, for counting flaps")
    Field(optional: "last_good", \.lastGood.amount, "when it last worked, while it fails")
    Field(optional: "failure", \.failure, "why it fails")
  }
}
