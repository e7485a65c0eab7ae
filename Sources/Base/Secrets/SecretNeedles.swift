/// The texts to look for so that one secret is found: all of it and each of its lines, since programs
/// print them, plain, in hexadecimal digits, and within the Base64 of a longer text, such as
/// `user:secret` in a header.
enum SecretNeedles {
  /// Fewer characters of Base64 would be found by chance.
  private static let leastEncoded = 7

  static func of(_ value: String) -> [[UInt8]] {
    let lines = value.split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    let plain = Set(([value] + lines).map { Array($0.utf8) }).filter {
      $0.count >= Redaction.leastBytes
    }
    let whole = Array(value.utf8)
    let digits = ["0123456789abcdef", "0123456789ABCDEF"]
    let encoded = base64(whole).union(digits.map { hex(whole, $0) })
    return plain.union(encoded).sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func hex(_ bytes: [UInt8], _ digits: String) -> [UInt8] {
    let digits = Array(digits.utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// Without the characters at both ends in which other bytes have a part, for each of the three
  /// places that the bytes may have in a group, in either alphabet.
  private static func base64(_ bytes: [UInt8]) -> Set<[UInt8]> {
    var needles: Set<[UInt8]> = []
    for offset in 0..<3 {
      let padded = [UInt8](repeating: 0, count: offset) + bytes
      let first = (offset * 8 + 5) / 6
      let last = padded.count * 8 / 6
      guard last - first >= leastEncoded else { continue }
      for alphabet in alphabets {
        needles.insert((first..<last).map { alphabet[sextet($0, of: padded)] })
      }
    }
    return needles
  }

  private static let alphabets = ["+/", "-_"].map { special in
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(special)".utf8)
  }

  private static func sextet(_ index: Int, of bytes: [UInt8]) -> Int {
    let bit = index * 6
    let high = Int(bytes[bit / 8])
    let low = bit / 8 + 1 < bytes.count ? Int(bytes[bit / 8 + 1]) : 0
    return (high << 8 | low) >> (10 - bit % 8) & 63
  }
}
