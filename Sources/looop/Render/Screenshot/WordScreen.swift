internal import Base
internal import Screen

/// Lines of words on a screen of their own, where no program drew one: the last ones that fit.
enum WordScreen {
  /// As a terminal worker's screen.
  static let columns = 120
  static let rows = 40

  /// The transcript of a headless worker: what its tools were asked and said stands back.
  static func transcript(_ text: String) -> Screen {
    var lines = Untrusted.lines(text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return screen(
      lines.map { line in
        let isAside = line.hasPrefix("  ") || line.hasPrefix("[")
        let look: Look = line.hasPrefix("> ") ? .tool : isAside ? .faint : .plain
        return look.rawValue + line + Look.plain.rawValue
      })
  }

  /// What happened, with its times standing back.
  static func history(_ entries: [History.Entry]) -> Screen {
    screen(
      entries.map { entry in
        Look.faint.rawValue + entry.time + Look.plain.rawValue + " " + Untrusted.oneLine(entry.text)
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

  private enum Look: String {
    case plain = "\u{1B}[0m"
    case faint = "\u{1B}[2m"
    case tool = "\u{1B}[36m"
  }

  private static func screen(_ lines: [String]) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    let shown = lines.suffix(rows).joined(separator: "\r\n")
    screen.feed(Array("\u{1B}[?25l\(shown)".utf8)[...])
    return screen
  }
}
