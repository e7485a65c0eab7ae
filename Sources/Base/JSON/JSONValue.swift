/// A JSON document as a value. Integers that fit 64 bits stay integers; objects keep the order of
/// their keys, so that a record with unknown fields is written back as it was read.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The value as a whole number; a double is converted when nothing is lost.
  package var int: Int? {
    switch self {
    case .int(let value): value
    case .double(let value): Int(exactly: value)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  package var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  package subscript(key: String) -> JSONValue? { object?[key] }

  /// As in "must be a string, not an array".
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .int, .double: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object in the order they were read or added.
///
/// Two objects are equal when they have the same members, in any order.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Up to this many members, a linear search is faster than hashing.
  private static let indexedFrom = 16

  package private(set) var members: [(key: String, value: JSONValue)] = []
  /// The index of each member, once there are many.
  private var places: [String: Int] = [:]

  @usableFromInline package init() {}

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  package var isEmpty: Bool { members.isEmpty }
  package var keys: [String] { members.map(\.key) }

  /// Setting nil removes the member.
  @usableFromInline package subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      if let newValue {
        update(newValue, for: key)
      } else if let place = place(of: key) {
        members.remove(at: place)
        places = [:]
        if members.count > Self.indexedFrom { index() }
      }
    }
  }

  /// Sets every member of `other`.
  package mutating func merge(_ other: JSONObject) {
    for (key, value) in other.members { self[key] = value }
  }

  /// Returns true when there was a member of that name.
  @discardableResult
  mutating func update(_ value: JSONValue, for key: String) -> Bool {
    if let place = place(of: key) {
      members[place].value = value
      return true
    }
    members.append((key, value))
    if members.count > Self.indexedFrom {
      if places.isEmpty { index() } else { places[key] = members.count - 1 }
    }
    return false
  }

  private func place(of key: String) -> Int? {
    places.isEmpty ? members.firstIndex { $0.key == key } : places[key]
  }

  private mutating func index() {
    for (place, member) in members.enumerated() { places[member.key] = place }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.members.count == right.members.count
      && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  /// Does not depend on the order.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for (key, value) in members {
      var member = Hasher()
      member.combine(key)
      member.combine(value)
      sum ^= member.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }

  /// A string, or null for nil.
  package init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }
  /// A whole number, or null for nil.
  package init(_ value: Int?) { self = value.map(JSONValue.int) ?? .null }
}
