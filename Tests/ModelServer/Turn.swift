public import TestSupport

/// What a request asks of the model, whichever wire it came over.
///
/// It holds the whole conversation, as every request of these CLIs does: the same request sent
/// again is the same value, and so gets the same answer.
public struct Turn: Sendable, Equatable {
  public let model: String
  /// Every text that was said to the model; what it said itself is left out.
  public let texts: [String]
  /// What its tools gave back, in order.
  public let results: [String]
  /// The tools it may call.
  public let tools: [String]
  /// What the answer is held to; nil for nothing.
  public let schema: JSON?
  /// Whether the answer is wanted as a stream of events.
  public let streams: Bool

  public init(
    model: String = "", texts: [String] = [], results: [String] = [], tools: [String] = [],
    schema: JSON? = nil, streams: Bool = true
  ) {
    self.model = model
    self.texts = texts
    self.results = results
    self.tools = tools
    self.schema = schema
    self.streams = streams
  }
}
