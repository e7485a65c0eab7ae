/// For text that is read byte by byte as ASCII: Swift's own character classes contain the letters
/// and digits of all scripts.
extension UInt8 {
  package static let lineFeed: UInt8 = 0x0A
  package static let tab: UInt8 = 0x09
  package static let space: UInt8 = 0x20

  package var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

  package var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
  }

  /// A letter, a digit or `_`: the bytes of a variable's name.
  package var isNameByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}

extension Collection<UInt8> {
  package var isDigitsOnly: Bool { !isEmpty && allSatisfy(\.isDigit) }

  /// Whether a shell accepts it as the name of a variable.
  package var isVariableName: Bool { first?.isDigit == false && allSatisfy(\.isNameByte) }
}
