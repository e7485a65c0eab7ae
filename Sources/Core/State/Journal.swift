package import Base

/// The action log a person reads: `- YYYY-MM-DD HH:MM text`, one line for each move and for what a
/// human did. The log has the same line with its second.
package struct Journal: Sendable {
  private static let textLimit = 1_000
  /// In bytes, with the stamp and the mark of a cut; escaping an invisible character lengthens it.
  private static let longestLine = 8 * textLimit

  private let path: String
  private let clock: Clock
  private let events: EventLog

  package init(_ store: Store) {
    path = store.directory.journal
    clock = store.clock
    events = store.events
  }

  /// Appends one line; `text` cannot make it two. `event` is the code of one that tells the same.
  package func append(_ text: String, toldBy event: String? = nil) throws(LooopError) {
    let line = Self.line(text)
    // A line that stands and may not survive a power cut is told like any other: what it tells was
    // done, and must neither be undone nor done again for it.
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in
      try AtomicFile.append(path, "- \(LocalTime(clock.now()).minuteText) \(line)\n".utf8)
    }
    var fields: JSONObject = ["text": .string(line)]
    if let event { fields["told_by"] = .string(event) }
    events.append("journal.written", fields)
  }

  /// Whether one of the last `count` lines is exactly `text`; a longer line with `text` in it does
  /// not count, since an agent may write one.
  package func contains(_ text: String, last count: Int) throws(LooopError) -> Bool {
    let line = Self.line(text)
    let stamp = "- 2026-11-22 09:05 ".utf8.count
    return try tail(count).contains { $0.utf8.dropFirst(stamp).elementsEqual(line.utf8) }
  }

  private static func line(_ text: String) -> String {
    Untrusted.quoted(text, bytes: textLimit)
  }

  /// The last `count` lines, oldest first.
  package func tail(_ count: Int) throws(LooopError) -> [String] {
    // From the end: a journal of years may be too large to read whole.
    var file = try FileTail(path: path, last: count * Self.longestLine)
    var bytes: [UInt8] = []
    while case let piece = try file.next(), !piece.isEmpty { bytes += piece }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(count)
      .map(String.init)
  }
}
