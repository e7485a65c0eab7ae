extension PatternTranslator {
  // Apple's library takes no larger one.
  private static let largestCount = 255

  /// How many times the C library writes out what is repeated; nil when nothing is.
  mutating func repetition() throws(Problem) -> Int? {
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
}
