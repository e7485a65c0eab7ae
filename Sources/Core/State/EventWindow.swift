package import Base

/// What the log says of the time from a moment until now, and what of it could not be read.
package struct EventWindow: Sendable, Equatable {
  /// In the order in which they were written.
  package var events: [LoggedEvent] = []
  /// Lines that a crash tore, or that are no event.
  package var torn = 0
  /// Lines whose clock was ahead of the present one: each counts from the time of the line behind it.
  package var ahead = 0
  /// Whether the log goes back to its beginning, or has everything that was ever written.
  package var isWhole = false

  package init() {}
}

extension EventLog {
  /// So many older lines in a row end the search: a clock that was set back for a while, or a machine
  /// that began in 1970, has written a few between younger ones.
  private static let olderInARow = 1_000

  /// The events from `since` on, read from the end: what is older costs nothing.
  package func window(since: Int) throws(LooopError) -> EventWindow {
    var reader = EventWindowReader(since: since, now: clock.now())
    var identity: [UInt64]?
    // The log may be renamed while it is read; then it is read again.
    for _ in 0..<3 {
      reader = EventWindowReader(since: since, now: clock.now())
      identity = FileFacts.identity(of: directory.events)
      try read(directory.events, into: &reader)
      if FileFacts.identity(of: directory.events) == identity { break }
    }
    let isRenamed = identity != nil && FileFacts.identity(of: directory.formerEvents) == identity
    if !reader.isOver, !isRenamed { try read(directory.formerEvents, into: &reader) }
    var window = reader.window
    if try FileFacts.of(directory.formerEvents) == nil { window.isWhole = true }
    return window
  }

  private func read(
    _ path: String, into reader: inout EventWindowReader
  ) throws(LooopError) {
    try BackwardLines.read(path, longest: BackwardLines.longestOwn) { line in
      reader.read(line.bytes)
      return reader.older < Self.olderInARow
    }
    reader.isOver = reader.older >= Self.olderInARow
  }
}

/// Reads the lines from the last to the first.
private struct EventWindowReader {
  let since: Int
  private let now: Int
  /// The time of the line behind.
  private var bound: Int
  /// Lines before the window in a row.
  private(set) var older = 0
  /// Torn lines that count once a line before them is in the window too.
  private var torn = 0
  private var found = EventWindow()
  /// Whether everything before is older.
  var isOver = false

  init(since: Int, now: Int) {
    self.since = since
    self.now = now
    bound = now
  }

  var window: EventWindow {
    var window = found
    window.events.reverse()
    window.isWhole = older > 0
    // The log begins within the window.
    if older == 0 { window.torn += torn }
    return window
  }

  mutating func read(_ line: ArraySlice<UInt8>) {
    // Most lines of a year are only looked at for their time.
    if let time = LoggedEvent.time(of: line), time < since { return pass() }
    guard let event = LoggedEvent(line: line), event.at > 0 else {
      torn += 1
      return
    }
    guard event.at >= since else { return pass() }
    (older, found.torn, torn) = (0, found.torn + torn, 0)
    if event.at > now {
      found.ahead += 1
      found.events.append(LoggedEvent(at: bound, code: event.code, fields: event.fields))
    } else {
      bound = event.at
      found.events.append(event)
    }
  }

  private mutating func pass() {
    older += 1
    torn = 0
  }
}

extension LoggedEvent {
  /// The time of a line as looop writes it, found without parsing; nil when it is not found.
  fileprivate static func time(of line: ArraySlice<UInt8>) -> Int? {
    line.withUnsafeBytes { bytes in
      let head = bytes.prefix(24)
      guard let place = head.indices.first(where: { head[$0...].starts(with: timeKey) })
      else { return nil }
      var number = 0
      var digits = 0
      for byte in bytes[(place + timeKey.count)...].prefix(12) {
        // A line that ends within its number was torn there.
        guard byte.isDigit else { return digits > 0 ? number : nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
      }
      return nil
    }
  }

  private static let timeKey = Array("\"ts\":".utf8)
}
