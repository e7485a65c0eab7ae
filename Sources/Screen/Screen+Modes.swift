extension Screen {
  /// DEC private modes. Mouse, paste and keyboard modes do not affect the screen.
  mutating func setMode(_ mode: Int, to isOn: Bool) {
    switch mode {
    case 6:
      cursor.isOriginRelative = isOn
      place(row: 1, column: 1)
    case 7: wrapsLines = isOn
    case 25: isCursorVisible = isOn
    case 47, 1047: showAlternate(isOn)
    case 1048: if isOn { saved = cursor } else { restoreCursor() }
    case 1049:
      if isOn {
        guard !isAlternate else { return }
        saved = cursor
        showAlternate(true)
      } else if isAlternate {
        showAlternate(false)
        restoreCursor()
      }
    case 2026: isMidFrame = isOn
    default: break
    }
  }

  /// The alternate screen is blank whenever it is entered; each screen has its own saved cursor.
  private mutating func showAlternate(_ isOn: Bool) {
    if isOn, parked == nil {
      parked = Parked(grid: grid, saved: saved)
      grid = Grid(columns: columns, rows: rows)
      saved = nil
    } else if !isOn, let main = parked {
      grid = main.grid
      saved = main.saved
      parked = nil
    }
    region = 0..<rows
  }

  /// To the top left corner if nothing was saved.
  mutating func restoreCursor() {
    cursor = saved ?? Cursor()
  }

  /// DECSTR: resets modes and margins; the text stays.
  mutating func softReset() {
    let (row, column) = (cursor.row, cursor.column)
    cursor = Cursor(row: row, column: column)
    saved = nil
    region = 0..<rows
    wrapsLines = true
    insertsCells = false
    isCursorVisible = true
  }

  /// RIS: a new screen that keeps its scrollback.
  mutating func reset() {
    let scrolled = scrollback
    self = Screen(columns: columns, rows: rows)
    scrollback = scrolled
  }

  /// Rows and columns are cut or filled with blanks; nothing is rewrapped, since programs redraw after
  /// a resize. Rows that no longer fit are dropped below the cursor first, then at the top.
  package mutating func resize(columns newColumns: Int, rows newRows: Int) {
    let columns = newColumns.clamped(to: Self.bounds)
    let rows = newRows.clamped(to: Self.bounds)
    guard columns != self.columns || rows != self.rows else { return }
    let first = max(0, cursor.row + 1 - rows)
    saveScrolledRows(first)
    grid = grid.resized(columns: columns, rows: rows, from: first)
    cursor = cursor.fitted(columns: columns, rows: rows, movedUp: first)
    saved = saved?.fitted(columns: columns, rows: rows, movedUp: first)
    if let main = parked {
      let first = max(0, (main.saved?.row ?? 0) + 1 - rows)
      parked = Parked(
        grid: main.grid.resized(columns: columns, rows: rows, from: first),
        saved: main.saved?.fitted(columns: columns, rows: rows, movedUp: first))
    }
    region = 0..<rows
    anchor = nil
    tabStops =
      Array(tabStops.prefix(columns)) + Self.tabStops(columns: columns).dropFirst(tabStops.count)
  }
}
