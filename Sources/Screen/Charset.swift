/// Which of the two sets is in use, and whether each is DEC's line drawing.
struct Charset: Sendable, Equatable {
  var drawsFirst = false
  var drawsSecond = false
  var isSecondActive = false

  var draws: Bool { isSecondActive ? drawsSecond : drawsFirst }

  /// What the bytes from `_` to `~` stand for (VT100 user guide, table 3-9).
  private static let drawing = Array(" ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars)

  func drawn(_ scalar: UInt32) -> UInt32 {
    guard draws, 0x5F...0x7E ~= scalar else { return scalar }
    return Self.drawing[Int(scalar - 0x5F)].value
  }
}
