package import Base

/// Tokens and money of one call, as far as the agent CLI reports them.
package struct Usage: Sendable, Equatable {
  /// Prompt tokens that were not read from a cache.
  package var input: Int
  package var output: Int
  package var cacheRead: Int
  package var cacheWrite: Int
  /// US dollars as reported by the CLI; nil when it reports none.
  package var dollars: Double?
  /// The model that was used, as the CLI names it; nil when it does not.
  package var model: String?
  /// Whether neither the CLI nor its command names the model.
  package var isModelAssumed = false

  /// Fills in the model of the command, where the CLI reported none.
  package mutating func use(_ command: CommandModel?) {
    guard model == nil else { return }
    model = command?.name
    isModelAssumed = command?.isAssumed ?? true
  }

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

  /// All tokens.
  package var tokens: Int { Self.sum(Self.sum(input, output), Self.sum(cacheRead, cacheWrite)) }

  /// The numbers come from agents and files, so a sum saturates instead of overflowing.
  static func sum(_ left: Int, _ right: Int) -> Int {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : sum
  }
}

/// The model that a command asks its CLI for.
package struct CommandModel: Sendable, Equatable {
  package var name: String
  /// Whether the command names none, and the name is that of the CLI's own config.
  package var isAssumed: Bool

  package init(_ name: String, isAssumed: Bool = false) {
    self.name = name
    self.isAssumed = isAssumed
  }
}

extension Usage: Shaped {
  /// The tokens by kind, as all records write them.
  package static let shape = Shape<Usage> { field in
    field("input", \.input, "prompt tokens that came from no cache")
    field("output", \.output, "tokens of the answer")
    field("cache_read", \.cacheRead, "prompt tokens read from a cache")
    field("cache_write", \.cacheWrite, "prompt tokens written to a cache")
  }
}

extension Usage {
  /// The tokens only.
  package static func - (left: Usage, right: Usage) -> Usage {
    var difference = left
    difference.input -= right.input
    difference.output -= right.output
    difference.cacheRead -= right.cacheRead
    difference.cacheWrite -= right.cacheWrite
    return difference
  }

  package static func + (left: Usage, right: Usage) -> Usage {
    var total = Usage(
      input: sum(left.input, right.input), output: sum(left.output, right.output),
      cacheRead: sum(left.cacheRead, right.cacheRead),
      cacheWrite: sum(left.cacheWrite, right.cacheWrite),
      dollars: left.dollars.map { $0 + (right.dollars ?? 0) } ?? right.dollars,
      model: right.model ?? left.model)
    total.isModelAssumed = right.model == nil ? left.isModelAssumed : right.isModelAssumed
    return total
  }
}
