/// A key press, or a turn of the mouse's wheel.
enum Key: Equatable, Sendable {
  case up, down, left, right, home, end
  case pageUp, pageDown
  case wheelUp, wheelDown
  case enter, tab, escape, backspace, delete
  /// One character, or a combining mark for the one before it.
  case text(Character)
  /// Ctrl and a letter, in lower case.
  case control(Character)
  /// Text between these two was pasted.
  case pasteBegins, pasteEnds
  case unknown
}
