package import Base

/// Where a reader of the world stands, in a short text: which contents of which items it has seen.
///
/// 32 bits an item, so that two reads can be compared without any memory in between and without a
/// clock (docs/decisions/0008-wait-token.md).
package struct WorldToken: Sendable, Equatable {
  private let seen: Set<UInt32>

  package init(_ items: [Item]) { seen = Set(items.map(Self.hash)) }

  /// Those of `items` whose content this token has not seen.
  package func newer(_ items: [Item]) -> [Item] {
    items.filter { !seen.contains(Self.hash($0)) }
  }

  /// FNV-1a: a collision hides one change in four thousand million, and an attacker gains nothing
  /// by it.
  private static func hash(_ item: Item) -> UInt32 {
    let hash = Digest.fnv1a("\(item.name)\u{0}\(item.fingerprint.text)")
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }

  // MARK: As text

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// `w1.` and six characters an item.
  package var text: String {
    var output = Array("w1.".utf8)
    for word in seen.sorted() {
      for shift in stride(from: 30, through: 0, by: -6) {
        output.append(Self.digits[Int(word >> UInt32(shift)) & 63])
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Throws `E_TOKEN` (usage) when `text` is no token.
  package init(text: String) throws(LooopError) {
    let problem = LooopError(
      .usage, code: "E_TOKEN", "That is not a token of `state` or `wait`.",
      hint: "Take `token` from the output of `looop state --json`.")
    guard text.hasPrefix("w1."), (text.utf8.count - 3) % 6 == 0 else { throw problem }
    var seen: Set<UInt32> = []
    var word: UInt32 = 0
    for (index, byte) in text.utf8.dropFirst(3).enumerated() {
      guard let digit = Self.digits.firstIndex(of: byte) else { throw problem }
      word = word << 6 | UInt32(digit)
      if index % 6 == 5 {
        seen.insert(word)
        word = 0
      }
    }
    self.seen = seen
  }
}
