internal import Base
internal import Screen

/// The screen of a terminal worker, without the secrets that it may show.
struct ScreenPicture: Equatable {
  let screen: Screen
  let redaction: Redaction

  /// A secret may begin above the rows that are shown and end below them.
  private static let margin = 8

  var rows: Range<Int> {
    let above = screen.lineCount - screen.rows
    let shown = screen.lines.trimmed(of: "").count
    let last = max(shown, 1, screen.isCursorVisible ? screen.cursorRow + 1 : 0)
    return screen.droppedLines..<screen.droppedLines + above + last
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
