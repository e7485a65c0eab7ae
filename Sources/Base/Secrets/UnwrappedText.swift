/// A text with a layer of spelling taken off, and the place of each of its bytes in the text that it was
/// read from. What belongs to two texts is divided by a NUL, which no secret holds.
struct UnwrappedText {
  enum Layer: CaseIterable {
    case terminal, percent, entities, escapes, quotedPrintable, hexadecimal, base64

    /// Whether nothing of it is left once it is taken off.
    var isTakenOnce: Bool { self == .terminal || self == .hexadecimal }
  }

  private(set) var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var ends: [Int] = []
  private var layers: [Layer] = []

  /// Calls `body` with each form of `text` that has one layer less, or two, in any order of them:
  /// `Spelling` reads through more of some by itself. Their number is bounded, so the time of all of
  /// them grows with the text. Of a form there is only what is within `reach` of something taken off:
  /// the rest is as it was, and most of a long text is.
  static func each(
    of text: Spelling.Text, within reach: Int, _ body: (UnwrappedText) -> Void
  ) {
    for layer in Layer.allCases {
      guard let outer = UnwrappedText(layer, of: text, within: reach) else { continue }
      body(outer)
      outer.bytes.withUnsafeBufferPointer { bytes in
        for second in Layer.allCases where second != layer || !layer.isTakenOnce {
          if let inner = UnwrappedText(second, of: bytes, within: reach) {
            body(inner.placed(as: outer))
          }
        }
      }
    }
  }

  /// Nil when `text` has nothing of that layer.
  private init?(_ layer: Layer, of text: Spelling.Text, within reach: Int) {
    layers = [layer]
    switch layer {
    case .terminal: unwrap(text, UInt8(ascii: "\u{1B}"), within: reach, by: Self.sequence)
    case .percent: unwrap(text, UInt8(ascii: "%"), within: reach, by: Spelling.meaning)
    case .entities: unwrap(text, UInt8(ascii: "&"), within: reach, by: Spelling.meaning)
    case .escapes: unwrap(text, Spelling.backslash, within: reach, by: Spelling.meaning)
    case .quotedPrintable:
      unwrap(text, UInt8(ascii: "="), within: reach, by: Self.quotedPrintable)
    case .hexadecimal:
      var dump = HexDump(text)
      dump.read { self.add($0, from: $1, to: $2) }
    case .base64: readBase64(text)
    }
    if bytes.isEmpty { return nil }
  }

  /// The place in the text of the bytes at `range`, and of nothing around them.
  func place(of range: Range<Int>, in text: Spelling.Text) -> Range<Int> {
    let first = starts[range.lowerBound]
    var end = ends[range.upperBound - 1]
    // A dump prints the same bytes as text at the end of each line.
    if layers.contains(.hexadecimal), let lineFeed = text[first..<end].lastIndex(of: .lineFeed),
      HexDump.hasColumn(lineFrom: lineFeed + 1, in: text)
    {
      end += text[end...].prefix(HexDump.longestColumn).prefix { $0 != .lineFeed }.count
    }
    return first..<end
  }

  /// Where the byte at `index` begins in the text.
  func start(of index: Int) -> Int { starts[index] }

  /// The end in the text of the first `count` bytes.
  func end(ofFirst count: Int) -> Int { count > 0 ? ends[count - 1] : 0 }

  private func placed(as outer: UnwrappedText) -> UnwrappedText {
    var inner = self
    for index in bytes.indices {
      inner.starts[index] = outer.starts[starts[index]]
      inner.ends[index] = outer.ends[max(starts[index], ends[index] - 1)]
    }
    inner.layers = outer.layers + layers
    return inner
  }

  private mutating func add(_ byte: UInt8, from start: Int, to end: Int) {
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
  }

  /// What stands at a place, and where that ends; nil when it is only itself.
  private typealias Meaning = (Int, Spelling.Text) -> (bytes: [UInt8], end: Int)?

  /// Replaces what begins with `mark` by its meaning. Nothing is added when there is none.
  private mutating func unwrap(
    _ text: Spelling.Text, _ mark: UInt8, within reach: Int, by meaning: Meaning
  ) {
    var isChanged = false
    var copied = 0
    var at = 0
    while let place = text[at...].firstIndex(of: mark) {
      at = place + 1
      guard let unit = meaning(place, text) else { continue }
      if !isChanged {
        copied = max(0, place - reach)
      } else if place - copied > 2 * reach {
        copy(text, copied..<copied + reach)
        add(0, from: copied + reach, to: copied + reach)
        copied = place - reach
      }
      copy(text, copied..<place)
      for byte in unit.bytes { add(byte, from: place, to: unit.end) }
      (copied, at) = (unit.end, unit.end)
      isChanged = true
    }
    if isChanged { copy(text, copied..<min(text.count, copied + reach)) }
  }

  private mutating func copy(_ text: Spelling.Text, _ range: Range<Int>) {
    bytes += text[range]
    starts += range
    ends += range.lowerBound + 1..<range.upperBound + 1
  }

  private static func sequence(
    _ at: Int, _ text: Spelling.Text
  ) -> (bytes: [UInt8], end: Int)? {
    ([], TerminalSequence.end(in: text, from: at))
  }

  /// `=3D`, and the equals sign that stands at the end of a line which goes on.
  private static func quotedPrintable(
    _ at: Int, _ text: Spelling.Text
  ) -> (bytes: [UInt8], end: Int)? {
    let rest = text[(at + 1)...].prefix(2)
    if rest.first == .lineFeed { return ([], at + 2) }
    guard rest.count == 2 else { return nil }
    if rest.elementsEqual([0x0D, .lineFeed]) { return ([], at + 3) }
    guard rest.allSatisfy(KeyShape.Alphabet.uppercase.contains),
      let value = UInt8(String(decoding: rest, as: UTF8.self), radix: 16)
    else { return nil }
    return ([value], at + 3)
  }

  // MARK: Base64

  /// Fewer characters hold no secret, or one that is found by its own Base64.
  private static let leastBase64 = 12
  /// Of a shorter line the next one is no continuation.
  private static let leastWrapped = 32

  private mutating func readBase64(_ text: Spelling.Text) {
    var digits: [(value: UInt8, at: Int)] = []
    var line = 0
    var at = 0
    while at <= text.count {
      if at < text.count, let value = Self.sextet(text[at]) {
        digits.append((value, at))
        line += 1
      } else if at < text.count, line >= Self.leastWrapped, text[at] == .lineFeed {
        line = 0
      } else if at == text.count || text[at] != 0x0D || line < Self.leastWrapped {
        if digits.count >= Self.leastBase64 { decode(digits) }
        digits.removeAll(keepingCapacity: true)
        line = 0
      }
      at += 1
    }
  }

  private mutating func decode(_ digits: [(value: UInt8, at: Int)]) {
    for (index, digit) in digits.enumerated().dropFirst() where index % 4 != 0 {
      let former = digits[index - 1]
      // The part of this byte that the former digit holds, above the part of this one.
      let shift = UInt8(index % 4 * 2)
      add(former.value << shift | digit.value >> (6 - shift), from: former.at, to: digit.at + 1)
    }
    if let last = digits.last { add(0, from: last.at, to: last.at + 1) }
  }

  private static func sextet(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
