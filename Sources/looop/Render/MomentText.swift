internal import Base

/// Moments and spans, as people read them.
enum MomentText {
  /// `2026-11-22 09:05:07, 3m ago`.
  static func past(_ at: Int, now: Int) -> String {
    "\(LocalTime(at).secondText), \(age(at, now: now))"
  }

  /// `3m ago`.
  static func age(_ at: Int, now: Int) -> String {
    "\(time(from: at, to: now)) ago"
  }

  /// `3m`; none where a clock went back.
  static func time(from start: Int, to end: Int) -> String {
    Duration.seconds(max(0, end - start)).text
  }

  /// `850ms`, `12.3s`, `4m`.
  static func span(milliseconds: Int) -> String {
    if milliseconds < 1_000 { return "\(milliseconds)ms" }
    if milliseconds < 100_000 { return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100)s" }
    return Duration.milliseconds(milliseconds).text
  }
}
