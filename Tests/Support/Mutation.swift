/// Damage to the bytes of a file, as slips, half writes and malice do it.
public enum Mutation {
  /// What means something in YAML, JSON or a list of variables, or is nowhere allowed.
  private static let pieces: [[UInt8]] =
    [
      ":", ": ", "\n", "\r\n", "  ", "- ", "[", "]", "{", "}", ",", "&a ", "*a", "!", "!!str ", "|",
      ">", "? ", "# ", "\"", "'", "\\", "\t", "\u{0}", "9", "-", "99999999999999999999", "0x1",
      "1e999", "~", "null", "true", "---\n", "...\n", "<<: ", "%YAML 1.2\n", "x-", "*", "/", "=",
      "\u{FEFF}", "\u{85}", "\u{2028}", "\u{1F600}", "\u{1B}[31m",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF5]]

  public static func damage(_ bytes: inout [UInt8], times: Int, _ chance: inout SeededRandom) {
    for _ in 0..<times {
      let at = Int.random(in: 0...bytes.count, using: &chance)
      let end = min(bytes.count, at + Int.random(in: 1...20, using: &chance))
      switch Int.random(in: 0..<7, using: &chance) {
      case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &chance)
      case 1: bytes.removeSubrange(at..<end)
      case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
      case 3: bytes.removeSubrange(at...)
      case 4: swapLines(&bytes, &chance)
      default: bytes.insert(contentsOf: pieces.randomElement(using: &chance) ?? [], at: at)
      }
    }
  }

  private static func swapLines(_ bytes: inout [UInt8], _ chance: inout SeededRandom) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let one = lines.indices.randomElement(using: &chance) ?? 0
    let other = lines.indices.randomElement(using: &chance) ?? 0
    lines.swapAt(one, other)
    bytes = Array(lines.joined(separator: [0x0A]))
  }
}
