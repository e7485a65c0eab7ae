/// What a window shows: cells that only this process fills, and nothing but characters in them. No text
/// can move the cursor or change a colour: `bytes(after:)` alone writes sequences.
package struct Frame: Sendable, Equatable {
  package struct Place: Sendable, Equatable {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  private(set) var grid: Grid
  /// Where the cursor blinks; nil while it is hidden.
  package var cursor: Place?

  /// Sizes are clamped as those of a `Screen` are.
  package init(columns: Int, rows: Int) {
    grid = Grid(
      columns: columns.clamped(to: Screen.bounds), rows: rows.clamped(to: Screen.bounds))
  }

  package var columns: Int { grid.columns }
  package var rows: Int { grid.rows }

  /// The text of each row, without trailing blanks.
  package var lines: [String] { (0..<rows).map(grid.text(row:)) }

  package func line(_ row: Int) -> StyledLine {
    0..<rows ~= row ? grid.line(row: row) : StyledLine()
  }

  /// Writes `text` into a row; what does not fit before the column `end` is left out. Returns the column
  /// behind it.
  @discardableResult
  package mutating func write(
    _ text: String, row: Int, column: Int = 0, end: Int? = nil, style: Screen.Style = .plain
  ) -> Int {
    let end = min(end ?? columns, columns)
    var column = max(0, column)
    guard 0..<rows ~= row else { return column }
    for character in text {
      let (first, rest) = Self.scalars(of: character)
      let width = min(rest.isEmpty ? CharacterWidth.of(first.value) : DisplayWidth.of(character), 2)
      guard width > 0 else { continue }
      guard column + width <= end else { break }
      grid.write(scalar: first.value, width: width, row: row, column: column, style: style)
      for scalar in rest { grid.extend(row: row, column: column, with: scalar) }
      column += width
    }
    return column
  }

  @discardableResult
  package mutating func write(
    _ line: StyledLine, row: Int, column: Int = 0, end: Int? = nil
  ) -> Int {
    line.pieces.reduce(column) { column, piece in
      write(piece.text, row: row, column: column, end: end, style: piece.style)
    }
  }

  /// Changes how the cells of a row look, and not what they say.
  package mutating func restyle(
    row: Int, columns range: Range<Int>, _ change: (inout Screen.Style) -> Void
  ) {
    guard 0..<rows ~= row else { return }
    for column in range.clamped(to: 0..<columns) { grid[row, column].restyle(change) }
  }

  /// What cannot be seen, or does more than to be seen, becomes U+FFFD.
  private static func scalars(of character: Character) -> (Unicode.Scalar, [Unicode.Scalar]) {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    var scalars = character.unicodeScalars.map { scalar in
      scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
        || CharacterWidth.isUnseen(scalar.value) ? replacement : scalar
    }
    // "\r\n" is one character.
    guard let first = scalars.first, first != replacement else { return (replacement, []) }
    scalars.removeFirst()
    return (first, scalars.filter { $0 != replacement })
  }
}

extension Cell {
  fileprivate mutating func restyle(_ change: (inout Screen.Style) -> Void) {
    var changed = style
    change(&changed)
    self = replacing(style: changed)
  }
}
