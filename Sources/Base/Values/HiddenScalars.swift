/// Characters that a reader does not see, or that change what is seen around them.
enum HiddenScalars {
  /// Default_Ignorable_Code_Point of DerivedCoreProperties.txt, the same in Unicode 14.0 to 17.0:
  /// zero width characters, joiners, variation selectors, fillers, direction marks and tags. A range
  /// begins at each bound with an even index and ends before the next one.
  static let ignorable: [UInt32] = [
    0xAD, 0xAE, 0x34F, 0x350, 0x61C, 0x61D, 0x115F, 0x1161, 0x17B4, 0x17B6, 0x180B, 0x1810,
    0x200B, 0x2010, 0x202A, 0x202F, 0x2060, 0x2070, 0x3164, 0x3165, 0xFE00, 0xFE10,
    0xFEFF, 0xFF00, 0xFFA0, 0xFFA1, 0xFFF0, 0xFFF9, 0x1BCA0, 0x1BCA4, 0x1D173, 0x1D17B,
    0xE0000, 0xE1000,
  ]

  /// Whether `scalar` is shown as an escape between its neighbours. Line feeds and tabs are not.
  static func contains(
    _ scalar: Unicode.Scalar, after former: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    switch scalar.value {
    case 0x0A, 0x09, 0x20...0x7E: false
    case 0..<0xA0: true
    case 0xA1..<0xAD, 0xAE..<0x34F: false
    // Line separators, and the marks of annotations, which hide the text between them.
    case 0x2028, 0x2029, 0xFFF9...0xFFFB: true
    case 0xFE0F: !isOfEmoji(after: former, before: next)
    default: isIgnorable(scalar.value)
    }
  }

  /// Whether U+FE0F between the two makes one a picture, as in U+2764 U+FE0F; a row of them would be
  /// a text of its own.
  private static func isOfEmoji(
    after former: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let former, former.properties.isEmoji else { return false }
    return former.value >= 0xA9 || next == "\u{20E3}"
  }

  private static func isIgnorable(_ value: UInt32) -> Bool {
    var (low, high) = (0, ignorable.count)
    while low < high {
      let middle = (low + high) / 2
      if ignorable[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low % 2 == 1
  }
}
