/// How long to wait after failures in a row.
public enum Backoff {
  static let first = 15
  static let longest = 1_800

  /// Seconds: 15, 30, 60, … up to half an hour.
  public static func delay(failures: Int) -> Int {
    guard failures > 0 else { return 0 }
    return min(longest, first << min(failures - 1, 10))
  }
}
