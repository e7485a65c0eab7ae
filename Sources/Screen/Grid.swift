/// Rows and columns of cells. Rows scroll by moving their offsets, not their cells. No wide
/// character is ever left in half: overwriting one half blanks the other.
struct Grid: Sendable, Equatable {
  let columns: Int
  let rows: Int
  private var cells: [Cell]
  /// Where in `cells` each row begins.
  private var starts: [Int]
  private var clusters = Clusters()

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: .blank(.plain), count: columns * rows)
    starts = Array(stride(from: 0, to: columns * rows, by: columns))
  }

  subscript(row: Int, column: Int) -> Cell {
    get { cells[starts[row] + column] }
    set { cells[starts[row] + column] = newValue }
  }

  // MARK: Writing

  /// `ascii` must fit into what is left of the row.
  mutating func write(ascii: ArraySlice<UInt8>, row: Int, column: Int, style: Screen.Style) {
    split(row: row, column: column)
    split(row: row, column: column + ascii.count)
    var place = starts[row] + column
    for byte in ascii {
      cells[place] = Cell(scalar: UInt32(byte), style: style)
      place += 1
    }
  }

  /// `width` columns must be left in the row.
  mutating func write(scalar: UInt32, width: Int, row: Int, column: Int, style: Screen.Style) {
    split(row: row, column: column)
    split(row: row, column: column + width)
    self[row, column] = Cell(scalar: scalar, width: width, style: style)
    if width == 2 { self[row, column + 1] = .rightHalf(style) }
  }

  /// Adds `scalar` to the character in a cell, unless that is full.
  mutating func extend(row: Int, column: Int, with scalar: Unicode.Scalar) {
    let cell = self[row, column]
    var text = self.text(of: cell)
    guard text.utf8.count < Clusters.longest else { return }
    text.unicodeScalars.append(scalar)
    if !clusters.hasRoom { clusters.sweep(&cells) }
    self[row, column] = Cell(
      cluster: clusters.add(text), width: Int(cell.width), style: cell.style)
  }

  /// Makes a narrow character wide; there must be a column to its right.
  mutating func widen(row: Int, column: Int) {
    let cell = self[row, column]
    split(row: row, column: column + 2)
    if let cluster = cell.cluster {
      self[row, column] = Cell(cluster: cluster, width: 2, style: cell.style)
    } else {
      self[row, column] = Cell(scalar: cell.content, width: 2, style: cell.style)
    }
    self[row, column + 1] = .rightHalf(cell.style)
  }

  mutating func erase(row: Int, columns range: Range<Int>, style: Screen.Style) {
    guard !range.isEmpty else { return }
    split(row: row, column: range.lowerBound)
    split(row: row, column: range.upperBound)
    let blank = Cell.blank(style)
    let start = starts[row]
    for place in start + range.lowerBound..<start + range.upperBound { cells[place] = blank }
  }

  mutating func erase(rows range: Range<Int>, style: Screen.Style) {
    for row in range { erase(row: row, columns: 0..<columns, style: style) }
  }

  /// Blanks a wide character that has one half on either side of `column`.
  private mutating func split(row: Int, column: Int) {
    guard column > 0, column < columns, self[row, column].width == 0 else { return }
    self[row, column - 1] = .blank(self[row, column - 1].style)
    self[row, column] = .blank(self[row, column].style)
  }

  // MARK: Moving

  /// Moves the rows of `range` up; blank ones come in below.
  mutating func scrollUp(_ range: Range<Int>, by count: Int, style: Screen.Style) {
    let count = min(count, range.count)
    guard count > 0 else { return }
    let moved = starts[range.dropFirst(count)] + starts[range.prefix(count)]
    starts.replaceSubrange(range, with: moved)
    erase(rows: range.suffix(count), style: style)
  }

  /// Moves the rows of `range` down; blank ones come in above.
  mutating func scrollDown(_ range: Range<Int>, by count: Int, style: Screen.Style) {
    let count = min(count, range.count)
    guard count > 0 else { return }
    let moved = starts[range.suffix(count)] + starts[range.dropLast(count)]
    starts.replaceSubrange(range, with: moved)
    erase(rows: range.prefix(count), style: style)
  }

  /// Moves the cells from `column` on to the right; those pushed out of the row are lost.
  mutating func insertCells(row: Int, column: Int, count: Int, style: Screen.Style) {
    let count = min(count, columns - column)
    split(row: row, column: column)
    split(row: row, column: columns - count)
    for target in (column + count..<columns).reversed() {
      self[row, target] = self[row, target - count]
    }
    erase(row: row, columns: column..<column + count, style: style)
  }

  /// Moves the cells from `column + count` on to the left.
  mutating func deleteCells(row: Int, column: Int, count: Int, style: Screen.Style) {
    let count = min(count, columns - column)
    split(row: row, column: column)
    split(row: row, column: column + count)
    for target in column..<columns - count { self[row, target] = self[row, target + count] }
    erase(row: row, columns: columns - count..<columns, style: style)
  }

  // MARK: Reading

  func text(of cell: Cell) -> String {
    if cell.width == 0 { return "" }
    if let cluster = cell.cluster { return clusters.text(cluster) }
    return Unicode.Scalar(cell.content).map { String(Character($0)) } ?? ""
  }

  /// The first scalar of a character: what its width and its joining depend on.
  func base(of cell: Cell) -> UInt32 {
    guard let cluster = cell.cluster else { return cell.content }
    return clusters.text(cluster).unicodeScalars.first?.value ?? 0
  }

  /// A row's text without the blanks at its end.
  func text(row: Int) -> String {
    let start = starts[row]
    var end = start + columns
    while end > start, cells[end - 1].isBlank, cells[end - 1].width == 1 { end -= 1 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end - start)
    for cell in cells[start..<end] where cell.width > 0 {
      if cell.content < 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: cell.content))
      } else {
        bytes.append(contentsOf: text(of: cell).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func isBlank(row: Int) -> Bool {
    cells[starts[row]..<starts[row] + columns].allSatisfy(\.isBlank)
  }

  /// The rows from `first` on in a new size, cut or filled with blanks. Lines are not rewrapped:
  /// programs redraw after a resize.
  func resized(columns newColumns: Int, rows newRows: Int, from first: Int) -> Grid {
    var grid = Grid(columns: newColumns, rows: newRows)
    grid.clusters = clusters
    for row in 0..<min(newRows, rows - first) {
      var kept = min(columns, newColumns)
      if kept < columns, self[first + row, kept].width == 0 { kept -= 1 }
      for column in 0..<kept { grid[row, column] = self[first + row, column] }
    }
    return grid
  }
}
