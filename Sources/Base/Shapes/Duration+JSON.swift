/// A length of time in JSON: whole seconds, as the names that end in `_s` say.
extension Duration: JSONReadable {
  public static var kind: ShapeKind { .integer }
  public var json: JSONValue { .int(seconds) }
  public init?(json: JSONValue) {
    guard let seconds = json.int else { return nil }
    self = .seconds(seconds)
  }
}
