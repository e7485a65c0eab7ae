internal import Base

/// How old the lines of a ledger's file count, from its last line to its first.
///
/// Lines are appended, so none is younger than one behind it. That bounds a line of a clock that was
/// ahead, and a torn one, which has no time of its own.
struct LineAges {
  /// None of the lines before counts as younger.
  private(set) var bound: Int
  /// What the last line says of itself; nil when that is torn, or before it was read.
  private(set) var lastTime: Int?

  init(now: Int) { bound = now }

  /// The second from which on `line` counts.
  mutating func age(of line: BackwardLines.Line) -> Int {
    let time = LedgerLine.time(of: line.bytes)
    if line.isLast { lastTime = time }
    guard let time else { return line.isLast ? min(bound, line.fileTime) : bound }
    bound = min(bound, time)
    return bound
  }
}
