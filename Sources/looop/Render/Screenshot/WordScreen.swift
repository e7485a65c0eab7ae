internal import Base
internal import Screen

/// Lines of words on a screen of their own, where no program drew one: the last ones that fit, wrapped
/// at blanks.
enum WordScreen {
  /// As a terminal worker's screen.
  static let columns = 120
  static let rows = 40

  /// The transcript of a headless worker: what its tools were asked and said stands back.
  static func transcript(_ text: String) -> Screen {
    var lines = Untrusted.lines(text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return screen(
      lines.suffix(rows).flatMap { line in
        let isAside = line.hasPrefix("  ") || line.hasPrefix("[")
        let style = line.hasPrefix("> ") ? Self.tool : isAside ? Self.faint : .plain
        return TextLayout.broken(String(line).replacing("\t", with: "    "), columns: columns)
          .map { StyledLine($0, style) }
      })
  }

  /// What happened, with its times standing back.
  static func history(_ entries: [History.Entry]) -> Screen {
    screen(
      entries.suffix(rows).flatMap { entry in
        let head = entry.time + " "
        let indent = head.count
        let rows = TextLayout.wrapped(Untrusted.oneLine(entry.text), columns: columns - indent)
        return rows.enumerated().map { index, row in
          let start = index == 0 ? head : String(repeating: " ", count: indent)
          return StyledLine([.init(start, Self.faint), .init(row)])
        }
      })
  }

  /// What a program printed. A terminal makes two of a line feed that its program did not.
  static func replayed(_ bytes: [UInt8], columns: Int, rows: Int) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    let isOfTerminal = zip(bytes, bytes.dropFirst()).contains { $0 == 0x0D && $1 == .lineFeed }
    screen.feed(
      isOfTerminal ? bytes[...] : bytes.flatMap { $0 == .lineFeed ? [0x0D, $0] : [$0] }[...])
    return screen
  }

  private static let faint = Screen.Style(attributes: .faint)
  private static let tool = Screen.Style(foreground: .indexed(6))

  private static func screen(_ lines: [StyledLine]) -> Screen {
    var frame = Frame(columns: columns, rows: rows)
    for (row, line) in lines.suffix(rows).enumerated() { frame.write(line, row: row) }
    var screen = Screen(columns: columns, rows: rows)
    screen.feed(frame.bytes(after: nil)[...])
    return screen
  }
}
