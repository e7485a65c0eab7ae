/// Redacts what arrives in pieces: what may be the beginning of a secret waits for what follows it.
package struct RedactedStream {
  /// A longer rest is no secret that was cut.
  private static let longestRest = 256 << 10

  /// The end of a line that was passed on: a secret that its first bytes began goes on in the next one.
  private static let longestBeginning = 5

  private var rest: [UInt8] = []
  private var former: [UInt8] = []

  package init() {}

  /// What is certain of `piece` and of what waited, without secrets.
  package mutating func add(_ piece: ArraySlice<UInt8>, _ redaction: Redaction) -> [UInt8] {
    rest += piece
    let whole = redaction.wholeCount(of: former + rest) - former.count
    let count = rest.count > Self.longestRest + piece.count ? rest.count : max(0, whole)
    defer { rest.removeFirst(count) }
    return passOn(rest[..<count], redaction)
  }

  private mutating func passOn(_ bytes: ArraySlice<UInt8>, _ redaction: Redaction) -> [UInt8] {
    if bytes.isEmpty { return [] }
    let shown = redaction.bytes(former + bytes)
    let same = zip(former, shown).prefix { $0 == $1 }.count
    former = bytes.last == .lineFeed ? Array(bytes.suffix(Self.longestBeginning)) : []
    return Array(shown[same...])
  }

  /// What waits, for a look at it before it is certain: without what begins like a secret.
  package func waiting(_ redaction: Redaction) -> [UInt8] { redaction.part(rest) }

  /// What waited, where nothing follows.
  package mutating func finish(_ redaction: Redaction) -> [UInt8] {
    defer { rest = [] }
    return passOn(rest[...], redaction)
  }
}
