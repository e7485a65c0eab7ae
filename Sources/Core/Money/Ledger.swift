package import Base

/// Calls, tokens and money: one line when a call starts, one when it ends, and for a worker more in
/// between. The amounts of a call's lines add up. A `started` line without an end is a call of
/// unknown cost, so that a kill cannot hide a spend.
package struct Ledger: Sendable {
  /// Clocks of processes that write at once may differ by so many seconds.
  private static let skew = 60

  private let folder: String
  private let clock: Clock
  private let memory = LedgerMemory()

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

  /// All lines that count from `since` on, month by month in the order they were written. What a clock
  /// that was ahead wrote counts from when it was noticed, and a line torn by a crash as a call, as old
  /// as the line behind it.
  package func lines(since: Int) throws(LooopError) -> [LedgerLine] {
    var lines: [LedgerLine] = []
    for month in try months(since) {
      var ages = LineAges(now: clock.now())
      var ofMonth: [LedgerLine] = []
      try BackwardLines.read(month, longest: BackwardLines.longestOwn) { line in
        let age = ages.age(of: line)
        guard ages.bound >= since else { return false }
        if age < since { return true }
        var read = LedgerLine.read(line.bytes) ?? .torn(at: age)
        read.at = age
        if read.type != .clock { ofMonth.append(read) }
        return true
      }
      lines += ofMonth.reversed()
    }
    return lines
  }

  /// What the lines that count from `since` on add to the amounts that caps limit. The same process
  /// reads only what was appended since it last looked: a day of a busy loop has thousands of lines.
  package func amounts(since: Int) throws(LooopError) -> [LedgerAmount] {
    var amounts: [LedgerAmount] = []
    for month in try months(since) {
      amounts += try memory.amounts(
        of: month, since: since, longest: BackwardLines.longestOwn, now: clock.now())
    }
    return amounts
  }

  /// Notes what time it is behind a line of the future, which else would count for as long as the clock
  /// that wrote it was ahead.
  func settleClock() throws(LooopError) {
    let now = clock.now()
    for month in try months(now) where memory.isAhead(month, of: now + Self.skew) {
      let mark = LedgerLine(.clock, LedgerCall(id: "", kind: .tick, runner: ""), at: now)
      try AtomicFile.append(month, JSONWriter.line(mark.json))
    }
  }

  /// The files with lines of `since` or later.
  func months(_ since: Int) throws(LooopError) -> [String] {
    let first = LocalTime(since).monthText
    return (try Folder.names(in: folder) ?? []).filter {
      $0.hasSuffix(".jsonl") && $0 >= "\(first).jsonl"
    }.map { "\(folder)/\($0)" }
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
