/// How many columns a scalar occupies, and which scalars join into one character. The rules of UAX #11
/// and of UAX #29 as far as terminals follow them; ambiguous width is narrow.
enum CharacterWidth {
  static let joiner: UInt32 = 0x200D
  static let emojiSelector: UInt32 = 0xFE0F

  static func of(_ scalar: UInt32) -> Int {
    switch scalar {
    case 0..<0x300: 1
    // The most frequent ranges skip the search: box drawing, kana, ideographs, syllables.
    case 0x2500..<0x25A0: 1
    case 0x3041..<0x3097, 0x3400..<0xA000, 0xAC00..<0xD7A4: 2
    default:
      if contains(WidthTables.wide, scalar) {
        2
      } else if contains(WidthTables.zero, scalar) {
        0
      } else {
        1
      }
    }
  }

  /// Becomes two columns wide when the emoji selector follows.
  static func isWidenedBySelector(_ scalar: UInt32) -> Bool {
    contains(WidthTables.emoji, scalar)
  }

  /// An emoji to which a skin tone or, over a joiner, another emoji is attached. Close to
  /// Extended_Pictographic: what can be emoji at all, without digits and signs.
  static func isPictographic(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xA9, 0xAE, 0x3030, 0x303D, 0x3297, 0x3299: true
    case _ where isRegionalIndicator(scalar): false
    case 0x203C..<0x2E80, 0x1F000..<0x1FB00:
      contains(WidthTables.emoji, scalar) || contains(WidthTables.wide, scalar)
    default: false
    }
  }

  /// Half of a flag.
  static func isRegionalIndicator(_ scalar: UInt32) -> Bool {
    0x1F1E6...0x1F1FF ~= scalar
  }

  static func isSkinTone(_ scalar: UInt32) -> Bool {
    0x1F3FB...0x1F3FF ~= scalar
  }

  /// Direction marks and other invisible format characters. They are dropped: a screen shows none of
  /// them, and in a report they could reverse the text.
  static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x061C, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  /// What some terminals show nothing of, too: soft hyphens, fillers, marks within a text, tags. On a
  /// program's screen they keep their columns; nothing of looop's own draws them.
  static func isUnseen(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x34F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x2028...0x2029, 0x3164, 0xFFA0,
      0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE001F, 0xE0080...0xE0FFF:
      true
    default: isInvisible(scalar)
    }
  }

  /// Whether the number of bounds at or before `scalar` is odd.
  private static func contains(_ bounds: [UInt32], _ scalar: UInt32) -> Bool {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] <= scalar { low = middle + 1 } else { high = middle }
    }
    return low % 2 == 1
  }
}
