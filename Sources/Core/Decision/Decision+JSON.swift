package import Base

extension Decision: JSONReadable {
  /// `MoveSchema` says more.
  package static var kind: ShapeKind { .map(.any) }

  /// The flat object an answer with this decision would be, fields in the table's order: the
  /// inverse of the parser, for digests and run folders.
  package var json: JSONValue {
    var object = move.object
    object["journal"] = journal.map(JSONValue.string)
    object["goal"] = (goal?.text).map(JSONValue.string)
    object["next_interval_s"] = (nextInterval?.seconds).map(JSONValue.int)
    return .object(object)
  }

  /// Nil for what the parser takes for no move.
  package init?(json: JSONValue) {
    guard case .move(let decision) = DecisionParser.parse(JSONWriter.text(json)) else { return nil }
    self = decision
  }
}
