/// US dollars as people read them.
package enum Dollars {
  /// A sum without the noise of binary fractions, as programs get it: `1.2`, not `1.2000000000000002`.
  package static func rounded(_ amount: Double) -> Double {
    abs(amount) < 1e6 ? (amount * 1e9).rounded() / 1e9 : amount
  }

  /// `$12.30`; four digits below one dollar, since a call costs cents.
  package static func text(_ amount: Double) -> String {
    let digits = amount > 0 && amount < 1 ? 4 : 2
    let scale = digits == 4 ? 10_000.0 : 100.0
    let units = Int((min(max(amount, 0), 1e12) * scale).rounded())
    let rest = String(units % Int(scale))
    return "$\(units / Int(scale)).\(String(repeating: "0", count: digits - rest.count))\(rest)"
  }
}
