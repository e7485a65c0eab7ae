internal import Screen

extension Screenshot {
  /// The rows in words.
  var text: String { (0..<shownRows).map { text(row: $0) + "\n" }.joined() }

  /// The rows with their colours: no other sequence than those that set a style, made from the cells.
  var ansi: String {
    (0..<shownRows).map { row in
      var line = ""
      var style = Screen.Style.plain
      for run in runs(row: row) {
        if run.style != style { line += run.style.sequence }
        style = run.style
        line += run.text
      }
      return line + (style == .plain ? "\n" : Screen.Style.plain.sequence + "\n")
    }.joined()
  }
}
