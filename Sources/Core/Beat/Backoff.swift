internal import Base

/// How long to wait after failures in a row.
package enum Backoff {
  static let first = 15
  static let longest = 1_800

  /// What a provider says is heeded up to here: what takes longer is a rest, and passes as one.
  static let longestStated = 7_200

  /// Seconds: 15, 30, 60, … up to half an hour, or as long as was `stated` if that is longer.
  package static func delay(failures: Int, stated: Int? = nil) -> Int {
    guard failures > 0 else { return 0 }
    return max(min(longest, first << min(failures - 1, 10)), min(stated ?? 0, longestStated))
  }
}
