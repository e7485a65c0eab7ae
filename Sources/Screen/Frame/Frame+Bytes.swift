extension Frame {
  /// So many unchanged cells between two changed ones are written again: to skip them takes as much.
  private static let bridge = 8

  /// What a terminal that shows `former` is sent so that it shows this frame; empty when it shows it
  /// already. Nil, or a frame of another size, is a terminal that may show anything. Without `colors`
  /// only bold, faint, underlined and the like are left of a style.
  package func bytes(after former: Frame?, colors: Bool = true) -> [UInt8] {
    let known = former?.columns == columns && former?.rows == rows ? former : nil
    var pen = Pen(columns: columns, colors: colors)
    if known == nil { pen.clear() }
    let blank = Frame(columns: columns, rows: rows)
    for row in 0..<rows { draw(row, over: known ?? blank, with: &pen) }
    guard !pen.bytes.isEmpty || known?.cursor != cursor else { return [] }
    // Within a synchronized update, so that the terminal never shows half a frame.
    var bytes = Array("\u{1B}[?2026h\u{1B}[?25l".utf8) + pen.bytes
    if !pen.isPlain { bytes += Array("\u{1B}[0m".utf8) }
    if let cursor {
      bytes += Array("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h".utf8)
    }
    return bytes + Array("\u{1B}[?2026l".utf8)
  }

  private func draw(_ row: Int, over former: Frame, with pen: inout Pen) {
    let changed = (0..<columns).map { !shows(the: $0, row, as: former) }
    guard let last = changed.lastIndex(of: true) else { return }
    var column = changed.firstIndex(of: true) ?? 0
    // From here on the row is blank.
    var end = columns
    while end > 0, grid[row, end - 1] == .blank(.plain) { end -= 1 }
    while column <= last {
      if column >= end { return pen.eraseRest(row, from: column) }
      guard changed[column] else {
        let next = changed[column...].firstIndex(of: true) ?? columns
        if next - column <= Self.bridge, pen.isAt(row, column) {
          while column < next { column += write(row, column, with: &pen) }
        } else {
          column = next
        }
        continue
      }
      // Its left half goes first.
      if grid[row, column].width == 0, column > 0 { column -= 1 }
      column += write(row, column, with: &pen)
    }
  }

  /// Returns how many columns it wrote.
  private func write(_ row: Int, _ column: Int, with pen: inout Pen) -> Int {
    let cell = grid[row, column]
    pen.write(cell, text: grid.text(of: cell), row: row, column: column)
    return max(1, Int(cell.width))
  }

  private func shows(the column: Int, _ row: Int, as former: Frame) -> Bool {
    let (cell, other) = (grid[row, column], former.grid[row, column])
    guard cell.cluster != nil || other.cluster != nil else { return cell == other }
    return cell.style == other.style && cell.width == other.width
      && grid.text(of: cell) == former.grid.text(of: other)
  }
}

/// Writes cells, and knows where the terminal's cursor is and how it writes.
private struct Pen {
  let columns: Int
  let colors: Bool
  private(set) var bytes: [UInt8] = []
  private var row = 0
  /// Nil when it is not known.
  private var column: Int?
  private var style = Screen.Style.plain

  init(columns: Int, colors: Bool) {
    self.columns = columns
    self.colors = colors
  }

  var isPlain: Bool { style == .plain }

  func isAt(_ row: Int, _ column: Int) -> Bool { self.row == row && self.column == column }

  mutating func clear() { bytes += Array("\u{1B}[0m\u{1B}[2J".utf8) }

  mutating func write(_ cell: Cell, text: String, row: Int, column: Int) {
    move(row, column)
    use(cell.style)
    bytes += text.utf8
    // Terminals disagree on how wide a character is. After a doubtful one the place is not taken for
    // granted, nor at the end of a row, where the next character might wrap.
    let isSure = cell.ascii != nil || (cell.cluster == nil && 0x2500..<0x2580 ~= cell.content)
    let next = column + Int(cell.width)
    self.column = isSure && next < columns ? next : nil
  }

  mutating func eraseRest(_ row: Int, from column: Int) {
    move(row, column)
    use(.plain)
    bytes += Array("\u{1B}[K".utf8)
  }

  private mutating func move(_ row: Int, _ column: Int) {
    guard !isAt(row, column) else { return }
    bytes += Array("\u{1B}[\(row + 1);\(column + 1)H".utf8)
    (self.row, self.column) = (row, column)
  }

  private mutating func use(_ next: Screen.Style) {
    let next = colors ? next : next.withoutColors
    guard next != style else { return }
    style = next
    bytes += Array(next.sequence.utf8)
  }
}
