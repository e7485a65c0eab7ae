/// A terminal's screen as a value: bytes in, lines out. It has no clock, no descriptor and no
/// answers; how the bytes are sliced makes no difference, and no input makes it fail, hang or grow
/// without bound.
///
/// The sequences are those of ECMA-48 and xterm that agents and shells send. Two equal screens
/// show the same and react alike; two that look the same need not be equal.
package struct Screen: Sendable, Equatable {
  /// Sizes are clamped to these bounds.
  package static let bounds = 1...1000

  var parser = SequenceParser()
  var grid: Grid
  var cursor = Cursor()
  var saved: Cursor?
  /// The main screen while the alternate one is shown.
  var parked: Parked?
  var scrollback: Scrollback
  /// The scroll region.
  var region: Range<Int>
  /// True at the columns HT stops at.
  var tabStops: [Bool]
  var wrapsLines = true
  var insertsCells = false
  /// Where the last character was printed, while nothing followed: combining scalars join it.
  var anchor: Anchor?
  /// The character that REP repeats.
  var repeatable: UInt32?

  /// What the program calls its window (OSC 0 and 2), without controls.
  package internal(set) var title = ""
  package internal(set) var isCursorVisible = true
  /// Whether a synchronized update (`?2026`) is under way, so that lines may be half drawn. A reader
  /// with a clock can wait for its end; the screen itself shows what has arrived.
  package internal(set) var isMidFrame = false

  struct Parked: Sendable, Equatable {
    var grid: Grid
    var saved: Cursor?
  }

  struct Anchor: Sendable, Equatable {
    var column: Int
    var scalar: UInt32
  }

  /// `scrollback`: how many of the lines that leave the main screen at its top are stored.
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

  /// The text of each row, without trailing blanks.
  package var lines: [String] { (0..<rows).map(grid.text(row:)) }

  /// The last row that is not blank.
  package var lastLine: String? {
    (0..<rows).last { !grid.isBlank(row: $0) }.map(grid.text(row:))
  }

  /// The scrollback, oldest line first.
  package var scrolledLines: [String] { scrollback.lines.map(\.trimmedText) }

  // MARK: As it looks

  /// The lines of the scrollback, and below them the rows.
  package var lineCount: Int { scrollback.count + rows }
  /// How many lines were above those and are no longer kept.
  package var droppedLines: Int { scrollback.dropped }

  /// A line of the scrollback or, from `lineCount - rows` on, a row; an empty one elsewhere.
  package func styledLine(_ index: Int) -> StyledLine {
    guard 0..<lineCount ~= index else { return StyledLine() }
    return index < scrollback.count
      ? scrollback[index] : grid.line(row: index - scrollback.count)
  }

  /// The character in a cell (empty for the right half of a wide one) and its style.
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
      apply(parser.consume(bytes[index]))
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

  /// OSC: only titles matter.
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
