/// Decodes characters from bytes that may be split or malformed anywhere. Malformed bytes
/// give U+FFFD as the Unicode Standard recommends ("maximal subparts"), as `String(decoding:)` does.
struct UTF8Decoder: Sendable, Equatable {
  static let replacement: UInt32 = 0xFFFD

  private var value: UInt32 = 0
  private var missing = 0
  /// The range of the next byte: rules out overlong forms, surrogates and beyond U+10FFFF.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  var isIdle: Bool { missing == 0 }

  /// Whether an unfinished character is not continued by `byte`.
  func isBroken(by byte: UInt8) -> Bool {
    missing > 0 && !allowed.contains(byte)
  }

  mutating func reset() {
    self = UTF8Decoder()
  }

  /// The character that `byte` completes. Check `isBroken(by:)` first.
  mutating func decode(_ byte: UInt8) -> UInt32? {
    if missing > 0 {
      value = value << 6 | UInt32(byte & 0x3F)
      missing -= 1
      allowed = 0x80...0xBF
      return missing == 0 ? value : nil
    }
    switch byte {
    case 0..<0x80: return UInt32(byte)
    case 0xC2...0xDF: begin(byte & 0x1F, missing: 1)
    case 0xE0...0xEF: begin(byte & 0x0F, missing: 2)
    case 0xF0...0xF4: begin(byte & 0x07, missing: 3)
    default: return Self.replacement
    }
    switch byte {
    case 0xE0: allowed = 0xA0...0xBF
    case 0xED: allowed = 0x80...0x9F
    case 0xF0: allowed = 0x90...0xBF
    case 0xF4: allowed = 0x80...0x8F
    default: break
    }
    return nil
  }

  private mutating func begin(_ bits: UInt8, missing: Int) {
    value = UInt32(bits)
    self.missing = missing
  }
}
