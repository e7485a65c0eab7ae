/// Rewrites a pattern of JSON Schema for the C library, and refuses by name what POSIX has not or
/// what two systems take differently.
struct PatternTranslator {
  typealias Problem = Pattern.Problem

  private let input: [Unicode.Scalar]
  var at = 0
  private var output: [UInt8] = []

  // Apple's library takes no larger one.
  private static let largestCount = 255

  /// The pattern in the C library's words.
  static func translated(_ text: String) throws(Problem) -> [UInt8] {
    guard !text.isEmpty else { return Array("^".utf8) }
    var translator = PatternTranslator(input: Array(text.unicodeScalars))
    // Anchored, after any bytes: else the library starts anew at every byte of the text.
    translator.write("^.*(")
    let size = try translator.alternatives()
    guard translator.current == nil else {
      throw translator.problem("a ')' without its '('; write \\) for the character")
    }
    translator.write(")")
    try demand(size, at: 0)
    return translator.output
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

  private mutating func write(_ text: String) { output += Array(text.utf8) }

  /// A failure here, or at another place, counted from 0.
  func problem(_ message: String, at place: Int? = nil) -> Problem {
    Problem(place: (place ?? at) + 1, message: message)
  }

  // MARK: - Structure

  // Each part gives its size: how many elements the C library makes of it.

  private mutating func alternatives() throws(Problem) -> Int {
    var size = try sequence()
    while skip("|") {
      write("|")
      size += try sequence()
    }
    return size
  }

  private mutating func sequence() throws(Problem) -> Int {
    var size = 0
    let start = at
    while let scalar = current, scalar != "|", scalar != ")" { size += try repeated() }
    guard at > start else {
      throw problem("nothing stands here; make what may be absent optional with '?'")
    }
    return size
  }

  private mutating func repeated() throws(Problem) -> Int {
    let start = at
    let single = try element()
    let end = at
    guard let times = try repetition() else { return single }
    guard input[start] != "^", input[start] != "$" else {
      throw problem("'\(input[start])' is a place, which nothing can repeat", at: end)
    }
    switch current {
    case "?": throw problem("a lazy repetition; the same texts match without this '?'")
    case "*", "+", "{": throw problem("a repetition of a repetition; put the first one into '(…)'")
    default: break
    }
    let size = single * max(1, times)
    try Self.demand(size, at: start)
    return size
  }

  private static func demand(_ size: Int, at place: Int) throws(Problem) {
    guard size > Pattern.sizeLimit else { return }
    throw Problem(
      place: place + 1,
      message: "\(size) elements with its repetitions written out, "
        + "\(Pattern.sizeLimit) are allowed")
  }

  /// How many times the C library writes out what is repeated; nil when nothing is.
  private mutating func repetition() throws(Problem) -> Int? {
    for mark in ["*", "?", "+"] where skip(mark) {
      write(mark)
      // It makes `aa*` of `a+`.
      return mark == "+" ? 2 : 1
    }
    let start = at
    guard skip("{") else { return nil }
    let least = try count()
    let isRange = skip(",")
    let most = isRange ? try count() : least
    guard let least, skip("}") else {
      throw problem(
        "no repetition such as {2}, {2,} or {2,5}; write \\{ for the character", at: start)
    }
    if let most, most < least {
      throw problem("{\(least),\(most)} ends before it begins", at: start)
    }
    let end = isRange ? "," + (most.map { String($0) } ?? "") : ""
    write("{\(least)\(end)}")
    return most ?? least + 1
  }

  private mutating func count() throws(Problem) -> Int? {
    let start = at
    var count: Int?
    while let digit = current, ("0"..."9").contains(digit) {
      at += 1
      let sum = (count ?? 0) * 10 + Int(digit.value - 0x30)
      guard sum <= Self.largestCount else {
        throw problem("a repetition of more than \(Self.largestCount)", at: start)
      }
      count = sum
    }
    return count
  }

  private mutating func element() throws(Problem) -> Int {
    switch current {
    case "(": return try group()
    case "^", "$":
      write(next() == "^" ? "^" : "$")
      return 1
    case "*", "+", "?", "{": throw problem("nothing to repeat; write \\ before the character")
    case "[": return put(.oneOf(try brackets()))
    case "\\": return put(try escape())
    case let scalar?:
      at += 1
      return put(scalar == "." ? .oneOf(.inLine) : .scalar(scalar))
    case nil: return 0
    }
  }

  private mutating func put(_ element: PatternElement) -> Int {
    output += element.expression
    return element.size
  }

  private mutating func group() throws(Problem) -> Int {
    let start = at
    at += 1
    if !skip("?:"), current == "?" { throw problem(special(), at: start) }
    write("(")
    let size = try alternatives()
    guard skip(")") else { throw problem("a '(' without its ')'", at: start) }
    write(")")
    return size
  }

  /// What a group is that starts with a question mark.
  private mutating func special() -> String {
    if skip("?=") || skip("?!") { return "POSIX has no look-ahead" }
    if skip("?<=") || skip("?<!") { return "POSIX has no look-behind" }
    if skip("?<") || skip("?P<") { return "POSIX has no named groups; leave the name out" }
    return "POSIX has no groups with flags"
  }
}
