internal import Base

/// Moments and spans, as people read them.
enum MomentText {
  /// `2026-11-22 09:05:07, 3m ago`.
  static func past(_ at: Int, now: Int) -> String {
    "\(exact(at)), \(age(at, now: now))"
  }

  /// `2026-11-22 09:05:07`.
  static func exact(_ at: Int) -> String {
    let second = LocalTime(at).second
    return "\(LocalTime(at).minuteText):\(second < 10 ? "0" : "")\(second)"
  }

  /// `3m ago`.
  static func age(_ at: Int, now: Int) -> String {
    "\(Duration.seconds(max(0, now - at)).text) ago"
  }

  /// `850ms`, `12.3s`, `4m`.
  static func span(milliseconds: Int) -> String {
    if milliseconds < 1_000 { return "\(milliseconds)ms" }
    if milliseconds < 100_000 { return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100)s" }
    return Duration.milliseconds(milliseconds).text
  }
}
