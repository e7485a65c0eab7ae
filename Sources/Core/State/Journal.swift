package import Base

/// The action log a person reads: `- YYYY-MM-DD HH:MM text`, one line for each move and for what a
/// human did. The log has the same line with its second.
package struct Journal: Sendable {
  private static let textLimit = 1_000
  /// In bytes, with the stamp and the mark of a cut; escaping an invisible character lengthens it.
  private static let longestLine = 8 * textLimit

  /// Appending waits for the disk, and so does who appends next.
  private static let patience = Duration.seconds(5)

  private let log: RotatingLog
  private let clock: Clock
  private let events: EventLog
  private let secrets: @Sendable () -> Redaction

  package init(_ store: Store) {
    let directory = store.directory
    log = RotatingLog(
      path: directory.journal, former: directory.formerJournal, lock: directory.journalLock)
    clock = store.clock
    events = store.events
    secrets = store.secrets
  }

  /// Appends one line; `text` cannot make it two. `event` is the code of one that tells the same.
  package func append(_ text: String, toldBy event: String? = nil) throws(LooopError) {
    let line = self.line(text)
    let held = (try? DirectoryLock.acquire(log.lock, within: Self.patience)) ?? nil
    defer { withExtendedLifetime(held) {} }
    if held != nil { log.rotateHeld() }
    // A line that stands and may not survive a power cut is logged like any other: what it reports was
    // done, and must neither be undone nor done again for it.
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in
      // Without the lock a torn line stays, and is ended by this one.
      try AtomicFile.append(
        log.path, "- \(LocalTime(clock.now()).minuteText) \(line)\n".utf8, cutting: held != nil)
    }
    var fields: JSONObject = ["text": .string(line)]
    if let event { fields["told_by"] = .string(event) }
    events.append("journal.written", fields)
  }

  /// Whether one of the last `count` lines is exactly `text`; a longer line with `text` in it does
  /// not count, since an agent may write one.
  package func contains(_ text: String, last count: Int) throws(LooopError) -> Bool {
    let line = self.line(text)
    let stamp = "- 2026-11-22 09:05 ".utf8.count
    return try tail(count).contains { $0.utf8.dropFirst(stamp).elementsEqual(line.utf8) }
  }

  private func line(_ text: String) -> String {
    Untrusted.quoted(secrets().text(text), bytes: Self.textLimit)
  }

  /// The last `count` lines, oldest first.
  package func tail(_ count: Int) throws(LooopError) -> [String] {
    try tail(count, since: nil) { _ in true }
  }

  /// The last `count` of those lines that `counts`, oldest first; from the minute of `since` on.
  package func tail(
    _ count: Int, since: Int?, where counts: (String) -> Bool
  ) throws(LooopError) -> [String] {
    var bound = LookBack(since: since ?? 0)
    var lines: [String] = []
    // From the end: a journal of years may be too large to read whole.
    for path in [log.path, log.former] where lines.count < count && !bound.isPassed {
      try BackwardLines.read(path, longest: Self.longestLine) { line in
        let text = String(decoding: line.bytes, as: UTF8.self)
        let isRecent = since == nil || Self.end(of: text).map { bound.counts($0) } ?? true
        if isRecent, counts(text) { lines.append(text) }
        return lines.count < count && !bound.isPassed
      }
    }
    return lines.reversed()
  }

  /// The last second that the minute of a line can mean, since local clocks show an hour twice when
  /// summer time ends; nil for a line without a time.
  private static func end(of line: String) -> Int? {
    let words = line.split(separator: " ", maxSplits: 3)
    guard words.count > 2, words[0] == "-",
      let minute = LocalTime.moment(writtenAs: "\(words[1])T\(words[2])")
    else { return nil }
    let later = minute + 3_600
    let isTwice = LocalTime(later).minuteText == LocalTime(minute).minuteText
    return (isTwice ? later : minute) + 59
  }
}
