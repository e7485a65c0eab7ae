// The standard library's own `contains(_: String)`, `replacing` and `firstRange(of:)` live in the
// regular expression engine: 1.3 MB of binary and a fifth of the start-up time
// (docs/decisions/0012-no-regex-engine.md).
extension StringProtocol {
  /// The first place where `text` stands, compared byte by byte.
  public func firstPlace(of text: String) -> Range<Index>? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return startIndex..<startIndex }
    var at = utf8.startIndex
    while at < utf8.endIndex {
      if utf8[at] == first, utf8[at...].starts(with: wanted) {
        return at..<utf8.index(at, offsetBy: wanted.count)
      }
      at = utf8.index(after: at)
    }
    return nil
  }

  /// Whether `text` stands anywhere in it.
  public func includes(_ text: String) -> Bool { firstPlace(of: text) != nil }

  /// With every `text` replaced.
  public func substituting(_ text: String, with replacement: String) -> String {
    var result = ""
    var rest = self[...]
    while !text.isEmpty, let place = rest.firstPlace(of: text) {
      result += rest[..<place.lowerBound]
      result += replacement
      rest = rest[place.upperBound...]
    }
    return result + rest
  }
}
