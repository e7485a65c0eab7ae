/// Writes a `JSONValue` as text. Line separators and everything below U+0020 are escaped, so one
/// value is always one line unless it is asked for pretty.
package enum JSONWriter {
  package enum Style: Sendable {
    /// One line, members in their own order.
    case compact
    /// One line, members sorted by the bytes of their names: equal values give equal text.
    case canonical
    /// Two blanks of indentation, members in their own order.
    case pretty
  }

  package static func text(_ value: JSONValue, _ style: Style = .compact) -> String {
    var output: [UInt8] = []
    write(value, style, indentation: 0, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The text as bytes, with a line feed at its end: what a record file or a log line holds.
  package static func line(_ value: JSONValue, _ style: Style = .compact) -> [UInt8] {
    var output: [UInt8] = []
    write(value, style, indentation: 0, into: &output)
    output.append(.lineFeed)
    return output
  }

  private static func write(
    _ value: JSONValue, _ style: Style, indentation: Int, into output: inout [UInt8]
  ) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: String(value).utf8)
    case .double(let value): output.append(contentsOf: number(value).utf8)
    case .string(let value): write(value, into: &output)
    case .array(let elements):
      sequence(elements, "[", "]", style, indentation, &output) { element, indentation, output in
        write(element, style, indentation: indentation, into: &output)
      }
    case .object(let object):
      var members = object.members
      if case .canonical = style {
        members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      }
      sequence(members, "{", "}", style, indentation, &output) { member, indentation, output in
        write(member.key, into: &output)
        output.append(UInt8(ascii: ":"))
        if case .pretty = style { output.append(.space) }
        write(member.value, style, indentation: indentation, into: &output)
      }
    }
  }

  private static func sequence<Element>(
    _ elements: [Element], _ open: Character, _ close: Character, _ style: Style,
    _ indentation: Int, _ output: inout [UInt8],
    _ each: (Element, Int, inout [UInt8]) -> Void
  ) {
    var isPretty = false
    if case .pretty = style { isPretty = !elements.isEmpty }
    output.append(contentsOf: String(open).utf8)
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      if isPretty { newLine(indentation + 2, &output) }
      each(element, indentation + 2, &output)
    }
    if isPretty { newLine(indentation, &output) }
    output.append(contentsOf: String(close).utf8)
  }

  private static func newLine(_ indentation: Int, _ output: inout [UInt8]) {
    output.append(.lineFeed)
    output.append(contentsOf: repeatElement(.space, count: indentation))
  }

  private static func number(_ value: Double) -> String {
    // A whole double keeps its integer spelling, so that reading it back compares equal.
    if let whole = Int(exactly: value) { return String(whole) }
    return value.isFinite ? "\(value)" : "null"
  }

  private static func write(_ text: String, into output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output.append(contentsOf: [0x5C, 0x22])
      case "\\": output.append(contentsOf: [0x5C, 0x5C])
      case "\n": output.append(contentsOf: "\\n".utf8)
      case "\r": output.append(contentsOf: "\\r".utf8)
      case "\t": output.append(contentsOf: "\\t".utf8)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        output.append(contentsOf: "\\u".utf8)
        output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
        output.append(contentsOf: digits.utf8)
      default: output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
