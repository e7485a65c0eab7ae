package import Base

/// The machine's log: one JSON object a line, `{"v":1,"ts":…,"event":"beat.ended",…}`.
///
/// Verbs, pulse and supervisors append to it, each line in one write. Writing never fails: a full disk
/// must not stop a beat, so a line that cannot be written is dropped.
package struct EventLog: Sendable {
  /// How much of someone else's words a field has, in bytes.
  static let wordsKept = 200

  let directory: DataDirectory
  let clock: Clock
  let secrets: @Sendable () -> Redaction
  private let log: RotatingLog

  package init(
    directory: DataDirectory, clock: Clock,
    secrets: @escaping @Sendable () -> Redaction = { .none }
  ) {
    self.directory = directory
    self.clock = clock
    self.secrets = secrets
    log = RotatingLog(
      path: directory.events, former: directory.formerEvents, lock: directory.eventsLock)
  }

  /// `event` is `area.what`; all are listed in docs/events.md.
  package func append(_ event: String, _ fields: JSONObject = [:]) {
    var record = EventHead.shape.json(of: EventHead(at: clock.now(), event: event))
    let redaction = secrets()
    for (name, value) in fields.members {
      record[name] = redaction.value(value, numbers: false)
    }
    // Best effort, as the type says.
    log.rotate()
    try? AtomicFile.append(directory.events, JSONWriter.line(.object(record)), durable: false)
  }

  /// Someone else's words as a field: without secrets, clipped, on one line, and with nothing
  /// invisible in it.
  package func words(_ text: String) -> JSONValue {
    .string(Untrusted.quoted(secrets().text(text), bytes: Self.wordsKept))
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
