internal import TestSupport

/// A vendor's way to put a conversation into JSON. Pure, both ways.
protocol Wire {
  static func turn(_ body: JSON) -> Turn
  /// The whole answer, for a client that does not want a stream.
  static func message(_ reply: Reply, to turn: Turn) -> JSON
  /// The same as events; each has its name as `type`.
  static func events(_ reply: Reply, to turn: Turn) -> [JSON]
}

extension Wire {
  /// Names an answer by its place in the conversation, so that an answer given again has the same.
  static func identifier(_ prefix: String, _ turn: Turn) -> JSON {
    .string("\(prefix)_scripted_\(turn.results.count)")
  }
}
