internal import Base
internal import Core

/// What a signal must look like: a part of JSON Schema 2020-12. `SignalSchema+YAML.swift` reads it,
/// `SchemaCheck.swift` holds a signal against it.
indirect enum SignalSchema: Sendable, Equatable {
  /// The types that JSON Schema has; a number without a fraction is of two.
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

  /// The keywords of one place. What is absent demands nothing.
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
    /// For the members that `properties` does not name.
    var additional: SignalSchema?
  }

  /// The schema `true`: anything fits.
  case anything
  /// The schema `false`: nothing may stand there.
  case nothing
  case rules(Rules)

  /// Whether everything fits it.
  var demandsNothing: Bool {
    guard case .rules(let rules) = self else { return self == .anything }
    let below = rules.properties.values + [rules.items, rules.additional].compactMap { $0 }
    var bare = rules
    (bare.properties, bare.items, bare.additional) = ([:], nil, nil)
    return bare == Rules() && below.allSatisfy(\.demandsNothing)
  }

  /// The first thing about `value` that does not fit, as a sentence that starts with its place:
  /// `/open: must be at least 0, is -1`. Nil when all of it fits.
  func problem(in value: JSONValue) -> String? {
    var check = SchemaCheck()
    guard let problem = check.problem(in: value, self) else { return nil }
    return "\(check.place): \(problem)"
  }
}
