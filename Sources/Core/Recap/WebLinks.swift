internal import Base

/// The web addresses in someone else's text.
enum WebLinks {
  /// A longer one is left out: cut it would lead elsewhere.
  private static let longest = 2_000
  static let most = 20

  /// Each once, in the order of the text, at most `most`. Only `http` and `https`, and only printable
  /// ASCII: a letter of another alphabet ends it.
  static func all(in text: String) -> [String] {
    var links: [String] = []
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count, links.count < most {
      guard let length = schemeLength(bytes[place...]),
        place == 0 || !(bytes[place - 1].isLetter || bytes[place - 1].isDigit)
      else {
        place += 1
        continue
      }
      let end = bytes[(place + length)...].firstIndex { !isPart($0) } ?? bytes.count
      let link = trimmed(bytes[place..<end])
      place = end
      // A host begins with a letter, a digit or the bracket of an address.
      guard link.count > length, link.count <= longest,
        let host = link.dropFirst(length).first,
        host.isLetter || host.isDigit || host == UInt8(ascii: "[")
      else { continue }
      let found = String(decoding: link, as: UTF8.self)
      if !links.contains(found) { links.append(found) }
    }
    return links
  }

  private static let schemes = [Array("https://".utf8), Array("http://".utf8)]

  private static func schemeLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    schemes.first { bytes.starts(with: $0) }?.count
  }

  /// Whether a byte can be part of an address. Quotes, angle brackets and what Markdown puts around
  /// addresses end it.
  private static func isPart(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"<>\"'`{}|\\^*".utf8.contains(byte)
  }

  /// Without what ends a sentence or a bracket around it.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let last = bytes.last {
      guard ".,;:!?".utf8.contains(last) || isUnopened(last, in: bytes) else {
        break
      }
      bytes = bytes.dropLast()
    }
    return bytes
  }

  /// Whether `last` closes a bracket that the address did not open.
  private static func isUnopened(_ last: UInt8, in bytes: ArraySlice<UInt8>) -> Bool {
    let pairs = [(UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]"))]
    guard let pair = pairs.first(where: { $0.1 == last }) else { return false }
    return bytes.count { $0 == pair.1 } > bytes.count { $0 == pair.0 }
  }
}
