package import Base

/// The machine's log: one JSON object a line, `{"v":1,"ts":…,"event":"beat.ended",…}`.
///
/// Writing never fails: a full disk must not stop a beat, so a line that cannot be written is
/// dropped.
package struct EventLog: Sendable {
  static let rotationSize = 10 << 20

  private let path: String
  private let clock: Clock

  package init(path: String, clock: Clock) {
    self.path = path
    self.clock = clock
  }

  /// `event` is `area.what`; all are listed in docs/events.md.
  package func append(_ event: String, _ fields: JSONObject = [:]) {
    var record = EventHead.shape.json(of: EventHead(at: clock.now(), event: event))
    record.merge(fields)
    // Best effort, as the type says.
    if let facts = try? FileFacts.of(path), facts.size > Self.rotationSize {
      _ = try? AtomicFile.consume(path, to: "\(path).1")
    }
    try? AtomicFile.append(path, JSONWriter.line(.object(record)), durable: false)
  }
}

/// What every line of `events.jsonl` begins with.
struct EventHead: Shaped {
  let at: Int
  let event: String

  static let shape = Shape<EventHead> { field in
    field.version()
    field("ts", \.at, "seconds since 1970")
    field("event", \.event, "the code, from the table below")
  }
}
