internal import Base
internal import Core

/// What a run of claude has used so far. Its lines report that in three ways: with each message, in a
/// turn's result, and as a growing total of the session.
struct ClaudeAccount {
  private static let messagesKept = 1_024

  private var model: String?
  private var tokens = Usage()
  /// Tokens of messages that no `result` has counted yet, by message: all there is when the run is cut
  /// short.
  private var uncounted: [String: Usage] = [:]
  private var uncountedTotal = Usage()
  /// US dollars, summed over the results that report what was spent since the one before; nil while
  /// none does.
  private var spent: Double?
  /// Where no result does: each session's total in US dollars, earlier runs of a resumed session
  /// included.
  private var totals: [String: Double] = [:]
  /// The total that was last returned by `change`.
  private var reported = Usage()

  var total: Usage {
    var total = tokens + uncountedTotal
    total.dollars = totals.keys.sorted().reduce(spent) { ($0 ?? 0) + (totals[$1] ?? 0) }
    total.model = model
    return total
  }

  /// The agent's own model; its helpers may use others.
  mutating func use(model: String?) { self.model = model ?? self.model }

  /// A message comes in several lines, each with the tokens of the whole message.
  mutating func count(message: JSONValue) {
    let id = message["id"]?.string ?? ""
    // A turn of days must not fill the memory. A message under way may count twice, never too little.
    if uncounted.count >= Self.messagesKept { uncounted.removeAll(keepingCapacity: true) }
    let usage = Self.usage(of: message["usage"])
    uncountedTotal = uncountedTotal + usage - (uncounted[id] ?? Usage())
    uncounted[id] = usage
  }

  mutating func count(result: JSONObject) {
    let counted = Self.usage(ofResult: result)
    // A result without any tokens did not count those of its messages.
    tokens = tokens + (counted.tokens == 0 ? uncountedTotal : counted)
    (uncounted, uncountedTotal) = ([:], Usage())
    if let cost = Self.dollarsSinceLastResult(result) {
      spent = (spent ?? 0) + cost
    } else if let cost = result["total_cost_usd"]?.dollars {
      // An error's result may come after the good one and report nothing.
      let session = result["session_id"]?.string ?? ""
      totals[session] = max(totals[session] ?? 0, cost)
    }
  }

  /// The total; nil when it has not changed since the last call.
  mutating func change() -> Usage? {
    let total = total
    guard total != reported else { return nil }
    reported = total
    return total
  }

  private static func usage(of usage: JSONValue?) -> Usage {
    Usage(
      input: usage?["input_tokens"]?.tokens ?? 0, output: usage?["output_tokens"]?.tokens ?? 0,
      cacheRead: usage?["cache_read_input_tokens"]?.tokens ?? 0,
      cacheWrite: usage?["cache_creation_input_tokens"]?.tokens ?? 0)
  }

  /// Summed over the models where the CLI lists them: its plain `usage` is zero after a spent budget or
  /// an interrupt, and counts background work again that the result before included. A call that
  /// failed early lists no model at all; then the plain `usage` is all there is.
  private static func usage(ofResult result: JSONObject) -> Usage {
    let all = result["modelUsage"]?.object
    guard let models = result["model_usage_since_last_result"]?.object,
      !models.isEmpty || all?.isEmpty == false
    else { return usage(of: result["usage"]) }
    return models.members.reduce(Usage()) { sum, model in
      sum
        + Usage(
          input: model.value["inputTokens"]?.tokens ?? 0,
          output: model.value["outputTokens"]?.tokens ?? 0,
          cacheRead: model.value["cacheReadInputTokens"]?.tokens ?? 0,
          cacheWrite: model.value["cacheCreationInputTokens"]?.tokens ?? 0)
    }
  }

  /// Nil unless the CLI reports it for every model.
  private static func dollarsSinceLastResult(_ result: JSONObject) -> Double? {
    guard let models = result["model_usage_since_last_result"]?.object else { return nil }
    return models.members.reduce(0) { sum, model in
      sum.flatMap { sum in model.value["costUSD"]?.dollars.map { sum + $0 } }
    }
  }
}
