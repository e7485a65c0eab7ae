internal import Base
internal import Screen

/// What a terminal agent wrote, in words: the lines that leave its screen at the top, in their order,
/// and at last those that are still on it.
struct TerminalWords {
  /// A piece cannot push out more lines than are kept of it, but for blank ones.
  private static let piece = 4 << 10
  private static let scrollback = 8 << 10

  private var screen: Screen

  init(columns: Int, rows: Int) {
    screen = Screen(columns: columns, rows: rows, scrollback: Self.scrollback)
  }

  mutating func add(_ bytes: ArraySlice<UInt8>) -> [String] {
    var lines: [String] = []
    var rest = bytes
    while !rest.isEmpty {
      screen.feed(rest.prefix(Self.piece))
      lines += screen.drainScrollback()
      rest = rest.dropFirst(Self.piece)
    }
    return lines
  }

  /// The rows down to the last one with text.
  var rest: [String] { Array(screen.lines.trimmed(of: "")) }
}
