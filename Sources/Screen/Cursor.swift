/// Where the next character goes and how it will look: what ESC 7 saves.
struct Cursor: Sendable, Equatable {
  var row = 0
  var column = 0
  /// The last column was written: the next character goes to the next row, but nothing else does.
  var isWrapPending = false
  var style = Screen.Style.plain
  /// Rows are counted from the top of the scroll region.
  var isOriginRelative = false
  var charset = Charset()
}
