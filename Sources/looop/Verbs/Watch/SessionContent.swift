internal import Screen

/// What the chosen session shows: numbered rows. The first has the number of those that were there
/// before it and are no longer kept, so that a row's number stays its own.
enum SessionContent: Equatable {
  case screen(ScreenPicture)
  case words(WrappedText)

  static func nothing(columns: Int) -> SessionContent { .words(WrappedText(columns: columns)) }

  var rows: Range<Int> {
    switch self {
    case .screen(let picture): picture.rows
    case .words(let text): text.first..<text.first + text.count
    }
  }

  /// Those of `range` that there are, as they are shown.
  func lines(_ range: Range<Int>) -> [StyledLine] {
    let range = range.clamped(to: rows)
    return switch self {
    case .screen(let picture): picture.lines(range)
    case .words(let text): range.map { text[$0] }
    }
  }

  /// What is searched.
  func text(_ row: Int) -> String {
    switch self {
    case .screen(let picture): picture.text(row)
    case .words(let text): text[row].text
    }
  }
}
