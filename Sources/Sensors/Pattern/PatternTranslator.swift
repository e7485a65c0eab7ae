/// Rewrites a pattern of JSON Schema for the C library, and refuses by name what POSIX has not or
/// what two systems take differently.
struct PatternTranslator {
  typealias Problem = Pattern.Problem

  private let input: [Unicode.Scalar]
  var at = 0
  private var output: [UInt8] = []

  /// The pattern in the C library's words.
  static func translated(_ text: String) throws(Problem) -> [UInt8] {
    guard !text.isEmpty else { return Array("^".utf8) }
    var translator = PatternTranslator(input: Array(text.unicodeScalars))
    if let place = translator.input.firstIndex(of: "\0") {
      throw translator.problem("a NUL character, which no text here holds", at: place)
    }
    let whole = try translator.alternatives()
    guard translator.current == nil else {
      throw translator.problem("a ')' without its '('; write \\) for the character")
    }
    try demand(whole.size, at: 0)
    // Without a `^` the library starts anew at every byte of a text, so it gets one, and any bytes
    // after it. A pattern's own `^` must then stay the first.
    if whole.hasStart { return translator.output }
    return Array("^.*(".utf8) + translator.output + Array(")".utf8)
  }

  private init(input: [Unicode.Scalar]) { self.input = input }

  // MARK: - Reading and writing

  var current: Unicode.Scalar? { at < input.count ? input[at] : nil }

  /// The scalar after this one.
  var following: Unicode.Scalar? { at + 1 < input.count ? input[at + 1] : nil }

  /// Takes the scalar that stands here.
  mutating func next() -> Unicode.Scalar? {
    guard let scalar = current else { return nil }
    at += 1
    return scalar
  }

  /// Takes `text` if it stands here.
  mutating func skip(_ text: String) -> Bool {
    guard input[at...].starts(with: text.unicodeScalars) else { return false }
    at += text.unicodeScalars.count
    return true
  }

  mutating func write(_ text: String) { output += Array(text.utf8) }

  /// A failure here, or at another place, counted from 0.
  func problem(_ message: String, at place: Int? = nil) -> Problem {
    Problem(place: (place ?? at) + 1, message: message)
  }

  // MARK: - Structure

  /// What was made of a part of the pattern.
  private struct Part {
    /// How many elements it is for the C library.
    var size = 0
    /// Whether there is a `^` in it, and a `$`.
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

  /// In the middle of a pattern places mean nothing, and glibc finds them at any line feed there.
  private mutating func sequence() throws(Problem) -> Part {
    var whole = Part()
    let start = at
    while let scalar = current, scalar != "|", scalar != ")" {
      let place = at
      if whole.hasEnd { throw problem("'$' must be the last, and here more follows", at: place) }
      let part = try repeated()
      if part.hasStart, place > start {
        throw problem("'^' must be the first, and here more precedes", at: place)
      }
      whole.add(part)
    }
    guard at > start else {
      throw problem("nothing stands here; make what may be absent optional with '?'")
    }
    return whole
  }

  private mutating func repeated() throws(Problem) -> Part {
    let start = at
    var part = try element()
    let end = at
    guard let times = try repetition() else { return part }
    if part.hasStart || part.hasEnd {
      throw problem("a repetition of '^' or '$', which are places", at: end)
    }
    switch current {
    case "?": throw problem("a lazy repetition; the same texts match without this '?'")
    case "*", "+", "{": throw problem("a repetition of a repetition; put the first one into '(…)'")
    default: break
    }
    part.size *= max(1, times)
    try Self.demand(part.size, at: start)
    return part
  }

  private static func demand(_ size: Int, at place: Int) throws(Problem) {
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

  /// What a group is that starts with a question mark.
  private mutating func special() -> String {
    if skip("?=") || skip("?!") { return "POSIX has no look-ahead" }
    if skip("?<=") || skip("?<!") { return "POSIX has no look-behind" }
    if skip("?<") || skip("?P<") { return "POSIX has no named groups; leave the name out" }
    return "POSIX has no groups with flags"
  }
}
