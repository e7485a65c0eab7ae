/// The cap on calls of the runner, checked before each call.
public enum Budget {
  public struct Spent: Sendable, Equatable {
    /// When a call is free again.
    public let until: Int
    /// Which cap, in words.
    public let cap: String
  }

  /// The start of the span that has to be counted at `now`.
  static func window(now: Int) -> Int { min(now - 3_600, LocalTime.startOfDay(now)) }

  /// Nil while a call may start. `starts` are the calls since `window`; a cap of 0 is no cap. A
  /// start in the future, after the clock was set back, counts as one of now.
  public static func check(starts: [Int], settings: Settings, now: Int) -> Spent? {
    let lastHour = starts.filter { $0 > now - 3_600 }.sorted()
    if settings.callsPerHour > 0, lastHour.count >= settings.callsPerHour {
      let freeing = lastHour[lastHour.count - settings.callsPerHour]
      return Spent(
        until: min(freeing, now) + 3_600, cap: "the cap of calls an hour, \(settings.callsPerHour),"
      )
    }
    let midnight = LocalTime.startOfDay(now)
    let today = starts.count { $0 >= midnight }
    if settings.callsPerDay > 0, today >= settings.callsPerDay {
      // 26 hours on is in the next day even when the clocks change.
      return Spent(
        until: LocalTime.startOfDay(midnight + 26 * 3_600),
        cap: "the cap of calls a day, \(settings.callsPerDay),")
    }
    return nil
  }
}
