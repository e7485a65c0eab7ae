internal import Base

/// How long to wait after failures in a row.
package enum Backoff {
  static let first = Duration.seconds(15)
  static let longest = Duration.minutes(5)

  /// The longest wait of a provider that a backoff follows; a longer one parks the runner.
  static let longestStated = Duration.hours(2)

  /// 15 s, 30 s, 60 s, … up to five minutes, or as long as was `stated` if that is longer.
  package static func delay(failures: Int, stated: Duration? = nil) -> Duration {
    guard failures > 0 else { return .zero }
    return max(
      min(longest, first * (1 << min(failures - 1, 10))), min(stated ?? .zero, longestStated))
  }
}
