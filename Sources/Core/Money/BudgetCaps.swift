/// What the loop may spend before it asks; 0 for no cap.
package struct BudgetCaps: Sendable, Equatable {
  /// One of the caps on decisions; the raw value is its key in the config.
  package enum Cap: String, Sendable, CaseIterable {
    case callsPerHour = "calls_per_hour"
    case callsPerDay = "calls_per_day"
    case dollarsPerDay = "usd_per_day"
    case tokensPerDay = "tokens_per_day"
  }

  package var callsPerHour = 120
  package var callsPerDay = 500
  package var dollarsPerDay = 10.0
  package var tokensPerDay = 0
  /// What one worker may cost before it is ended, in US dollars; 0 for no cap.
  package var dollarsPerWorker = 0.0

  package init() {}

  package subscript(cap: Cap) -> Double {
    get {
      switch cap {
      case .callsPerHour: Double(callsPerHour)
      case .callsPerDay: Double(callsPerDay)
      case .dollarsPerDay: dollarsPerDay
      case .tokensPerDay: Double(tokensPerDay)
      }
    }
    set {
      switch cap {
      case .callsPerHour: callsPerHour = Int(newValue)
      case .callsPerDay: callsPerDay = Int(newValue)
      case .dollarsPerDay: dollarsPerDay = newValue
      case .tokensPerDay: tokensPerDay = Int(newValue)
      }
    }
  }
}

extension BudgetCaps.Cap {
  /// An amount of the cap in words: "40 calls an hour", "$20.00 a day".
  package func text(_ amount: Double) -> String {
    switch self {
    case .callsPerHour: "\(count(amount, "call")) an hour"
    case .callsPerDay: "\(count(amount, "call")) a day"
    case .dollarsPerDay: "\(Dollars.text(amount)) a day"
    case .tokensPerDay: "\(count(amount, "token")) a day"
    }
  }

  private func count(_ amount: Double, _ thing: String) -> String {
    "\(Int(amount)) \(thing)\(amount == 1 ? "" : "s")"
  }
}
