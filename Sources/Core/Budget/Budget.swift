internal import Base

/// The caps on what the loop spends, checked before each call. Pure.
package enum Budget {
  package struct Spent: Sendable, Equatable {
    /// When a call is free again without anybody's yes.
    package let until: Int
    package let cap: BudgetCaps.Cap
    /// What the cap is today.
    package let limit: Double

    /// Which cap, in words.
    package var text: String { "the cap of \(cap.text(limit))" }
  }

  /// The start of the span that has to be counted at `now`.
  package static func window(now: Int) -> Int { min(now - 3_599, LocalTime.startOfDay(now)) }

  /// Nil while a call may start. A cap of 0 is no cap.
  package static func check(_ spending: Spending, caps: BudgetCaps, now: Int) -> Spent? {
    for cap in BudgetCaps.Cap.allCases where caps[cap] > 0 {
      let limit = caps[cap]
      switch cap {
      case .callsPerHour:
        let lastHour = spending.starts.filter { $0 > now - 3_600 }.sorted()
        guard lastHour.count >= Int(limit) else { continue }
        let freeing = lastHour[lastHour.count - Int(limit)]
        return Spent(until: min(freeing, now) + 3_600, cap: cap, limit: limit)
      case .callsPerDay, .dollarsPerDay, .tokensPerDay:
        let midnight = LocalTime.startOfDay(now)
        guard spending.amount(cap, since: midnight) >= limit else { continue }
        // 26 hours on is in the next day even when the clocks change.
        let tomorrow = LocalTime.startOfDay(midnight + 26 * 3_600)
        return Spent(until: tomorrow, cap: cap, limit: limit)
      }
    }
    return nil
  }
}
