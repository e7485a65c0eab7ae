/// The path to one value of a JSON document, as RFC 6901 writes it: `/usage/input_tokens`,
/// `/items/0`, with `~1` for a `/` and `~0` for a `~` in a name. The empty pointer is the document.
package struct JSONPointer: Sendable, Hashable {
  private let names: [String]

  /// Nil when `text` is not a pointer.
  package init?(_ text: String) {
    guard let names = Self.names(text) else { return nil }
    self.names = names
  }

  /// The value it points to; nil when there is none.
  package func value(in document: JSONValue) -> JSONValue? {
    var value = document
    for name in names {
      guard let next = Self.child(name, of: value) else { return nil }
      value = next
    }
    return value
  }

  /// The names in `text`, unescaped; nil when it is not a pointer.
  static func names(_ text: String) -> [String]? {
    guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
    var names: [String] = []
    // By scalars: a slash with a combining mark behind it is not a `Character` of its own.
    let parts = text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    for part in parts.dropFirst() {
      guard let name = unescaped(part) else { return nil }
      names.append(name)
    }
    return names
  }

  /// One step down: the member or the element of that name.
  static func child(_ name: String, of value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let object): return object[name]
    case .array(let elements):
      guard let index = index(name), index < elements.count else { return nil }
      return elements[index]
    case .null, .bool, .int, .double, .string: return nil
    }
  }

  /// A `~` must be followed by `0` or `1`.
  private static func unescaped(_ part: Substring.UnicodeScalarView) -> String? {
    var name = ""
    var isEscaped = false
    for character in part {
      switch (isEscaped, character) {
      case (true, "0"): name.unicodeScalars.append("~")
      case (true, "1"): name.unicodeScalars.append("/")
      case (true, _): return nil
      case (false, "~"): break
      case (false, _): name.unicodeScalars.append(character)
      }
      isEscaped = !isEscaped && character == "~"
    }
    return isEscaped ? nil : name
  }

  /// Decimal digits without a leading zero.
  static func index(_ name: String) -> Int? {
    guard name.utf8.allSatisfy(\.isDigit), name == "0" || !name.hasPrefix("0")
    else { return nil }
    return Int(name)
  }
}
