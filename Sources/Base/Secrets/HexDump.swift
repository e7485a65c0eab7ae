/// Reads bytes that are written as hexadecimal digits with something between them: `4b:71`, `0x4b, 0x71`,
/// and the dumps of `xxd`, `hexdump` and `od`, with an address before each line and its text behind it.
struct HexDump {
  /// Fewer bytes are no secret.
  private static let least = Redaction.leastBytes
  /// Bytes on a line of a dump.
  private static let lineBytes = 16
  /// What may stand behind the bytes of a line, at most.
  static let longestColumn = 100

  private let text: Spelling.Text
  private var at = 0
  private var chain: [(byte: UInt8, at: Int)] = []
  /// Whether each group of the chain has four digits: `od` writes the second byte of two first.
  private var isOfPairs = true
  /// Whether the line begins with an address.
  private var isDump = false
  private var onLine = 0

  init(_ text: Spelling.Text) { self.text = text }

  /// Whether the line that begins at `start` is one of a dump, with its text behind the digits.
  static func hasColumn(lineFrom start: Int, in text: Spelling.Text) -> Bool {
    var dump = HexDump(text)
    dump.at = start
    dump.beginLine()
    return dump.isDump
  }

  /// Calls `add` with each byte, where its digits begin and where they end.
  mutating func read(_ add: (UInt8, Int, Int) -> Void) {
    beginLine()
    while at < text.count {
      let start = digits(from: at)
      if let end = group(start) {
        at = start
        take(to: end)
        if let start = continuation(after: end) { at = start } else { finish(add) }
        continue
      }
      if text[at] == .lineFeed {
        at += 1
        beginLine()
      } else {
        // A longer word is passed over as a whole.
        at += max(1, text[at...].prefix { $0.isNameByte }.count)
      }
    }
    finish(add)
  }

  private mutating func take(to end: Int) {
    isOfPairs = isOfPairs && end - at == 4
    for place in stride(from: at, to: end, by: 2) {
      chain.append((Self.digit(text[place]) << 4 | Self.digit(text[place + 1]), place))
    }
    onLine += (end - at) / 2
    at = end
  }

  private mutating func finish(_ add: (UInt8, Int, Int) -> Void) {
    if chain.count >= Self.least, let last = chain.last?.at {
      for digit in chain { add(digit.byte, digit.at, digit.at + 2) }
      add(0, last, last + 2)
      if isOfPairs {
        for index in chain.indices {
          let group = chain[index & ~1].at
          add(chain[index ^ 1].byte, group, group + 4)
        }
        add(0, last, last + 2)
      }
    }
    chain.removeAll(keepingCapacity: true)
    isOfPairs = true
  }

  /// Where the next group of the same bytes begins; nil where they end.
  private mutating func continuation(after end: Int) -> Int? {
    if !isDump || onLine < Self.lineBytes {
      var next = end
      next += text[next...].prefix(3).prefix { " \t:,;-.".utf8.contains($0) }.count
      next = digits(from: next)
      if next > end, group(next) != nil { return next }
    }
    let rest = text[end...].prefix(isDump ? Self.longestColumn : 4)
    guard let lineEnd = rest.firstIndex(of: .lineFeed),
      isDump || rest[..<lineEnd].allSatisfy({ $0 <= UInt8.space || $0 == UInt8(ascii: ",") })
    else { return nil }
    let wasDump = isDump
    at = lineEnd + 1
    beginLine()
    let start = digits(from: at)
    return isDump == wasDump && group(start) != nil ? start : nil
  }

  /// The place behind what marks digits as hexadecimal, if it stands at `start`.
  private func digits(from start: Int) -> Int {
    let rest = text[start...]
    return rest.starts(with: "0x".utf8) || rest.starts(with: #"\x"#.utf8) ? start + 2 : start
  }

  /// Goes on behind the bar, the blanks and the address with which the line at `at` begins.
  private mutating func beginLine() {
    onLine = 0
    isDump = false
    at += text[at...].prefix(12).prefix { " \t|".utf8.contains($0) }.count
    let digits = text[at...].prefix(17).prefix { Self.isDigit($0) }.count
    guard (6...16).contains(digits), at + digits < text.count else { return }
    let rest = text[(at + digits)...]
    let isAddress =
      rest.first == UInt8(ascii: ":") || rest.starts(with: "  ".utf8)
      || digits == 7 && rest.first == .space
    guard isAddress else { return }
    isDump = true
    at += digits + rest.prefix(6).prefix { $0 == .space || $0 == UInt8(ascii: ":") }.count
  }

  /// The end of the digits that begin at `start`, where they are those of whole bytes.
  private func group(_ start: Int) -> Int? {
    let digits = text[start...].prefix { Self.isDigit($0) }
    guard !digits.isEmpty, digits.count % 2 == 0,
      digits.endIndex == text.count || !text[digits.endIndex].isNameByte
    else { return nil }
    return digits.endIndex
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte.isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
      || UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
  }

  private static func digit(_ byte: UInt8) -> UInt8 {
    byte.isDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
  }
}
