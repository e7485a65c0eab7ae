/// A type whose values can be written as JSON of one kind.
public protocol JSONWritable: SendableMetatype {
  static var kind: ShapeKind { get }
  var json: JSONValue { get }
}

/// A type whose values can be read back too.
public protocol JSONReadable: JSONWritable {
  /// Nil when `json` is of another kind.
  init?(json: JSONValue)
}

/// A type that is a JSON object, described by a table.
public protocol Shaped: JSONWritable {
  static var shape: Shape<Self> { get }
}

extension Shaped {
  public static var kind: ShapeKind { .object(shape.table) }
  @inlinable public var json: JSONValue { .object(Self.shape.json(of: self)) }
}

/// A shaped type that can be read back.
public protocol ShapedRecord: Shaped, JSONReadable {
  /// The values of members that an object may lack; without a needed member nothing is read.
  static var blank: Self { get }
}

extension ShapedRecord {
  public init(_ object: JSONObject) throws(Problem) {
    self = Self.blank
    try Self.shape.read(object, into: &self)
  }

  public init?(json: JSONValue) {
    guard let object = json.object, let value = try? Self(object) else { return nil }
    self = value
  }
}

// MARK: - What JSON has by itself

extension JSONValue: JSONReadable {
  public static var kind: ShapeKind { .any }
  public var json: JSONValue { self }
  public init?(json: JSONValue) { self = json }
}

extension JSONObject: JSONReadable {
  public static var kind: ShapeKind { .map(.any) }
  public var json: JSONValue { .object(self) }
  public init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self = object
  }
}

extension String: JSONReadable {
  public static var kind: ShapeKind { .string }
  public var json: JSONValue { .string(self) }
  public init?(json: JSONValue) {
    guard let text = json.string else { return nil }
    self = text
  }
}

extension Bool: JSONReadable {
  public static var kind: ShapeKind { .boolean }
  public var json: JSONValue { .bool(self) }
  public init?(json: JSONValue) {
    guard let bool = json.bool else { return nil }
    self = bool
  }
}

extension Int: JSONReadable {
  public static var kind: ShapeKind { .integer }
  public var json: JSONValue { .int(self) }
  public init?(json: JSONValue) {
    guard let int = json.int else { return nil }
    self = int
  }
}

extension Double: JSONReadable {
  public static var kind: ShapeKind { .number }
  public var json: JSONValue { .double(self) }
  public init?(json: JSONValue) {
    guard let double = json.double else { return nil }
    self = double
  }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  public static var kind: ShapeKind { .nullable(Wrapped.kind) }
  @inlinable public var json: JSONValue { self?.json ?? .null }
}

extension Optional: JSONReadable where Wrapped: JSONReadable {
  public init?(json: JSONValue) {
    if json == .null {
      self = .none
    } else {
      guard let value = Wrapped(json: json) else { return nil }
      self = .some(value)
    }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  public static var kind: ShapeKind { .list(Element.kind) }
  @inlinable public var json: JSONValue { .array(map { $0.json }) }
}

extension Array: JSONReadable where Element: JSONReadable {
  /// Elements of another kind are left out.
  public init?(json: JSONValue) {
    guard let array = json.array else { return nil }
    self = array.compactMap(Element.init(json:))
  }
}

/// An object with any names, written in the order of `members`.
public struct JSONMap<Value: JSONWritable>: JSONWritable {
  public let members: [(name: String, value: Value)]

  @inlinable public init(_ members: [(name: String, value: Value)]) { self.members = members }

  public static var kind: ShapeKind { .map(Value.kind) }
  @inlinable public var json: JSONValue {
    var object = JSONObject()
    for (name, value) in members { object[name] = value.json }
    return .object(object)
  }
}

/// Written in the order of the names.
extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
  public static var kind: ShapeKind { .map(Value.kind) }
  public var json: JSONValue {
    var object = JSONObject()
    for (name, value) in sorted(by: { $0.key < $1.key }) { object[name] = value.json }
    return .object(object)
  }
}

extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
  /// Members of another kind are left out.
  public init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init()
    for (name, value) in object.members { self[name] = Value(json: value) }
  }
}

/// The words of a closed set: a conformance without a body.
extension JSONWritable where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var kind: ShapeKind { .choice(allCases.map(\.rawValue)) }
  public var json: JSONValue { .string(rawValue) }
}

extension JSONReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
  public init?(json: JSONValue) {
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
