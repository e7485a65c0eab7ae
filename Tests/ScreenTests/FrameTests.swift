import Screen
import TestSupport
import Testing

/// What is drawn, compared with what a terminal makes of it: our own screen, which is compared with
/// tmux elsewhere.
@Suite("Frames")
struct FrameTests {
  private static let red = Screen.Style(foreground: .indexed(1))

  /// Both as cells: what they say and how they look.
  private static func expect(_ screen: Screen, shows frame: Frame, _ note: String = "") {
    for row in 0..<frame.rows {
      #expect(screen.styledLine(row).pieces == frame.line(row).pieces, "row \(row) \(note)")
    }
    #expect(screen.isCursorVisible == (frame.cursor != nil), "\(note)")
    if let cursor = frame.cursor {
      #expect([screen.cursorRow, screen.cursorColumn] == [cursor.row, cursor.column], "\(note)")
    }
    #expect(!screen.isMidFrame, "\(note)")
  }

  @Test("Text is written into its columns, wide characters whole")
  func write() {
    var frame = Frame(columns: 8, rows: 2)
    #expect(frame.write("日本語", row: 0, end: 5) == 4)
    #expect(frame.write("e\u{301}👩‍👩‍👧‍👦x", row: 1, column: 1) == 5)
    #expect(frame.lines == ["日本", " e\u{301}👩‍👩‍👧‍👦x"])
    // Half of a wide character leaves with the other half.
    frame.write("|", row: 0, column: 1)
    #expect(frame.lines[0] == " |本")
    #expect(frame.write("out", row: 7) == 0 && frame.write("cut off", row: 1, column: 6) == 8)
  }

  @Test("Nothing in a text commands the terminal")
  func safe() {
    var frame = Frame(columns: 40, rows: 1)
    frame.write("a\u{1B}[31mb\u{7}c\r\nd\u{9B}2Je\u{202E}f\u{200B}g\u{0}h\u{AD}i", row: 0)
    #expect(
      frame.lines == [
        "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}2Je\u{FFFD}f\u{FFFD}g\u{FFFD}h\u{FFFD}i"
      ])
    var hidden = Frame(columns: 20, rows: 1)
    hidden.write("a\u{AD}b\u{3164}c\u{E0001}d\u{2028}e", row: 0)
    #expect(hidden.lines == ["a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e"])
    let sequences = frame.bytes(after: frame.blank).split(separator: 0x1B)
    #expect(
      sequences.map { String(decoding: $0.prefix(6), as: UTF8.self) }
        .allSatisfy { $0.hasPrefix("[?") || $0.hasPrefix("[1;") })
  }

  @Test("The same again takes no byte, and one changed cell few")
  func difference() {
    var frame = Frame(columns: 80, rows: 24)
    for row in 0..<24 { frame.write("row \(row) of the frame", row: row, style: Self.red) }
    #expect(frame.bytes(after: frame).isEmpty)
    // The same text in clusters of their own.
    var other = Frame(columns: 80, rows: 24)
    other.write("e\u{301}", row: 0)
    var same = Frame(columns: 80, rows: 24)
    same.write("a\u{308}", row: 1)
    same.write(" ", row: 1)
    same.write("e\u{301}", row: 0)
    #expect(same.bytes(after: other).isEmpty)
    var changed = frame
    changed.write("X", row: 3, column: 4, style: Self.red)
    let bytes = changed.bytes(after: frame)
    #expect(bytes.count < 60, "\(bytes.count)")
    var screen = Screen(columns: 80, rows: 24)
    screen.feed(frame.bytes(after: nil)[...])
    screen.feed(bytes[...])
    Self.expect(screen, shows: changed)
  }

  @Test("A screen of another size, or an unknown one, is drawn whole")
  func whole() {
    var frame = Frame(columns: 10, rows: 2)
    frame.write("new", row: 1, column: 2)
    frame.cursor = .init(row: 1, column: 5)
    var screen = Screen(columns: 10, rows: 2)
    screen.feed("old text\r\nold text\u{1B}[7m")
    screen.feed(frame.bytes(after: Frame(columns: 9, rows: 2))[...])
    Self.expect(screen, shows: frame)
  }

  @Test("Without colours the rest of a style stays")
  func colorless() {
    var frame = Frame(columns: 10, rows: 1)
    frame.write(
      "x", row: 0, style: Screen.Style(foreground: .indexed(1), attributes: [.bold, .inverse]))
    var screen = Screen(columns: 10, rows: 1)
    screen.feed(frame.bytes(after: nil, colors: false)[...])
    #expect(screen.cell(row: 0, column: 0)?.style == Screen.Style(attributes: [.bold, .inverse]))
  }

  @Test(
    "A style is written so that it is read again",
    arguments: [
      Screen.Style.plain,
      Screen.Style(foreground: .indexed(7), background: .indexed(8), attributes: [.bold]),
      Screen.Style(
        foreground: .indexed(15), background: .indexed(255), attributes: [.faint, .italic]),
      Screen.Style(
        foreground: .rgb(red: 1, green: 2, blue: 3), background: .rgb(red: 255, green: 0, blue: 9),
        attributes: [.underlined, .struck, .inverse, .hidden, .blinking]),
    ])
  func styles(style: Screen.Style) {
    var screen = Screen(columns: 2, rows: 1)
    screen.feed("\u{1B}[1;3;4;5;31;44m\(style.sequence)x")
    #expect(screen.cell(row: 0, column: 0)?.style == style)
  }

  @Test("Whatever was shown before, a terminal shows the next frame")
  func random() {
    var random = SeededRandom(15_2)
    let pieces = ["a", "bc ", "   ", "日", "é", "e\u{301}", "👍🏽", "🇩🇪", "│─", "❤\u{FE0F}", "ｱ"]
    let styles = [
      Screen.Style.plain, .plain, Self.red, Screen.Style(background: .indexed(4)),
      Screen.Style(attributes: [.inverse]),
      Screen.Style(foreground: .rgb(red: 1, green: 2, blue: 3), attributes: [.bold]),
    ]
    for _ in 0..<60 {
      let (columns, rows) = (
        Int.random(in: 1...24, using: &random), Int.random(in: 1...5, using: &random)
      )
      var screen = Screen(columns: columns, rows: rows)
      var former: Frame?
      var frame = Frame(columns: columns, rows: rows)
      for step in 0..<12 {
        for _ in 0..<Int.random(in: 0...6, using: &random) {
          frame.write(
            random.text(pieces, upTo: 6), row: Int.random(in: 0..<rows, using: &random),
            column: Int.random(in: 0..<columns, using: &random),
            style: styles.randomElement(using: &random) ?? .plain)
        }
        if Bool.random(using: &random) {
          frame.restyle(row: 0, columns: 0..<columns / 2) {
            $0.attributes.formSymmetricDifference(.underlined)
          }
        }
        frame.cursor =
          Bool.random(using: &random)
          ? .init(row: rows - 1, column: Int.random(in: 0..<columns, using: &random)) : nil
        screen.feed(frame.bytes(after: former)[...])
        Self.expect(screen, shows: frame, "\(columns)x\(rows), step \(step)")
        former = frame
      }
    }
  }
}

extension Frame {
  fileprivate var blank: Frame { Frame(columns: columns, rows: rows) }
}
