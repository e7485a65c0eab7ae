/// Translates a pattern of JSON Schema for the C library. Refuses, with its name, what POSIX does not
/// have or what systems treat differently.
struct PatternTranslator {
  typealias Problem = Pattern.Problem

  private let input: [Unicode.Scalar]
  var at = 0
  private var output: [UInt8] = []

  /// The pattern in the C library's syntax.
  static func translated(_ text: String) throws(Problem) -> [UInt8] {
    guard !text.isEmpty else { return Array("^".utf8) }
    var translator = PatternTranslator(input: Array(text.unicodeScalars))
    if let place = translator.input.firstIndex(of: "\0") {
      throw translator.problem("a NUL character never matches", at: place)
    }
    let whole = try translator.alternatives()
    guard translator.current == nil else {
      throw translator.problem("a ')' without its '('; write \\) for the character")
    }
    try checkSize(whole.size, at: 0)
    // Without a `^` the library starts over at every byte of a text, so the pattern gets `^.*`. Its own
    // `^` must then come first.
    if whole.hasStart { return translator.output }
    return Array("^.*(".utf8) + translator.output + Array(")".utf8)
  }

  private init(input: [Unicode.Scalar]) { self.input = input }

  // MARK: - Reading and writing

  var current: Unicode.Scalar? { at < input.count ? input[at] : nil }

  /// The scalar after this one.
  var following: Unicode.Scalar? { at + 1 < input.count ? input[at + 1] : nil }

  /// Consumes the current scalar.
  mutating func next() -> Unicode.Scalar? {
    guard let scalar = current else { return nil }
    at += 1
    return scalar
  }

  /// Consumes `text` if it comes next.
  mutating func skip(_ text: String) -> Bool {
    guard input[at...].starts(with: text.unicodeScalars) else { return false }
    at += text.unicodeScalars.count
    return true
  }

  mutating func write(_ text: String) { output += Array(text.utf8) }

  /// A problem here, or at `place`, counted from 0.
  func problem(_ message: String, at place: Int? = nil) -> Problem {
    Problem(place: (place ?? at) + 1, message: message)
  }

  // MARK: - Structure

  /// A translated part of the pattern.
  private struct Part {
    /// Its number of elements for the C library.
    var size = 0
    /// Whether it has a `^`, and a `$`.
    var hasStart = false
    var hasEnd = false

    mutating func add(_ other: Part) {
      size += other.size
      hasStart = hasStart || other.hasStart
      hasEnd = hasEnd || other.hasEnd
    }
  }

  private mutating func alternatives() throws(Problem) -> Part {
    var whole = try sequence()
    while skip("|") {
      write("|")
      whole.add(try sequence())
    }
    return whole
  }

  /// Anchors are allowed only at the ends: elsewhere they match nothing, or in glibc at line feeds.
  private mutating func sequence() throws(Problem) -> Part {
    var whole = Part()
    let start = at
    while let scalar = current, scalar != "|", scalar != ")" {
      let place = at
      if whole.hasEnd { throw problem("'$' must come last, but more follows", at: place) }
      let part = try repeated()
      if part.hasStart, place > start {
        throw problem("'^' must come first, but more precedes it", at: place)
      }
      whole.add(part)
    }
    guard at > start else {
      throw problem("an empty alternative; mark what may be absent with '?'")
    }
    return whole
  }

  private mutating func repeated() throws(Problem) -> Part {
    let start = at
    var part = try element()
    let end = at
    guard let times = try repetition() else { return part }
    if part.hasStart || part.hasEnd {
      throw problem("'^' and '$' cannot be repeated", at: end)
    }
    switch current {
    case "?":
      throw problem("lazy repetition is not supported; without this '?' the same texts match")
    case "*", "+", "{": throw problem("a repetition of a repetition; put the first one into '(…)'")
    default: break
    }
    part.size *= max(1, times)
    try Self.checkSize(part.size, at: start)
    return part
  }

  private static func checkSize(_ size: Int, at place: Int) throws(Problem) {
    guard size > Pattern.sizeLimit else { return }
    throw Problem(
      place: place + 1,
      message: "\(size) elements with its repetitions written out, "
        + "\(Pattern.sizeLimit) are allowed")
  }

  private mutating func element() throws(Problem) -> Part {
    switch current {
    case "(": return try group()
    case "^", "$":
      let isStart = skip("^")
      if !isStart { at += 1 }
      write(isStart ? "^" : "$")
      return Part(size: 1, hasStart: isStart, hasEnd: !isStart)
    case "*", "+", "?", "{": throw problem("nothing to repeat; write \\ before the character")
    case "[": return put(.oneOf(try brackets()))
    case "\\": return put(try escape())
    case let scalar?:
      at += 1
      return put(scalar == "." ? .oneOf(.inLine) : .scalar(scalar))
    case nil: return Part()
    }
  }

  private mutating func put(_ element: PatternElement) -> Part {
    output += element.expression
    return Part(size: element.size)
  }

  private mutating func group() throws(Problem) -> Part {
    let start = at
    at += 1
    if !skip("?:"), current == "?" { throw problem(special(), at: start) }
    write("(")
    let whole = try alternatives()
    guard skip(")") else { throw problem("a '(' without its ')'", at: start) }
    write(")")
    return whole
  }

  /// Names the unsupported kind of a group that starts with a question mark.
  private mutating func special() -> String {
    if skip("?=") || skip("?!") { return "POSIX has no look-ahead" }
    if skip("?<=") || skip("?<!") { return "POSIX has no look-behind" }
    if skip("?<") || skip("?P<") { return "POSIX has no named groups; leave the name out" }
    return "POSIX has no groups with flags"
  }
}
