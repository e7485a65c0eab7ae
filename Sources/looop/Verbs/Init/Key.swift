/// What was pressed.
enum Key: Equatable {
  case up, down, left, right, home, end
  case enter, tab, escape, backspace, delete
  /// One character, or a mark that joins the one before it.
  case text(Character)
  /// Ctrl and a letter, in lower case.
  case control(Character)
  /// What lies between the two was pasted, not typed.
  case pasteBegins, pasteEnds
  case unknown
}
