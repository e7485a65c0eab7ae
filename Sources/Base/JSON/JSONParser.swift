/// Reads JSON text (RFC 8259) into a `JSONValue`. Strict about the grammar, tolerant of what real
/// producers write: of two members with the same name the last one counts, and a lone surrogate or
/// a byte that is not UTF-8 reads as U+FFFD.
package struct JSONParser {
  /// Where and why a text is not JSON.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package let message: String
    /// Counted from 1; the column in bytes.
    package let line: Int
    package let column: Int
    /// The offset in bytes; the length of the text when it ends too early.
    package let offset: Int
    package var description: String { "line \(line), column \(column): \(message)" }
  }

  /// Deeper than any document of looop, and shallow enough for any stack.
  static let maximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private let keepsDigits: Bool
  private var at = 0
  private var duplicateKey: String?

  package static func parse(_ text: String) throws(Failure) -> JSONValue {
    try parse(Array(text.utf8))
  }

  package static func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> JSONValue {
    try parseNotingDuplicates(bytes).value
  }

  /// As `parse`; a whole number that 64 bits cannot hold reads as the text of its digits, so that two
  /// of them stay different.
  package static func parseKeepingDigits(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
    try parseNotingDuplicates(bytes, keepsDigits: true).value
  }

  /// As `parse`, for a text that must be one object: a record, a config file.
  package static func parseObject(_ bytes: [UInt8]) throws(Failure) -> JSONObject {
    guard let object = try parse(bytes).object else {
      throw Failure(message: "a JSON object should stand here", line: 1, column: 1, offset: 0)
    }
    return object
  }

  /// As `parse`; also returns the name of a member that appears twice in one object, if there is
  /// one.
  package static func parseNotingDuplicates(
    _ bytes: some Sequence<UInt8>, keepsDigits: Bool = false
  ) throws(Failure) -> (value: JSONValue, duplicateKey: String?) {
    let contiguous = Array(bytes)
    let result: Result<(JSONValue, String?), Failure> = contiguous.withUnsafeBufferPointer {
      buffer in
      var parser = JSONParser(bytes: buffer, keepsDigits: keepsDigits)
      do throws(Failure) {
        parser.skipBlanks()
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        if parser.at < buffer.count { throw parser.failure("text after the end of the JSON value") }
        return .success((value, parser.duplicateKey))
      } catch {
        return .failure(error)
      }
    }
    let (value, duplicateKey) = try result.get()
    return (value, duplicateKey)
  }

  /// The value at the start of `bytes` and the index of its end, whatever follows; for values
  /// within other text.
  package static func parsePrefix(
    of bytes: UnsafeBufferPointer<UInt8>
  ) throws(Failure) -> (value: JSONValue, end: Int, duplicateKey: String?) {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    return (value, parser.at, parser.duplicateKey)
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, keepsDigits: Bool = false) {
    self.bytes = bytes
    self.keepsDigits = keepsDigits
  }

  private func failure(_ message: String) -> Failure {
    var line = 1
    var lineStart = 0
    for index in 0..<min(at, bytes.count) where bytes[index] == .lineFeed {
      line += 1
      lineStart = index + 1
    }
    return Failure(message: message, line: line, column: at - lineStart + 1, offset: at)
  }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == .space || byte == .lineFeed || byte == .tab || byte == 0x0D {
      at += 1
    }
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.maximumDepth else {
      throw failure("nested deeper than \(Self.maximumDepth) levels")
    }
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || byte.isDigit:
      return try number()
    case nil: throw failure("the text ends where a value should stand")
    default: throw failure("a value should stand here")
    }
  }

  private mutating func word(
    _ text: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    let count = text.utf8CodeUnitCount
    guard at + count <= bytes.count,
      (0..<count).allSatisfy({ bytes[at + $0] == text.utf8Start[$0] })
    else { throw failure("a value should stand here") }
    at += count
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONObject {
    var object = JSONObject()
    at += 1
    skipBlanks()
    if current == UInt8(ascii: "}") {
      at += 1
      return object
    }
    while true {
      guard current == UInt8(ascii: "\"") else {
        throw failure(
          current == UInt8(ascii: "}")
            ? "a comma with no member after it" : "a member's name should stand here")
      }
      let key = try string()
      skipBlanks()
      guard current == UInt8(ascii: ":") else { throw failure("a colon should stand here") }
      at += 1
      skipBlanks()
      if object.update(try value(depth: depth + 1), for: key) { duplicateKey = duplicateKey ?? key }
      skipBlanks()
      switch current {
      case UInt8(ascii: ","):
        at += 1
        skipBlanks()
      case UInt8(ascii: "}"):
        at += 1
        return object
      default: throw failure("a comma or a closing brace should stand here")
      }
    }
  }

  private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
    var elements: [JSONValue] = []
    at += 1
    skipBlanks()
    if current == UInt8(ascii: "]") {
      at += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      switch current {
      case UInt8(ascii: ","):
        at += 1
        skipBlanks()
      case UInt8(ascii: "]"):
        at += 1
        return elements
      default: throw failure("a comma or a closing bracket should stand here")
      }
    }
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = current, byte.isDigit { at += 1 }
    return at - start
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = at
    var isInteger = true
    if current == UInt8(ascii: "-") { at += 1 }
    let leadingZero = current == UInt8(ascii: "0")
    let count = digits()
    guard count > 0, !(leadingZero && count > 1) else { throw failure("not a JSON number") }
    if current == UInt8(ascii: ".") {
      isInteger = false
      at += 1
      guard digits() > 0 else { throw failure("not a JSON number") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      at += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
      guard digits() > 0 else { throw failure("not a JSON number") }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isInteger, let value = Int(text) { return .int(value) }
    if isInteger, keepsDigits { return .string(text) }
    guard let value = Double(text), value.isFinite else { throw failure("a number out of range") }
    // The writer spells a whole double as an integer; both must read as the same value, or a stored
    // value would always differ from the observed one.
    return Int(exactly: value).map(JSONValue.int) ?? .double(value)
  }

  private mutating func string() throws(Failure) -> String {
    at += 1
    let start = at
    skipPlain()
    if current == UInt8(ascii: "\"") {
      at += 1
      return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
    }
    var decoded = Array(bytes[start..<at])
    while true {
      guard let byte = current else { throw failure("a string without its closing quote") }
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &decoded)
      case 0..<0x20: throw failure("a control character inside a string")
      default:
        let start = at
        skipPlain()
        decoded.append(contentsOf: bytes[start..<at])
      }
    }
  }

  /// Skips to the next special byte of a string.
  private mutating func skipPlain() {
    var place = at
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      place += 1
    }
    at = place
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(Failure) {
    guard let byte = current else { throw failure("a string without its closing quote") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(.lineFeed)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(.tab)
    case UInt8(ascii: "u"):
      var scalar = UInt32(try hexadecimal())
      if (0xD800..<0xDC00).contains(scalar), at + 1 < bytes.count,
        bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u")
      {
        let before = at
        at += 2
        let low = UInt32(try hexadecimal())
        if (0xDC00..<0xE000).contains(low) {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        } else {
          at = before
        }
      }
      let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
      decoded.append(contentsOf: Array(String(Character(character)).utf8))
    default:
      at -= 1
      throw failure("an unknown escape in a string")
    }
  }

  private mutating func hexadecimal() throws(Failure) -> UInt16 {
    var value: UInt16 = 0
    for offset in 0..<4 {
      guard at + offset < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[at + offset])).hexDigitValue
      else { throw failure("\\u wants four hexadecimal digits") }
      value = value << 4 | UInt16(digit)
    }
    at += 4
    return value
  }
}
