package import Base

/// One line of `events.jsonl`, as it is read back.
package struct LoggedEvent: Sendable, Equatable {
  /// Seconds since 1970.
  package let at: Int
  package let code: String
  /// What it has beside these.
  package let fields: JSONObject

  package init(at: Int, code: String, fields: JSONObject = [:]) {
    self.at = at
    self.code = code
    self.fields = fields
  }

  /// Nil for a line that a crash tore or that is no event.
  package init?(line: ArraySlice<UInt8>) {
    guard var record = try? JSONParser.parseObject(Array(line)),
      let code = record["event"]?.string
    else { return nil }
    at = record["ts"]?.int ?? 0
    self.code = code
    for key in ["v", "ts", "event"] { record[key] = nil }
    fields = record
  }

  /// A field as text; nil when it is not there.
  func word(_ field: String) -> String? { fields[field]?.string }

  /// Without secrets that became known after it was written.
  package func redacted(by redaction: Redaction) -> LoggedEvent {
    guard case .object(let fields) = redaction.value(.object(fields), numbers: false) else {
      return self
    }
    return LoggedEvent(at: at, code: code, fields: fields)
  }
}

extension EventLog {
  /// Events, the oldest first.
  package struct Extract: Sendable, Equatable {
    package var events: [LoggedEvent]
    /// Whether they begin where the log does.
    package var isWhole: Bool
    /// Whether the log goes back to before the moment that was asked for.
    package var hasOlder: Bool

    package init(events: [LoggedEvent] = [], isWhole: Bool = true, hasOlder: Bool = false) {
      self.events = events
      self.isWhole = isWhole
      self.hasOlder = hasOlder
    }
  }

  /// The events of that code from `since` on, without reading the others.
  package func all(_ code: String, since: Int) throws(LooopError) -> [LoggedEvent] {
    let mark = Array("\"event\":\"\(code)\"".utf8)
    var events: [LoggedEvent] = []
    for path in [directory.formerEvents, directory.events] {
      try AtomicFile.readLines(path, longest: BackwardLines.longestOwn) { line in
        guard Self.hasHead(line, mark), let event = LoggedEvent(line: line), event.at >= since
        else { return }
        events.append(event)
      }
    }
    return events
  }

  /// Whether `mark` is in the first bytes of the line, where looop writes the code.
  private static func hasHead(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    let head = line.prefix(mark.count + 40)
    return head.indices.contains { head[$0...].starts(with: mark) }
  }
}
