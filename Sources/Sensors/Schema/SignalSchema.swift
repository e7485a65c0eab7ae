internal import Base

/// What a signal must look like: a part of JSON Schema 2020-12. `SignalSchema+YAML.swift` reads it,
/// `SchemaCheck.swift` checks a signal against it.
indirect enum SignalSchema: Sendable, Equatable {
  /// The types of JSON Schema; a whole number is both `integer` and `number`.
  enum Kind: String, Sendable, CaseIterable {
    case null, boolean, integer, number, string, array, object

    /// As in "must be an object or null".
    var phrase: String {
      switch self {
      case .null: "null"
      case .boolean: "true or false"
      case .integer: "a whole number"
      case .number: "a number"
      case .string: "a string"
      case .array: "an array"
      case .object: "an object"
      }
    }
  }

  /// The keywords of one schema. An absent keyword checks nothing.
  struct Rules: Sendable, Equatable {
    /// Empty for any type.
    var kinds: [Kind] = []
    var constant: JSONValue?
    var choices: [JSONValue]?
    var minimum: JSONNumber?
    var maximum: JSONNumber?
    var minLength: Int?
    var maxLength: Int?
    var pattern: Pattern?
    var items: SignalSchema?
    var required: [String] = []
    var properties: [String: SignalSchema] = [:]
    /// The schema of members that `properties` does not name.
    var additional: SignalSchema?
  }

  /// The schema `true`: anything fits.
  case anything
  /// The schema `false`: nothing fits.
  case nothing
  case rules(Rules)

  /// Whether every value fits.
  var acceptsAnything: Bool {
    guard case .rules(let rules) = self else { return self == .anything }
    let below = rules.properties.values + [rules.items, rules.additional].compactMap { $0 }
    var bare = rules
    (bare.properties, bare.items, bare.additional) = ([:], nil, nil)
    return bare == Rules() && below.allSatisfy(\.acceptsAnything)
  }

  /// The first problem with `value`, as a sentence that starts with its place:
  /// `/open: must be at least 0, is -1`. Nil when it fits.
  func problem(in value: JSONValue) -> String? {
    var check = SchemaCheck()
    guard let problem = check.problem(in: value, self) else { return nil }
    return "\(check.place): \(problem)"
  }
}
