internal import Core

/// Tokens and money, for a program and for a person.
enum UsageRender {
  static func numbers(_ usage: Usage) -> JSONObject {
    [
      "input": .int(usage.input), "output": .int(usage.output),
      "cache_read": .int(usage.cacheRead), "cache_write": .int(usage.cacheWrite),
    ]
  }

  static func text(_ usage: Usage) -> String {
    "\(usage.input) in, \(usage.output) out, \(usage.cacheRead) read from cache,"
      + " \(usage.cacheWrite) written to cache"
  }

  static func text(_ cost: Cost) -> String {
    cost.dollars.map { "\($0) USD (\(cost.source.rawValue))" } ?? "cost unknown"
  }
}
