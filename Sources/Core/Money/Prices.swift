package import Base

/// US dollars per million tokens of one model, by kind.
package struct Price: Sendable, Equatable {
  package var input: Double
  package var output: Double
  package var cacheRead: Double
  package var cacheWrite: Double

  package init(input: Double, output: Double, cacheRead: Double, cacheWrite: Double) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }
}

/// The prices of one runner's models, by prefixes of their names.
package struct Prices: Sendable, Equatable {
  /// The key of the price for all other models, and for an unknown model.
  package static let anyModel = "default"

  package var models: [String: Price]

  package init(_ models: [String: Price] = [:]) { self.models = models }

  /// The price of `model`: that of the longest prefix, since dates and variants come last. The
  /// provider of `provider/model` is optional.
  package func price(of model: String?) -> Price? {
    guard let model else { return models[Self.anyModel] }
    let bare = model.split(separator: "/").last.map(String.init) ?? model
    let names = models.keys.filter { model.hasPrefix($0) || bare.hasPrefix($0) }
    let longest = names.max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    return longest.flatMap { models[$0] } ?? models[Self.anyModel]
  }

  /// What `usage` cost. A run on a subscription reports 0, the amount billed; its cost is computed
  /// from the prices instead, since otherwise a cap in dollars would never be reached.
  package func cost(of usage: Usage, model: String? = nil) -> Cost {
    if let dollars = usage.dollars, dollars > 0 || usage.tokens == 0 {
      return Cost(dollars: dollars, source: .reported)
    }
    guard usage.tokens > 0, let price = price(of: usage.model ?? model) else { return .unknown }
    let million =
      Double(usage.input) * price.input + Double(usage.output) * price.output
      + Double(usage.cacheRead) * price.cacheRead + Double(usage.cacheWrite) * price.cacheWrite
    return Cost(
      dollars: million / 1_000_000, source: usage.isModelAssumed ? .assumed : .imputed)
  }
}

/// The cost of a call, and its source.
package struct Cost: Sendable, Equatable {
  package enum Source: String, Sendable, CaseIterable, JSONReadable {
    /// Reported by the agent CLI.
    case reported
    /// Computed from its tokens and the preset's prices.
    case imputed
    /// The same, where nothing but the CLI's config or the preset's `default` says which model it was.
    case assumed
    case unknown
  }

  /// US dollars; nil when unknown.
  package let dollars: Double?
  package let source: Source

  package init(dollars: Double, source: Source) {
    self.dollars = dollars
    self.source = source
  }

  private init() { (dollars, source) = (nil, .unknown) }

  package static let unknown = Cost()

  /// What is known of both: an unknown cost adds nothing.
  package static func + (left: Cost, right: Cost) -> Cost {
    guard let first = left.dollars else { return right }
    guard let second = right.dollars else { return left }
    return Cost(dollars: Dollars.rounded(first + second), source: right.source)
  }
}

extension Cost: Shaped {
  /// As all records write it.
  package static let shape = Shape<Cost> { field in
    field("usd", \.dollars, "US dollars; null when unknown")
    field("usd_source", \.source, "how that is known")
  }
}

extension Price: Shaped {
  package static let shape = Shape<Price> { field in
    field("input", \.input, "prompt tokens that came from no cache")
    field("output", \.output, "tokens of the answer")
    field("cache_read", \.cacheRead, "prompt tokens read from a cache")
    field("cache_write", \.cacheWrite, "prompt tokens written to a cache")
  }
}
