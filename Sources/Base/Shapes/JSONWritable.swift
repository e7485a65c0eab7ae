/// A type of which it is known what its values are in JSON.
package protocol JSONWritable: SendableMetatype {
  static var kind: ShapeKind { get }
  var json: JSONValue { get }
}

/// One whose values can be read back.
package protocol JSONReadable: JSONWritable {
  /// Nil when `json` is of another kind.
  init?(json: JSONValue)
}

/// A type that is an object in JSON, by a table.
package protocol Shaped: JSONWritable {
  static var shape: Shape<Self> { get }
}

extension Shaped {
  package static var kind: ShapeKind { .object(shape.table) }
  package var json: JSONValue { .object(Self.shape.json(of: self)) }
}

/// One that can be read back.
package protocol ShapedRecord: Shaped, JSONReadable {
  /// What an object says nothing of. It becomes a value only once all that is needed is read.
  static var blank: Self { get }
}

extension ShapedRecord {
  package init(_ object: JSONObject) throws(Problem) {
    self = Self.blank
    try Self.shape.read(object, into: &self)
  }

  package init?(json: JSONValue) {
    guard let object = json.object, let value = try? Self(object) else { return nil }
    self = value
  }
}

// MARK: - What JSON has by itself

extension JSONValue: JSONReadable {
  package static var kind: ShapeKind { .any }
  package var json: JSONValue { self }
  package init?(json: JSONValue) { self = json }
}

extension JSONObject: JSONReadable {
  package static var kind: ShapeKind { .map(.any) }
  package var json: JSONValue { .object(self) }
  package init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self = object
  }
}

extension String: JSONReadable {
  package static var kind: ShapeKind { .string }
  package var json: JSONValue { .string(self) }
  package init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self = text
  }
}

extension Bool: JSONReadable {
  package static var kind: ShapeKind { .boolean }
  package var json: JSONValue { .bool(self) }
  package init?(json: JSONValue) {
    guard let bool = json.bool else { return nil }
    self = bool
  }
}

extension Int: JSONReadable {
  package static var kind: ShapeKind { .integer }
  package var json: JSONValue { .int(self) }
  package init?(json: JSONValue) {
    guard let int = json.int else { return nil }
    self = int
  }
}

extension Double: JSONReadable {
  package static var kind: ShapeKind { .number }
  package var json: JSONValue { .double(self) }
  package init?(json: JSONValue) {
    guard let double = json.double else { return nil }
    self = double
  }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  package static var kind: ShapeKind { .nullable(Wrapped.kind) }
  package var json: JSONValue { self?.json ?? .null }
}

extension Optional: JSONReadable where Wrapped: JSONReadable {
  package init?(json: JSONValue) {
    if json == .null {
      self = .none
    } else {
      guard let value = Wrapped(json: json) else { return nil }
      self = .some(value)
    }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  package static var kind: ShapeKind { .list(Element.kind) }
  package var json: JSONValue { .array(map(\.json)) }
}

extension Array: JSONReadable where Element: JSONReadable {
  /// Elements of another kind are left out.
  package init?(json: JSONValue) {
    guard let array = json.array else { return nil }
    self = array.compactMap(Element.init(json:))
  }
}

/// An object of any names, in an order of its own.
package struct JSONMap<Value: JSONWritable>: JSONWritable {
  package let members: [(name: String, value: Value)]

  package init(_ members: [(name: String, value: Value)]) { self.members = members }

  package static var kind: ShapeKind { .map(Value.kind) }
  package var json: JSONValue {
    var object = JSONObject()
    for (name, value) in members { object[name] = value.json }
    return .object(object)
  }
}

/// Written in the order of the names.
extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
  package static var kind: ShapeKind { .map(Value.kind) }
  package var json: JSONValue {
    var object = JSONObject()
    for (name, value) in sorted(by: { $0.key < $1.key }) { object[name] = value.json }
    return .object(object)
  }
}

extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
  /// Members of another kind are left out.
  package init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init()
    for (name, value) in object.members { self[name] = Value(json: value) }
  }
}

/// The words of a closed set: a conformance without a body.
extension JSONWritable where Self: RawRepresentable & CaseIterable, RawValue == String {
  package static var kind: ShapeKind { .choice(allCases.map(\.rawValue)) }
  package var json: JSONValue { .string(rawValue) }
}

extension JSONReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
  package init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self.init(rawValue: text)
  }
}

extension Identifier: JSONReadable {
  package static var kind: ShapeKind { .string }
  package var json: JSONValue { .string(text) }
  package init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self.init(valid: text)
  }
}
