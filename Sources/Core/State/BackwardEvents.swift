internal import Base

/// How far back the lines of a log are read, from the last to the first: every verb with `--since` ends
/// its search by this rule.
struct LookBack {
  /// So many older lines in a row end the search: a clock that was set back for a while, or a machine
  /// that began in 1970, has written a few between younger ones.
  private static let olderInARow = 1_000

  let since: Int
  /// Lines before `since` in a row.
  private(set) var older = 0

  init(since: Int) { self.since = since }

  /// Whether everything before is older.
  var isPassed: Bool { older >= Self.olderInARow }

  /// Whether a line of that time counts.
  mutating func counts(_ time: Int) -> Bool {
    older = time < since ? older + 1 : 0
    return time >= since
  }
}

/// Reads lines of the log from the last to the first, back to a moment.
struct BackwardEvents {
  private(set) var bound: LookBack
  private(set) var newestFirst: [LoggedEvent] = []
  /// Lines that are no events, between those that count.
  private var torn = 0
  /// The same since the last that counts: they do once one before them counts too.
  private var tornSince = 0

  init(since: Int) { bound = LookBack(since: since) }

  /// Lines that are no events; where the log begins within the time, those before its first event too.
  var unread: Int { torn + (bound.older == 0 ? tornSince : 0) }

  mutating func read(_ line: ArraySlice<UInt8>) {
    // Most lines of a year are only looked at for their time.
    if let time = LoggedEvent.time(of: line), time < bound.since { return pass(time) }
    guard let event = LoggedEvent(line: line), event.at > 0 else {
      tornSince += 1
      return
    }
    guard bound.counts(event.at) else {
      tornSince = 0
      return
    }
    (torn, tornSince) = (torn + tornSince, 0)
    newestFirst.append(event)
  }

  private mutating func pass(_ time: Int) {
    _ = bound.counts(time)
    tornSince = 0
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
