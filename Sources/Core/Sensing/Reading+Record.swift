package import Base

extension Reading {
  /// As in `snapshots/sensor-<name>.json`.
  func record(duration: Duration) -> JSONObject {
    Self.record(tookMilliseconds: duration.milliseconds).json(of: self)
  }

  /// Reads a record; the original's, which knew no status, reads as `ok`.
  init(sensor: Identifier, record: JSONObject) {
    self.init(
      sensor: sensor, changedAt: 0,
      observation: Observation(status: .ok, exit: nil, signal: .null), version: 0)
    content = nil
    // None of its members is needed.
    try? Self.record(tookMilliseconds: 0).read(record, into: &self)
    // The original kept what a sensor printed as it was.
    if record["signal"] == nil, record["v"] == nil, record["sensor"] == nil {
      observation.signal = .object(record)
    }
    if record["content"] == nil { content = natural }
  }

  /// The content of a reading for which no rule has anything to say.
  private var natural: Content { Content(status: status, signal: observation.signal) }
}

extension Reading: Shaped {
  /// As `state --json` shows it.
  package static let shape = Shape<Reading> { field in
    name(&field)
    said(&field)
    field(optional: "failing", \.hiddenFailure, "why it fails while its last good reading stands")
  }

  /// As its file has it, with how long its run took.
  static func record(tookMilliseconds: Int) -> Shape<Reading> {
    Shape { field in
      name(&field)
      field("took_ms", { _ in tookMilliseconds }, "how long that run took")
      said(&field)
      remembered(&field)
    }
  }

  private static func name(_ field: inout Fields<Reading>) {
    field.version()
    field("sensor", \.sensor, "the sensor's name")
    field("ts", \.changedAt.amount, "when signal or status last changed")
  }

  private static func said(_ field: inout Fields<Reading>) {
    field("status", \.bothStatus, "what became of its last run")
    field("exit", \.observation.exit, "the exit code")
    field("signal", \.observation.signal, "the part whose change wakes the loop")
    field("detail", \.observation.detail, "the part that only informs")
    field("version", \.version, "the version of the sensor's files")
    field("trust", \.trust, "how far its words may be believed")
    field("description", \.description, omitting: "", "what the sensor looks at")
    field("flapping", \.flaps, omitting: false, "whether it changes too often")
    field(
      "urgent", \.observation.isUrgent, omitting: false, "whether the sensor says that it is urgent"
    )
  }

  private static func remembered(_ field: inout Fields<Reading>) {
    field(
      optional: "observed", \.observed,
      "the status of the last run, where time has changed it since")
    field(
      optional: "content", \.ruledContent,
      "what counts, unless that is status and signal; null when nothing counts")
    field("memory", \.memory, omitting: Memory(), "what its wake rules remember")
    field(optional: "inbox", \.inbox, "what was pushed to it")
  }

  /// The status, which is that of the observation too as long as nothing else is said of that.
  private var bothStatus: Status {
    get { status }
    set {
      status = newValue
      observation.status = Observation.Status(rawValue: newValue.rawValue) ?? .ok
    }
  }

  private var observed: Observation.Status? {
    get { Status(observation.status) == status ? nil : observation.status }
    set { if let newValue { observation.status = newValue } }
  }

  private var ruledContent: Content?? {
    get { content == natural ? nil : .some(content) }
    set { if let newValue { content = newValue } }
  }
}

/// A reading as its file has it.
struct ReadingRecord: JSONWritable {
  let reading: Reading

  static var kind: ShapeKind { .object(Reading.record(tookMilliseconds: 0).table) }
  var json: JSONValue { .object(reading.record(duration: .zero)) }
}

/// A moment or a count of a record: whoever wrote the file, no sum with it overflows.
extension Int {
  var amount: Int {
    get { self }
    set { self = newValue.bounded }
  }

  fileprivate var bounded: Int { Swift.min(Swift.max(self, 0), 1 << 50) }
}

extension [Int] {
  fileprivate var amounts: [Int] {
    get { self }
    set { self = newValue.map(\.bounded) }
  }
}

extension Int? {
  fileprivate var amount: Int? {
    get { self }
    set { self = newValue.map(\.bounded) }
  }
}

extension Reading.Content: ShapedRecord {
  static let blank = Reading.Content(status: .ok, signal: .null)

  static let shape = Shape<Reading.Content> { field in
    field(needed: "status", \.status, "the status that counts")
    field("signal", \.signal, "the signal that counts")
    field(optional: "run", \.run, "the run it is of, where every run counts")
  }
}

extension Reading.Memory: ShapedRecord {
  static let blank = Reading.Memory()

  static let shape = Shape<Reading.Memory> { field in
    field(optional: "seen", \.seen, "what was seen last and does not count yet")
    field("seen_since", \.seenSince.amount, omitting: 0, "since when it is seen")
    field("counted_at", \.countedAt.amount, omitting: 0, "when the content became what it is")
    field("changes", \.changes.amounts, omitting: [], "when it changed, for counting flaps")
    field(optional: "last_good", \.lastGood.amount, "when it last worked, while it fails")
    field(optional: "failure", \.failure, "why it fails")
    field(optional: "as_of", \.asOf.amount, "when what it saw was written")
  }
}
