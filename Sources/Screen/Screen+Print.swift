extension Screen {
  /// Printable ASCII, the fast way: it has no width to look up and joins nothing.
  mutating func print(ascii run: ArraySlice<UInt8>) {
    guard !insertsCells, !cursor.charset.draws else {
      for byte in run { print(UInt32(byte)) }
      return
    }
    var rest = run
    while let last = rest.last {
      wrapIfPending()
      let part = rest.prefix(columns - cursor.column)
      grid.write(ascii: part, row: cursor.row, column: cursor.column, style: cursor.style)
      rest = rest.dropFirst(part.count)
      anchor = Anchor(column: cursor.column + part.count - 1, scalar: UInt32(last))
      repeatable = UInt32(last)
      advance(to: cursor.column + part.count)
      // Without wrapping each further character overwrites the last column.
      if !wrapsLines, rest.count > 1 { rest = rest.suffix(1) }
    }
  }

  mutating func print(_ scalar: UInt32) {
    let scalar = cursor.charset.drawn(scalar)
    if joins(scalar) { return }
    let width = CharacterWidth.of(scalar)
    if width == 0 { return combine(scalar) }
    guard width <= columns else { return }
    wrapIfPending()
    if cursor.column + width > columns {
      // A wide character does not fit into the last column.
      guard wrapsLines else { return }
      cursor.column = 0
      lineFeed()
    }
    if insertsCells {
      grid.insertCells(
        row: cursor.row, column: cursor.column, count: width, style: cursor.style.erased)
    }
    grid.write(
      scalar: scalar, width: width, row: cursor.row, column: cursor.column, style: cursor.style)
    anchor = Anchor(column: cursor.column, scalar: scalar)
    repeatable = scalar
    advance(to: cursor.column + width)
  }

  private mutating func advance(to column: Int) {
    cursor.isWrapPending = column >= columns && wrapsLines
    cursor.column = min(column, columns - 1)
  }

  private mutating func wrapIfPending() {
    guard cursor.isWrapPending else { return }
    cursor.isWrapPending = false
    guard wrapsLines else { return }
    cursor.column = 0
    lineFeed()
  }

  /// Emoji over a joiner, skin tones and the second half of a flag belong to the character just
  /// printed. Once the cursor has moved they are characters of their own.
  private mutating func joins(_ scalar: UInt32) -> Bool {
    guard let anchor, scalar >= 0x203C else { return false }
    let cell = grid[cursor.row, anchor.column]
    let isJoined =
      if anchor.scalar == CharacterWidth.joiner {
        CharacterWidth.isPictographic(scalar)
          && CharacterWidth.isPictographic(grid.base(of: cell))
      } else if CharacterWidth.isSkinTone(scalar) {
        CharacterWidth.isPictographic(grid.base(of: cell))
      } else {
        CharacterWidth.isRegionalIndicator(scalar) && cell.cluster == nil
          && CharacterWidth.isRegionalIndicator(anchor.scalar)
      }
    if isJoined { extend(at: anchor.column, with: scalar) }
    return isJoined
  }

  /// A scalar without width joins the character before the cursor; without one it is dropped.
  private mutating func combine(_ scalar: UInt32) {
    guard !CharacterWidth.isInvisible(scalar) else { return }
    var column = anchor?.column ?? (cursor.isWrapPending ? cursor.column : cursor.column - 1)
    guard column >= 0 else { return }
    if grid[cursor.row, column].width == 0 { column -= 1 }
    guard column >= 0 else { return }
    let widens =
      scalar == CharacterWidth.emojiSelector && column + 1 < columns
      && grid[cursor.row, column].width == 1 && anchor?.column == column
      && CharacterWidth.isWidenedBySelector(grid.base(of: grid[cursor.row, column]))
    extend(at: column, with: scalar)
    guard widens else { return }
    grid.widen(row: cursor.row, column: column)
    advance(to: column + 2)
  }

  private mutating func extend(at column: Int, with scalar: UInt32) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    grid.extend(row: cursor.row, column: column, with: scalar)
    anchor?.scalar = scalar.value
  }
}
