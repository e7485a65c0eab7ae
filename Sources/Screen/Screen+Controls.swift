extension Screen {
  /// C0 controls. Bells and keyboard controls change nothing.
  mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08: moveCursor(column: cursor.column - 1)
    case 0x09: tab(by: 1)
    case 0x0A...0x0C:
      cursor.isWrapPending = false
      lineFeed()
    case 0x0D: moveCursor(column: 0)
    case 0x0E: cursor.charset.isSecondActive = true
    case 0x0F: cursor.charset.isSecondActive = false
    default: break
    }
  }

  mutating func escape(_ byte: UInt8) {
    switch (parser.intermediate, UnicodeScalar(byte)) {
    case (0, "7"): saved = cursor
    case (0, "8"): restoreCursor()
    case (0, "D"):
      cursor.isWrapPending = false
      lineFeed()
    case (0, "E"):
      moveCursor(column: 0)
      lineFeed()
    case (0, "H"): tabStops[cursor.column] = true
    case (0, "M"): reverseLineFeed()
    case (0, "c"): reset()
    case (UInt8(ascii: "("), let set): cursor.charset.drawsFirst = set == "0"
    case (UInt8(ascii: ")"), let set): cursor.charset.drawsSecond = set == "0"
    default: break
    }
  }

  // MARK: Moving

  /// Every movement ends a pending wrap.
  mutating func moveCursor(row: Int? = nil, column: Int? = nil) {
    if let row { cursor.row = row.clamped(to: 0...rows - 1) }
    if let column { cursor.column = column.clamped(to: 0...columns - 1) }
    cursor.isWrapPending = false
  }

  /// Up or down; a cursor inside the region stops at its margins.
  mutating func moveCursor(down count: Int) {
    let top = cursor.row >= region.lowerBound ? region.lowerBound : 0
    let bottom = cursor.row < region.upperBound ? region.upperBound - 1 : rows - 1
    moveCursor(row: (cursor.row + count).clamped(to: top...bottom))
  }

  /// To a row and column as programs count them: from 1, in origin mode from the region's top.
  mutating func place(row: Int? = nil, column: Int? = nil) {
    var target: Int?
    if let row {
      target =
        cursor.isOriginRelative
        ? min(region.lowerBound + row - 1, region.upperBound - 1) : row - 1
    }
    moveCursor(row: target, column: column.map { $0 - 1 })
  }

  /// Forward, or back if `count` is negative.
  mutating func tab(by count: Int) {
    var column = cursor.column
    for _ in 0..<min(abs(count), columns) {
      let next =
        count > 0
        ? tabStops[(column + 1)...].firstIndex(of: true) ?? columns - 1
        : tabStops[..<column].lastIndex(of: true) ?? 0
      if next == column { break }
      column = next
    }
    moveCursor(column: column)
  }

  static func tabStops(columns: Int) -> [Bool] {
    (0..<columns).map { $0 > 0 && $0.isMultiple(of: 8) }
  }

  // MARK: Scrolling

  mutating func lineFeed() {
    if cursor.row == region.upperBound - 1 {
      scrollUp(by: 1)
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
  }

  mutating func reverseLineFeed() {
    cursor.isWrapPending = false
    if cursor.row == region.lowerBound {
      grid.scrollDown(region, by: 1, style: cursor.style.erased)
    } else if cursor.row > 0 {
      cursor.row -= 1
    }
  }

  /// Rows that leave the main screen at its top go to the scrollback.
  mutating func scrollUp(by count: Int) {
    if region.lowerBound == 0 { saveScrolledRows(min(count, region.count)) }
    grid.scrollUp(region, by: count, style: cursor.style.erased)
  }

  mutating func saveScrolledRows(_ count: Int) {
    guard scrollback.limit > 0, !isAlternate else { return }
    for row in 0..<count { scrollback.append(grid.line(row: row)) }
  }
}
