internal import Base

/// Decodes keys from what a terminal in raw mode sends: UTF-8, control characters, and the
/// sequences of ECMA-48 and xterm. Ignores other bytes.
struct KeyDecoder {
  /// A longer sequence is noise.
  private static let longest = 32
  private static let escape: UInt8 = 0x1B

  private var pending: [UInt8] = []

  /// The Escape key, or the first byte of an incomplete sequence; `flush` decides after a while.
  var isWaiting: Bool { pending.first == Self.escape }

  mutating func read(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    var rest = pending[...]
    while !rest.isEmpty, let (key, length) = Self.next(rest) {
      if let key { keys.append(key) }
      rest = rest.dropFirst(length)
    }
    pending = Array(rest)
    return keys
  }

  /// Ends the input: a pending Escape was the key.
  mutating func flush() -> [Key] {
    defer { pending = [] }
    return pending == [Self.escape] ? [.escape] : []
  }

  /// The first key of `bytes` and how many bytes it uses; nil when it is incomplete.
  private static func next(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    let first = bytes[bytes.startIndex]
    switch first {
    case escape: return sequence(bytes)
    case 0x0A, 0x0D: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x08, 0x7F: return (.backspace, 1)
    case 0x01...0x1A: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
    case 0..<0x20: return (.unknown, 1)
    default: return character(bytes)
    }
  }

  private static func character(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    let length =
      switch bytes[bytes.startIndex] {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0 else { return (nil, 1) }
    let own = bytes.prefix(length)
    // Drops a malformed sequence up to the start of the next one.
    if let odd = own.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return (nil, odd - bytes.startIndex)
    }
    guard own.count == length else { return nil }
    guard let text = String(validating: own, as: UTF8.self), let character = text.first else {
      return (nil, length)
    }
    return (.text(character), length)
  }

  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    let begin = bytes.startIndex
    guard bytes.count > 1 else { return nil }
    switch bytes[begin + 1] {
    case escape: return (.escape, 1)
    case UInt8(ascii: "O"):
      guard bytes.count > 2 else { return nil }
      return (key(final: bytes[begin + 2], parameter: 0), 3)
    case UInt8(ascii: "["):
      let body = bytes.dropFirst(2)
      guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return bytes.count > longest ? (.unknown, bytes.count) : nil
      }
      if body.first == UInt8(ascii: "M") {
        // A mouse as it was first reported: three bytes follow, the first says what happened.
        guard bytes.count > 5 else { return nil }
        return (wheel(Int(bytes[begin + 3]) - 32), 6)
      }
      let isMouse = body.first == UInt8(ascii: "<")
      let digits = body[..<end].dropFirst(isMouse ? 1 : 0).prefix(while: \.isDigit)
      let parameter = Int(String(decoding: digits.prefix(4), as: UTF8.self)) ?? 0
      let pressed =
        isMouse
        ? bytes[end] == UInt8(ascii: "M") ? wheel(parameter) : .unknown
        : key(final: bytes[end], parameter: parameter)
      return (pressed, end - begin + 1)
    // Alt and a key.
    default: return (.unknown, 2)
    }
  }

  /// What a mouse did, by the number of its button; three bits of it are keys held meanwhile.
  private static func wheel(_ button: Int) -> Key {
    switch button & ~0b11100 {
    case 64: .wheelUp
    case 65: .wheelDown
    default: .unknown
    }
  }

  private static func key(final: UInt8, parameter: Int) -> Key {
    switch (final, parameter) {
    case (UInt8(ascii: "A"), _): .up
    case (UInt8(ascii: "B"), _): .down
    case (UInt8(ascii: "C"), _): .right
    case (UInt8(ascii: "D"), _): .left
    case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), 1), (UInt8(ascii: "~"), 7): .home
    case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), 4), (UInt8(ascii: "~"), 8): .end
    case (UInt8(ascii: "~"), 3): .delete
    case (UInt8(ascii: "~"), 5): .pageUp
    case (UInt8(ascii: "~"), 6): .pageDown
    case (UInt8(ascii: "~"), 200): .pasteBegins
    case (UInt8(ascii: "~"), 201): .pasteEnds
    default: .unknown
    }
  }
}
