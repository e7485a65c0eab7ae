/// A terminal's screen as a value: bytes in, lines out. It has no clock, no descriptor and no
/// answers; how the bytes were cut into slices makes no difference, and no bytes make it fail, hang
/// or grow without bound.
///
/// The sequences are those of ECMA-48 and xterm that agents and shells send. Two equal screens
/// show the same and go on alike; two that only look the same need not be equal.
package struct Screen: Sendable, Equatable {
  /// Sizes are taken into these bounds.
  package static let bounds = 1...1000

  var parser = SequenceParser()
  var grid: Grid
  var cursor = Cursor()
  var saved: Cursor?
  /// The main screen while the alternate one is shown.
  var parked: Parked?
  var scrollback: Scrollback
  /// The rows that scroll.
  var region: Range<Int>
  /// True at the columns HT stops at.
  var tabStops: [Bool]
  var wrapsLines = true
  var insertsCells = false
  /// Where the last character went, if nothing came after it: what a combining scalar joins.
  var anchor: Anchor?
  /// What REP repeats.
  var repeatable: UInt32?

  /// What the program calls its window (OSC 0 and 2), without controls.
  package internal(set) var title = ""
  package internal(set) var isCursorVisible = true
  /// Between the two halves of a synchronized update (`?2026`): the lines may be half drawn. Whoever
  /// has a clock may wait a moment for the end; the screen itself shows what has come.
  package internal(set) var isMidFrame = false

  struct Parked: Sendable, Equatable {
    var grid: Grid
    var saved: Cursor?
  }

  struct Anchor: Sendable, Equatable {
    var column: Int
    var scalar: UInt32
  }

  /// `scrollback`: how many lines to keep of those that leave the main screen at its top.
  package init(columns: Int, rows: Int, scrollback: Int = 0) {
    grid = Grid(columns: columns.clamped(to: Self.bounds), rows: rows.clamped(to: Self.bounds))
    self.scrollback = Scrollback(limit: scrollback)
    region = 0..<grid.rows
    tabStops = Self.tabStops(columns: grid.columns)
  }

  package var columns: Int { grid.columns }
  package var rows: Int { grid.rows }
  package var isAlternate: Bool { parked != nil }
  package var cursorRow: Int { cursor.row }
  package var cursorColumn: Int { cursor.column }

  /// What is shown, a string a row, without blanks at the end.
  package var lines: [String] { (0..<rows).map(grid.text(row:)) }

  /// The last row that has something in it.
  package var lastLine: String? {
    (0..<rows).last { !grid.isBlank(row: $0) }.map(grid.text(row:))
  }

  /// What left the main screen at its top, oldest first.
  package var scrolledLines: [String] { scrollback.lines }

  /// The character at a place (empty for the right half of a wide one) and how it looks.
  package func cell(row: Int, column: Int) -> (text: String, style: Style)? {
    guard 0..<rows ~= row, 0..<columns ~= column else { return nil }
    let cell = grid[row, column]
    return (grid.text(of: cell), cell.style)
  }

  package mutating func feed(_ bytes: ArraySlice<UInt8>) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if parser.isIdle {
        var end = index
        while end < bytes.endIndex, 0x20..<0x7F ~= bytes[end] { end += 1 }
        if end > index {
          print(ascii: bytes[index..<end])
          index = end
          continue
        }
      }
      if parser.breaks(at: bytes[index]) { print(UTF8Decoder.replacement) }
      apply(parser.take(bytes[index]))
      index += 1
    }
  }

  private mutating func apply(_ event: SequenceParser.Event) {
    switch event {
    case .none: break
    case .character(let scalar): print(scalar)
    case .control(let byte):
      anchor = nil
      control(byte)
    case .escape(let byte):
      anchor = nil
      escape(byte)
    case .sequence(let byte):
      anchor = nil
      sequence(byte)
    case .command: command()
    }
  }

  /// OSC: only titles are of interest.
  private mutating func command() {
    guard parser.payload.starts(with: "0;".utf8) || parser.payload.starts(with: "2;".utf8) else {
      return
    }
    let text = String(decoding: parser.payload.dropFirst(2), as: UTF8.self)
    title = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value)
            && !CharacterWidth.isInvisible($0.value)
        }))
  }
}

extension Int {
  func clamped(to bounds: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
  }
}
