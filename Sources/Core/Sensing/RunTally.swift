internal import Base

/// How often each sensor ran since the log last said so. A line for each run would fill the log with
/// what changed nothing.
struct RunTally: Equatable {
  /// The time between two lines; a pulse that is killed loses at most so much.
  static let interval = Duration.minutes(10)

  private var since = 0
  private var runs: [String: Int] = [:]

  mutating func count(_ name: Identifier, now: Int) {
    if runs.isEmpty { since = now }
    runs[name.text, default: 0] += 1
  }

  /// What the log is to say, once that is due; with `isLast` whatever there is.
  mutating func take(now: Int, isLast: Bool) -> JSONObject? {
    // A clock that was set back makes nothing wait for longer.
    let isDue = now >= since + Self.interval.seconds || now < since
    guard !runs.isEmpty, isLast || isDue else { return nil }
    defer { runs = [:] }
    return ["since": .int(since), "runs": runs.json]
  }
}
