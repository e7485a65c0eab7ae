extension PatternTranslator {
  /// An escape, within brackets or outside.
  mutating func escape() throws(Problem) -> PatternElement {
    let start = at
    at += 1
    guard let letter = next() else { throw problem("nothing follows the '\\'", at: start) }
    switch letter {
    case "d": return .oneOf(.digits)
    case "D": return .oneOf(CharacterClass.digits.inverted)
    case "w": return .oneOf(.word)
    case "W": return .oneOf(CharacterClass.word.inverted)
    case "s": return .oneOf(.blanks)
    case "S": return .oneOf(CharacterClass.blanks.inverted)
    case "n": return .scalar("\n")
    case "r": return .scalar("\r")
    case "t": return .scalar("\t")
    case "v": return .scalar("\u{B}")
    case "f": return .scalar("\u{C}")
    case "x": return .scalar(try scalar(digits: 2, from: start))
    case "u": return .scalar(try scalar(digits: 4, from: start))
    case "b", "B": throw problem("POSIX has no word boundary ('\\\(letter)')", at: start)
    case "p", "P": throw problem("POSIX has no Unicode properties ('\\\(letter)')", at: start)
    case "1"..."9", "k": throw problem("no back references ('\\\(letter)')", at: start)
    case "0", "A"..."Z", "a"..."z":
      throw problem("'\\\(letter)' is not a known escape", at: start)
    default: return .scalar(letter)
    }
  }

  private mutating func scalar(digits: Int, from start: Int) throws(Problem) -> Unicode.Scalar {
    var code: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = next().flatMap({ $0.isASCII ? Character($0).hexDigitValue : nil }) else {
        throw problem("this escape needs \(digits) hexadecimal digits", at: start)
      }
      code = code << 4 | UInt32(digit)
    }
    guard code > 0, let scalar = Unicode.Scalar(code) else {
      throw problem("this escape is not a character", at: start)
    }
    return scalar
  }

  /// A class in brackets.
  mutating func brackets() throws(Problem) -> CharacterClass {
    let start = at
    at += 1
    let isInverted = skip("^")
    var characters = CharacterClass()
    while !skip("]") {
      guard current != nil else { throw problem("a '[' without its ']'", at: start) }
      characters.insert(try rangeOrOne())
    }
    if isInverted { return characters.inverted }
    guard !characters.isEmpty else {
      throw problem("'[]' matches nothing; write \\] for the character", at: start)
    }
    return characters
  }

  private mutating func rangeOrOne() throws(Problem) -> CharacterClass {
    let start = at
    let first = try member()
    guard current == "-", let following, following != "]" else { return Self.characters(first) }
    at += 1
    let last = try member()
    guard case .scalar(let lower) = first, case .scalar(let upper) = last else {
      throw problem("a range must end in single characters; write \\- for the hyphen", at: start)
    }
    guard lower <= upper else {
      throw problem("the range ends before it begins", at: start)
    }
    return CharacterClass(UInt8(ascii: lower)...UInt8(ascii: upper))
  }

  private mutating func member() throws(Problem) -> PatternElement {
    let start = at
    for mark in ["[:", "[.", "[="] where skip(mark) {
      throw problem("'\(mark)' starts a POSIX class; write \\d, \\w, \\s, or \\[", at: start)
    }
    let element = current == "\\" ? try escape() : .scalar(next() ?? "]")
    if case .scalar(let scalar) = element, !scalar.isASCII {
      throw problem("a character outside ASCII in brackets; write (é|è)", at: start)
    }
    return element
  }

  private static func characters(_ element: PatternElement) -> CharacterClass {
    switch element {
    case .oneOf(let characters): characters
    case .scalar(let scalar): CharacterClass([UInt8(ascii: scalar)])
    }
  }
}
