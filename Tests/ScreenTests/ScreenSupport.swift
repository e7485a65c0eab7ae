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
