/// A text in any spelling of a JSON string: each character plain or escaped (`\/`, `\"`, `\u00e9`).
struct JSONSpelling: Sendable, Equatable {
  enum Match: Equatable {
    case none
    /// The bytes end within it.
    case cut
    case whole(end: Int)
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let short: [UInt8: UInt32] = [
    UInt8(ascii: "\""): 0x22, backslash: 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "t"): 0x09,
  ]

  private let scalars: [(value: UInt32, bytes: [UInt8])]

  init(_ text: String) {
    scalars = text.unicodeScalars.map { ($0.value, Array($0.utf8)) }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.scalars.map(\.value) == right.scalars.map(\.value)
  }

  /// Whether `bytes` have it at `start`.
  func match(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Match {
    var at = start
    for scalar in scalars {
      guard at < bytes.count else { return .cut }
      if bytes[at] == Self.backslash {
        switch Self.escape(at: at, in: bytes) {
        case nil: return .cut
        case (scalar.value, let end)?: at = end
        case .some: return .none
        }
      } else {
        let rest = bytes[at...].prefix(scalar.bytes.count)
        guard scalar.bytes.starts(with: rest) else { return .none }
        guard rest.count == scalar.bytes.count else { return .cut }
        at += rest.count
      }
    }
    return .whole(end: at)
  }

  /// The scalar of the escape at `start`, nil within when it is invalid; nil when it is cut off.
  private static func escape(
    at start: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (value: UInt32?, end: Int)? {
    guard start + 1 < bytes.count else { return nil }
    guard bytes[start + 1] == UInt8(ascii: "u") else {
      return (short[bytes[start + 1]], start + 2)
    }
    guard start + 6 <= bytes.count else { return nil }
    let unit = self.unit(bytes[(start + 2)..<(start + 6)])
    guard let high = unit, (0xD800...0xDBFF).contains(high) else { return (unit, start + 6) }
    guard start + 12 <= bytes.count else { return nil }
    guard bytes[start + 6] == backslash, bytes[start + 7] == UInt8(ascii: "u"),
      let low = self.unit(bytes[(start + 8)..<(start + 12)]), (0xDC00...0xDFFF).contains(low)
    else { return (nil, start + 6) }
    return (0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), start + 12)
  }

  private static func unit(_ digits: some Collection<UInt8>) -> UInt32? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
