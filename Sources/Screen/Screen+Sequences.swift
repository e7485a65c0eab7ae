extension Screen {
  /// CSI. Unknown sequences, and queries that expect an answer, change nothing.
  mutating func sequence(_ byte: UInt8) {
    let parameters = parser.parameters
    switch (parser.marker, parser.intermediate) {
    case (0, 0): plainSequence(UnicodeScalar(byte), parameters)
    case (UInt8(ascii: "?"), 0): privateSequence(UnicodeScalar(byte), parameters)
    case (0, UInt8(ascii: "!")) where byte == UInt8(ascii: "p"): softReset()
    default: break
    }
  }

  private mutating func plainSequence(_ last: UnicodeScalar, _ parameters: Parameters) {
    let count = parameters.positive(0)
    switch last {
    case "A": moveCursor(down: -count)
    case "B", "e": moveCursor(down: count)
    case "C", "a": moveCursor(column: cursor.column + count)
    case "D": moveCursor(column: cursor.column - count)
    case "E":
      moveCursor(down: count)
      moveCursor(column: 0)
    case "F":
      moveCursor(down: -count)
      moveCursor(column: 0)
    case "G", "`": place(column: count)
    case "H", "f": place(row: count, column: parameters.positive(1))
    case "d": place(row: count)
    case "I": tab(by: count)
    case "Z": tab(by: -count)
    case "g": clearTabStops(parameters[0])
    case "b": repeatCharacter(count)
    case "m": cursor.style.apply(parameters)
    case "r": setRegion(parameters)
    case "s": saved = cursor
    case "u": restoreCursor()
    case "h", "l": if parameters[0] == 4 { insertsCells = last == "h" }
    default: edit(last, parameters)
    }
  }

  private mutating func privateSequence(_ last: UnicodeScalar, _ parameters: Parameters) {
    switch last {
    case "h", "l":
      for index in 0..<parameters.count { setMode(parameters[index], to: last == "h") }
    // Selective erase: no cell here is protected.
    case "J", "K": edit(last, parameters)
    default: break
    }
  }

  /// Inserting, deleting and erasing. New cells take the background, as in xterm. A row that is full
  /// to its last column has nothing right of the cursor to erase: programs that end each line with
  /// `CSI K` do not mean to erase it (as in tmux and kitty; xterm erases the last character).
  private mutating func edit(_ last: UnicodeScalar, _ parameters: Parameters) {
    let count = parameters.positive(0)
    let style = cursor.style.erased
    let (row, column) = (cursor.row, cursor.column)
    let right = cursor.isWrapPending ? columns : column
    switch last {
    case "J": eraseDisplay(parameters[0], right: right, style)
    case "K":
      switch parameters[0] {
      case 0: grid.erase(row: row, columns: right..<columns, style: style)
      case 1: grid.erase(row: row, columns: 0..<column + 1, style: style)
      case 2: grid.erase(row: row, columns: 0..<columns, style: style)
      default: break
      }
    case "X":
      grid.erase(row: row, columns: right..<min(right + count, columns), style: style)
    case "@" where right < columns:
      grid.insertCells(row: row, column: column, count: count, style: style)
    case "P" where right < columns:
      grid.deleteCells(row: row, column: column, count: count, style: style)
    case "L" where region.contains(row):
      grid.scrollDown(row..<region.upperBound, by: count, style: style)
      moveCursor(column: 0)
    case "M" where region.contains(row):
      grid.scrollUp(row..<region.upperBound, by: count, style: style)
      moveCursor(column: 0)
    case "S": scrollUp(by: count)
    // With five parameters it would be mouse tracking.
    case "T" where parameters.count == 1: grid.scrollDown(region, by: count, style: style)
    default: return
    }
  }

  /// As in tmux, clearing the whole screen saves it to the scrollback first.
  private mutating func eraseDisplay(_ what: Int, right: Int, _ style: Style) {
    let (row, column) = (cursor.row, cursor.column)
    if what == 2 || what == 0 && row == 0 && column == 0 {
      saveScrolledRows(((0..<rows).last { !grid.isBlank(row: $0) } ?? -1) + 1)
    }
    switch what {
    case 0:
      grid.erase(row: row, columns: right..<columns, style: style)
      grid.erase(rows: row + 1..<rows, style: style)
    case 1:
      grid.erase(rows: 0..<row, style: style)
      grid.erase(row: row, columns: 0..<column + 1, style: style)
    case 2: grid.erase(rows: 0..<rows, style: style)
    case 3: scrollback.removeAll()
    default: break
    }
  }

  /// As in tmux REP stops at the end of the row, so that a few bytes cannot cause much work.
  private mutating func repeatCharacter(_ count: Int) {
    guard let repeatable, !cursor.isWrapPending else { return }
    let room = (columns - cursor.column) / max(CharacterWidth.of(repeatable), 1)
    for _ in 0..<min(count, room) { print(repeatable) }
  }

  private mutating func setRegion(_ parameters: Parameters) {
    let top = parameters.positive(0) - 1
    let bottom = parameters[1] == 0 ? rows : min(parameters[1], rows)
    guard top + 1 < bottom else { return }
    region = top..<bottom
    place(row: 1, column: 1)
  }

  private mutating func clearTabStops(_ what: Int) {
    switch what {
    case 0: tabStops[cursor.column] = false
    case 3: tabStops = Array(repeating: false, count: columns)
    default: break
    }
  }
}
