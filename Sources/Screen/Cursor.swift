/// Where the next character goes and how it will look: what ESC 7 saves.
struct Cursor: Sendable, Equatable {
  var row = 0
  var column = 0
  /// The last column was written: the next character wraps to the next row first.
  var isWrapPending = false
  var style = Screen.Style.plain
  /// Rows are counted from the top of the scroll region.
  var isOriginRelative = false
  var charset = Charset()

  /// The same cursor on a resized screen whose rows moved up by `count`.
  func fitted(columns: Int, rows: Int, movedUp count: Int) -> Cursor {
    var cursor = self
    cursor.row = (row - count).clamped(to: 0...rows - 1)
    cursor.column = min(column, columns - 1)
    cursor.isWrapPending = false
    return cursor
  }
}
