internal import Base
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

/// The screen of a terminal worker, without the secrets that it may show.
struct ScreenPicture: Equatable {
  let screen: Screen
  let redaction: Redaction

  /// A secret may begin above the rows that are shown and end below them.
  private static let margin = 8

  var rows: Range<Int> {
    let above = screen.lineCount - screen.rows
    let lines = screen.lines
    let last = max(
      lines.lastIndex { !$0.isEmpty } ?? 0, screen.isCursorVisible ? screen.cursorRow : 0)
    return screen.droppedLines..<screen.droppedLines + above + last + 1
  }

  func text(_ row: Int) -> String { screen.styledLine(row - screen.droppedLines).text }

  func lines(_ range: Range<Int>) -> [StyledLine] {
    let wide = (range.lowerBound - Self.margin..<range.upperBound + Self.margin).clamped(to: rows)
    let lines = wide.map { screen.styledLine($0 - screen.droppedLines).calm }
    let text = lines.map(\.text).joined(separator: "\n")
    let safe = redaction.text(text)
    let shown = range.lowerBound - wide.lowerBound..<range.upperBound - wide.lowerBound
    guard safe != text else { return Array(lines[shown]) }
    let redacted = safe.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // What was taken out may have stood on two rows: colours are lost then, and no secret is shown.
    guard redacted.count == lines.count else {
      return shown.map { StyledLine(redacted.indices.contains($0) ? redacted[$0] : "") }
    }
    return shown.map { lines[$0].text == redacted[$0] ? lines[$0] : StyledLine(redacted[$0]) }
  }
}

extension StyledLine {
  fileprivate var calm: StyledLine {
    StyledLine(pieces.map { Piece($0.text, WatchStyle.calm($0.style)) })
  }
}
