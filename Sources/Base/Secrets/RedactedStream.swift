/// Redacts what arrives in pieces: what may be the beginning of a secret waits for what follows it.
package struct RedactedStream {
  /// A longer rest is no secret that was cut.
  private static let longestRest = 256 << 10

  private var rest: [UInt8] = []

  package init() {}

  /// What is certain of `piece` and of what waited, without secrets.
  package mutating func add(_ piece: ArraySlice<UInt8>, _ redaction: Redaction) -> [UInt8] {
    rest += piece
    let count =
      rest.count > Self.longestRest + piece.count ? rest.count : redaction.wholeCount(of: rest)
    defer { rest.removeFirst(count) }
    return redaction.bytes(Array(rest[..<count]))
  }

  /// What waited, where nothing follows.
  package mutating func finish(_ redaction: Redaction) -> [UInt8] {
    defer { rest = [] }
    return redaction.bytes(rest)
  }
}
