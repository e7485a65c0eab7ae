/// What has been spent, as far as a budget counts it.
package struct Spending: Sendable, Equatable {
  /// When each decision was begun.
  var starts: [Int] = []
  /// US dollars of decisions and workers, by when they were noted.
  var dollars: [(at: Int, amount: Double)] = []
  var tokens: [(at: Int, amount: Int)] = []

  package init(_ amounts: [LedgerAmount]) {
    for amount in amounts {
      if amount.isDecision { starts.append(amount.at) }
      if let money = amount.dollars { dollars.append((amount.at, money)) }
      if amount.tokens > 0 { tokens.append((amount.at, amount.tokens)) }
    }
  }

  /// How much of what `cap` limits was spent from `since` on. What was noted in the future, before
  /// the clock was set back, counts too.
  package func amount(_ cap: BudgetCaps.Cap, since: Int) -> Double {
    switch cap {
    case .callsPerHour, .callsPerDay: Double(starts.count { $0 >= since })
    case .dollarsPerDay: dollars.reduce(0) { $0 + ($1.at >= since ? $1.amount : 0) }
    case .tokensPerDay: tokens.reduce(0) { $0 + ($1.at >= since ? Double($1.amount) : 0) }
    }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.starts == right.starts && left.dollars.elementsEqual(right.dollars, by: ==)
      && left.tokens.elementsEqual(right.tokens, by: ==)
  }
}
