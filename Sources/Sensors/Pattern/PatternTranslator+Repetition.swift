extension PatternTranslator {
  // The largest count that Apple's library accepts.
  private static let largestCount = 255

  /// Translates a repetition. Returns how often the C library expands the repeated part; nil without a
  /// repetition.
  mutating func repetition() throws(Problem) -> Int? {
    for mark in ["*", "?", "+"] where skip(mark) {
      write(mark)
      // The library expands `a+` to `aa*`.
      return mark == "+" ? 2 : 1
    }
    let start = at
    guard skip("{") else { return nil }
    let least = try count()
    let isRange = skip(",")
    let most = isRange ? try count() : least
    guard let least, skip("}") else {
      throw problem(
        "a repetition must be {2}, {2,} or {2,5}; write \\{ for the character", at: start)
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
