import Screen

extension Screen {
  /// A small screen that was fed `text`.
  static func showing(
    _ text: String, columns: Int = 10, rows: Int = 4, scrollback: Int = 0
  ) -> Screen {
    var screen = Screen(columns: columns, rows: rows, scrollback: scrollback)
    screen.feed(text)
    return screen
  }

  mutating func feed(_ text: String) {
    feed(Array(text.utf8)[...])
  }

  /// In slices of `size` bytes.
  mutating func feed(_ bytes: [UInt8], by size: Int) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      feed(bytes[start..<min(start + size, bytes.count)])
    }
  }

  /// The rows with `|` between them, without the empty ones at the end.
  var text: String {
    let last = lines.last { !$0.isEmpty }
    let end = last.flatMap { lines.lastIndex(of: $0) } ?? -1
    return lines[..<(end + 1)].joined(separator: "|")
  }

  var place: [Int] { [cursorRow, cursorColumn] }
}

/// Chance that can be had again: a failing test prints its seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
