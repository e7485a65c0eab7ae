internal import Base
internal import YAML

extension YAMLNode {
  /// The node as JSON, by the core schema of YAML 1.2: an unquoted scalar may be null, true, false or a
  /// number. What JSON cannot express (`.inf`, `.nan`) stays text.
  var json: JSONValue {
    switch value {
    case .scalar(let text, isPlain: false): return .string(text)
    case .scalar(let text, isPlain: true): return Self.plain(text)
    case .sequence(let elements): return .array(elements.map(\.json))
    case .mapping(let members):
      var object = JSONObject()
      for member in members { object[member.key.text ?? ""] = member.value.json }
      return .object(object)
    }
  }

  private static func plain(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    if text.hasPrefix("0x") { return whole(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return whole(text.dropFirst(2), radix: 8) }
    guard isDecimal(text.utf8[...]) else { return nil }
    if let value = Int(text) { return .int(value) }
    // `1.0` equals `1`, as in JSON.
    guard let value = Double(text), value.isFinite else { return nil }
    return Int(exactly: value).map(JSONValue.int) ?? .double(value)
  }

  /// Digits only: with a sign after `0x` it is text.
  private static func whole(_ digits: Substring, radix: Int) -> JSONValue? {
    guard !digits.hasPrefix("-"), !digits.hasPrefix("+") else { return nil }
    return Int(digits, radix: radix).map(JSONValue.int)
  }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`: Swift accepts
  /// more than that.
  private static func isDecimal(_ text: Substring.UTF8View) -> Bool {
    var rest = text
    skip("-+", &rest)
    let hasWhole = skipDigits(&rest)
    if skip(".", &rest) {
      guard skipDigits(&rest) || hasWhole else { return false }
    } else if !hasWhole {
      return false
    }
    guard skip("eE", &rest) else { return rest.isEmpty }
    skip("-+", &rest)
    return skipDigits(&rest) && rest.isEmpty
  }

  @discardableResult
  private static func skip(_ any: String, _ rest: inout Substring.UTF8View) -> Bool {
    guard let first = rest.first, any.utf8.contains(first) else { return false }
    rest.removeFirst()
    return true
  }

  private static func skipDigits(_ rest: inout Substring.UTF8View) -> Bool {
    let digits = rest.prefix(while: \.isDigit)
    rest.removeFirst(digits.count)
    return !digits.isEmpty
  }
}
