internal import Core

/// Tokens and money, for a person.
enum UsageRender {
  static func text(_ usage: Usage) -> String {
    "\(usage.input) in, \(usage.output) out, \(usage.cacheRead) read from cache,"
      + " \(usage.cacheWrite) written to cache"
  }

  static func text(_ cost: Cost) -> String {
    cost.dollars.map { "\(Dollars.text($0)) (\(cost.source.rawValue))" } ?? "cost unknown"
  }
}
