package import Base

/// Tokens and money of one call, as far as the agent CLI reports them.
package struct Usage: Sendable, Equatable {
  /// Prompt tokens that came from no cache.
  package var input: Int
  package var output: Int
  package var cacheRead: Int
  package var cacheWrite: Int
  /// US dollars as reported by the CLI; nil when it reports none.
  package var dollars: Double?
  /// The model that was used, as the CLI names it; nil when it names none.
  package var model: String?

  package init(
    input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0,
    dollars: Double? = nil, model: String? = nil
  ) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.dollars = dollars
    self.model = model
  }

  /// Tokens of every kind.
  package var tokens: Int { Self.sum(Self.sum(input, output), Self.sum(cacheRead, cacheWrite)) }

  /// Numbers come from agents and from files: a sum too large for its type is the largest there is.
  static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : sum
  }
}

extension Usage: Shaped {
  /// The tokens by kind, as every record names them.
  package static let shape = Shape<Usage> { field in
    field("input", \.input, "prompt tokens that came from no cache")
    field("output", \.output, "tokens of the answer")
    field("cache_read", \.cacheRead, "prompt tokens read from a cache")
    field("cache_write", \.cacheWrite, "prompt tokens written to a cache")
  }
}

extension Usage {
  /// Of tokens alone.
  package static func - (left: Usage, right: Usage) -> Usage {
    Usage(
      input: left.input - right.input, output: left.output - right.output,
      cacheRead: left.cacheRead - right.cacheRead, cacheWrite: left.cacheWrite - right.cacheWrite,
      dollars: left.dollars, model: left.model)
  }

  package static func + (left: Usage, right: Usage) -> Usage {
    Usage(
      input: sum(left.input, right.input), output: sum(left.output, right.output),
      cacheRead: sum(left.cacheRead, right.cacheRead),
      cacheWrite: sum(left.cacheWrite, right.cacheWrite),
      dollars: left.dollars.map { $0 + (right.dollars ?? 0) } ?? right.dollars,
      model: right.model ?? left.model)
  }
}
