internal import Base
internal import Core

/// What happened, in words, the oldest first: from the log, and from `journal.md` what is older than
/// the log.
struct History {
  struct Entry: Equatable {
    /// As in `2026-11-22 09:05:07`; without the seconds where only the journal knows.
    let time: String
    /// Seconds since 1970; nil where only the journal knows.
    let at: Int?
    /// The code; nil for a line of the journal.
    let event: String?
    let text: String

    var line: String { "\(time) \(text)" }

    /// Without secrets that became known after it was written.
    func redacted(by redaction: Redaction) -> Entry {
      Entry(time: time, at: at, event: event, text: redaction.text(text))
    }
  }

  let entries: [Entry]

  /// `journal` is the end of `journal.md`, as it stands there; of the log only events that count.
  init(
    _ log: EventLog.Extract, journal: [String], where counts: (LoggedEvent) -> Bool = { _ in true }
  ) {
    let ended = Set(
      log.events.filter { $0.code == "call.ended" }.compactMap { $0.fields["call"]?.string })
    let told = log.events.compactMap { event -> Entry? in
      guard counts(event) else { return nil }
      // Its end says more.
      if event.code == "call.started", event.fields["call"]?.string.map(ended.contains) == true {
        return nil
      }
      return Self.entry(event)
    }
    entries = Self.merged(Self.older(journal, than: log), told)
  }

  static func entry(_ event: LoggedEvent) -> Entry? {
    EventRender.text(event).map {
      Entry(time: LocalTime(event.at).secondText, at: event.at, event: event.code, text: $0)
    }
  }

  /// The lines that no event of the log tells: an older looop wrote them, or the log has been renamed
  /// twice since.
  private static func older(_ journal: [String], than log: EventLog.Extract) -> [Entry] {
    let written = log.events.filter { $0.code == "journal.written" }
    let first = written.first.map { LocalTime($0.at).minuteText }
    let start = log.isWhole ? nil : log.events.first.map { LocalTime($0.at).minuteText }
    let known = Set(written.compactMap { $0.fields["text"]?.string })
    return journal.compactMap { line in
      guard let entry = entry(journal: line) else { return nil }
      if let start, entry.time < start { return nil }
      if let first, entry.time > first || entry.time == first && known.contains(entry.text) {
        return nil
      }
      return entry
    }
  }

  /// Nil for a line that is not of the journal's form.
  private static func entry(journal line: String) -> Entry? {
    let stamp = "2026-11-22 09:05".count
    let parts = line.dropFirst(2)
    guard line.hasPrefix("- "), parts.count > stamp + 1, parts.dropFirst(stamp).first == " "
    else { return nil }
    return Entry(
      time: Untrusted.oneLine(String(parts.prefix(stamp))), at: nil, event: nil,
      text: Untrusted.oneLine(String(parts.dropFirst(stamp + 1))))
  }

  /// Both in their own order; a line without seconds before the events of its minute.
  private static func merged(_ lines: [Entry], _ events: [Entry]) -> [Entry] {
    var merged: [Entry] = []
    var rest = lines[...]
    for event in events {
      while let line = rest.first, line.time <= event.time { merged.append(rest.removeFirst()) }
      merged.append(event)
    }
    return merged + rest
  }
}

extension History.Entry: Shaped {
  static let shape = Shape<History.Entry> { field in
    field("time", \.time, "the local time; without seconds where only journal.md knows")
    field(optional: "ts", \.at, "seconds since 1970; left out where only journal.md knows")
    field(optional: "event", \.event, "the code, as docs/events.md lists it")
    field("text", \.text, "the same in words")
  }
}
