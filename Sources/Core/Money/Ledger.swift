package import Base

/// Calls, tokens and money: one line when a call starts, one when it ends, and for a worker more in
/// between. The amounts of a call's lines add up. A `started` line without an end is a call of
/// unknown cost, so that a kill cannot hide a spend.
package struct Ledger: Sendable {
  /// In bytes; far more than any line of looop.
  private static let longestLine = 64 << 10

  private let folder: String
  private let clock: Clock

  package init(folder: String, clock: Clock) {
    self.folder = folder
    self.clock = clock
  }

  /// Records the start of a call, before it can cost anything.
  package func recordStart(_ call: LedgerCall) throws(LooopError) {
    try append(LedgerLine(.started, call, at: clock.now()))
  }

  /// Runs `body` while no other process does, so that what it reads stays valid until it has
  /// written. Throws `E_LOCKED` when the other process does not finish in time.
  func exclusively(_ body: () throws(LooopError) -> Void) throws(LooopError) {
    guard let lock = try DirectoryLock.acquire("\(folder)/.lock", within: .seconds(10)) else {
      throw LooopError(
        .pending, code: "E_LOCKED", "Another process holds \(folder)/.lock.",
        hint: "Try again in a moment.")
    }
    defer { withExtendedLifetime(lock) {} }
    try body()
  }

  /// Records what a call has cost since its last line; the call goes on.
  package func recordSpent(
    _ call: LedgerCall, usage: Usage, cost: Cost
  ) throws(LooopError) {
    try append(LedgerLine(.spent, call, at: clock.now(), usage: usage, cost: cost))
  }

  /// Records what a call has cost since its last line, and how it ended: a move, a text, a
  /// failure's class.
  package func recordEnd(
    _ call: LedgerCall, outcome: String, duration: Duration, usage: Usage, cost: Cost
  ) throws(LooopError) {
    var line = LedgerLine(.ended, call, at: clock.now(), usage: usage, cost: cost)
    line.outcome = outcome
    line.duration = duration
    try append(line)
  }

  /// All lines from `since` on, in the order they were written. That includes lines of the future,
  /// written before the clock was set back; a line torn by a crash reads as a call that started
  /// when the next line was written, or else the file.
  package func lines(since: Int) throws(LooopError) -> [LedgerLine] {
    var lines: [LedgerLine] = []
    for month in try months(since) {
      var reading = LedgerReading(since: since)
      // A month of busy workers is larger than any record: it is read line by line.
      let path = "\(folder)/\(month)"
      try AtomicFile.readLines(path, longest: Self.longestLine) { reading.read($0) }
      lines += reading.finish(at: try end(of: path))
    }
    return lines
  }

  /// As `lines`, for who only shows them: the months are read from their ends, back to the first line
  /// that is a day older than `since`. What was written before a clock was set back by more is missing.
  package func latest(since: Int) throws(LooopError) -> [LedgerLine] {
    var lines: [LedgerLine] = []
    for month in try months(since) {
      var reading = LedgerReading(since: since)
      let path = "\(folder)/\(month)"
      for line in try tail(path, until: since - 86_400) { reading.read(line) }
      lines += reading.finish(at: try end(of: path))
    }
    return lines
  }

  /// When the file was written last.
  private func end(of path: String) throws(LooopError) -> Int {
    let now = clock.now()
    return min(try FileFacts.of(path)?.modified ?? now, now)
  }

  private func months(_ since: Int) throws(LooopError) -> [String] {
    let first = LocalTime(since).monthText
    return (try Folder.names(in: folder) ?? []).filter {
      $0.hasSuffix(".jsonl") && $0 >= "\(first).jsonl"
    }.sorted()
  }

  /// The last lines of a file; unless it is read whole, the first of them is older than `moment`.
  private func tail(_ path: String, until moment: Int) throws(LooopError) -> [ArraySlice<UInt8>] {
    let size = try FileFacts.of(path)?.size ?? 0
    var window = Self.longestLine
    while true {
      var file = try FileTail(path: path, last: window)
      var bytes: [UInt8] = []
      while case let piece = try file.next(), !piece.isEmpty { bytes += piece }
      var lines = bytes.split(separator: .lineFeed, omittingEmptySubsequences: true)
      if window >= size { return lines }
      // It begins in mid-line.
      if !lines.isEmpty { lines.removeFirst() }
      if let oldest = lines.first.flatMap(LedgerLine.time), oldest < moment { return lines }
      window *= 4
    }
  }

  private func append(_ line: LedgerLine) throws(LooopError) {
    let path = "\(folder)/\(LocalTime(line.at).monthText).jsonl"
    // A line that stands is counted, and must not be written again.
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in
      try AtomicFile.append(path, JSONWriter.line(line.json))
    }
  }
}

/// One file of the ledger on its way from bytes to lines.
private struct LedgerReading {
  private let since: Int
  private var lines: [LedgerLine] = []
  /// Torn lines whose time is not known yet: they are as old as what follows.
  private var torn = 0

  init(since: Int) { self.since = since }

  mutating func read(_ bytes: ArraySlice<UInt8>) {
    if bytes.isEmpty { return }
    // Lines that are too old are not parsed.
    if let time = LedgerLine.time(of: bytes), time < since {
      torn = 0
      return
    }
    if let line = LedgerLine.read(bytes) {
      settle(at: line.at)
      lines.append(line)
    } else if let time = LedgerLine.time(of: bytes) {
      // The next line was written right behind the torn one.
      settle(at: time)
      lines.append(.torn(at: time))
    } else {
      torn += 1
    }
  }

  /// The lines, once the file is read to its end, which was written at `end`.
  mutating func finish(at end: Int) -> [LedgerLine] {
    settle(at: end)
    return lines
  }

  private mutating func settle(at time: Int) {
    if time >= since { lines += repeatElement(.torn(at: time), count: torn) }
    torn = 0
  }
}
