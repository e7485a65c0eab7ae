/// Writes a `JSONValue` as text. Line separators and everything below U+0020 are escaped, so a
/// value is always one line, except in the style `pretty`. So is what a reader would not see, or what
/// would turn the line on a terminal.
package struct JSONWriter {
  package enum Style: Sendable {
    /// One line, members in their own order.
    case compact
    /// One line, members sorted by the bytes of their names: equal values give equal text. Digests
    /// are taken of it, so it escapes only what JSON and one line demand.
    case canonical
    /// Two blanks of indentation, members in their own order.
    case pretty
  }

  package static func text(_ value: JSONValue, _ style: Style = .compact) -> String {
    var writer = JSONWriter(style)
    writer.write(value, indentation: 0)
    return String(decoding: writer.output, as: UTF8.self)
  }

  /// The text as bytes, with a line feed at its end: a record file or a line of a log.
  package static func line(_ value: JSONValue, _ style: Style = .compact) -> [UInt8] {
    var writer = JSONWriter(style)
    writer.write(value, indentation: 0)
    return writer.output + [.lineFeed]
  }

  private let isPretty: Bool
  private let isCanonical: Bool
  private var output: [UInt8] = []

  private init(_ style: Style) {
    isPretty = style == .pretty
    isCanonical = style == .canonical
  }

  private mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: String(value).utf8)
    case .double(let value): output.append(contentsOf: Self.number(value).utf8)
    case .string(let value): write(value)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        begin(index, indentation: indentation + 2)
        write(element, indentation: indentation + 2)
      }
      end("]", isEmpty: elements.isEmpty, indentation: indentation)
    case .object(let object):
      var members = object.members
      if isCanonical { members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        begin(index, indentation: indentation + 2)
        write(member.key)
        output.append(UInt8(ascii: ":"))
        if isPretty { output.append(.space) }
        write(member.value, indentation: indentation + 2)
      }
      end("}", isEmpty: members.isEmpty, indentation: indentation)
    }
  }

  /// Writes what comes before the element at `index`.
  private mutating func begin(_ index: Int, indentation: Int) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    if isPretty { newLine(indentation) }
  }

  private mutating func end(_ bracket: Character, isEmpty: Bool, indentation: Int) {
    if isPretty, !isEmpty { newLine(indentation) }
    output.append(contentsOf: bracket.utf8)
  }

  private mutating func newLine(_ indentation: Int) {
    output.append(.lineFeed)
    output.append(contentsOf: repeatElement(.space, count: indentation))
  }

  private static func number(_ value: Double) -> String {
    // A whole double is written as an integer, so that reading it back compares equal.
    if let whole = Int(exactly: value) { return String(whole) }
    return value.isFinite ? "\(value)" : "null"
  }

  private mutating func write(_ text: String) {
    output.append(UInt8(ascii: "\""))
    var scalars = text.unicodeScalars.makeIterator()
    var former: Unicode.Scalar?
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "\"": output.append(contentsOf: [0x5C, 0x22])
      case "\\": output.append(contentsOf: [0x5C, 0x5C])
      case "\n": output.append(contentsOf: "\\n".utf8)
      case "\r": output.append(contentsOf: "\\r".utf8)
      case "\t": output.append(contentsOf: "\\t".utf8)
      case " "..."~": output.append(UInt8(scalar.value))
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": escape(scalar)
      case _ where !isCanonical && HiddenScalars.contains(scalar, after: former, before: next):
        escape(scalar)
      default: output.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
      }
      former = scalar
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
      let digits = String(unit, radix: 16)
      output.append(contentsOf: "\\u".utf8)
      output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      output.append(contentsOf: digits.utf8)
    }
  }
}
