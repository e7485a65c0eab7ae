/// US dollars as people read them.
package enum Dollars {
  /// `$12.30`; four digits below one dollar, since a call costs cents.
  package static func text(_ amount: Double) -> String {
    let digits = amount > 0 && amount < 1 ? 4 : 2
    let scale = digits == 4 ? 10_000.0 : 100.0
    let units = Int((min(max(amount, 0), 1e12) * scale).rounded())
    let rest = String(units % Int(scale))
    return "$\(units / Int(scale)).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }
}
