/// A key press.
enum Key: Equatable {
  case up, down, left, right, home, end
  case enter, tab, escape, backspace, delete
  /// One character, or a combining mark for the one before it.
  case text(Character)
  /// Ctrl and a letter, in lower case.
  case control(Character)
  /// Text between these two was pasted.
  case pasteBegins, pasteEnds
  case unknown
}
