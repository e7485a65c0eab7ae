/// A length of time in JSON: whole seconds, as the names that end in `_s` say.
extension Duration: JSONReadable {
  package static var kind: ShapeKind { .integer }
  package var json: JSONValue { .int(seconds) }
  package init?(json: JSONValue) {
    guard let seconds = json.int else { return nil }
    self = .seconds(seconds)
  }
}
