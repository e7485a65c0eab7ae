/// The path to one value of a JSON document, as RFC 6901 writes it: `/usage/input_tokens`,
/// `/items/0`, with `~1` for a `/` and `~0` for a `~` in a name. The empty one is the document.
public struct JSONPointer: Sendable, Hashable {
  private let names: [String]

  /// Nil when `text` is no pointer.
  public init?(_ text: String) {
    guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
    var names: [String] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      guard let name = Self.unescaped(part) else { return nil }
      names.append(name)
    }
    self.names = names
  }

  /// The value it leads to; nil when there is none.
  public func value(in document: JSONValue) -> JSONValue? {
    var value = document
    for name in names {
      switch value {
      case .object(let object):
        guard let member = object[name] else { return nil }
        value = member
      case .array(let elements):
        guard let index = Self.index(name), index < elements.count else { return nil }
        value = elements[index]
      case .null, .bool, .int, .double, .string: return nil
      }
    }
    return value
  }

  /// A `~` stands before `0` or `1` and nowhere else.
  private static func unescaped(_ part: Substring) -> String? {
    var name = ""
    var isEscaped = false
    for character in part.unicodeScalars {
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
  private static func index(_ name: String) -> Int? {
    guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), name == "0" || !name.hasPrefix("0")
    else { return nil }
    return Int(name)
  }
}
