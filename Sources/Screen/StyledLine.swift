/// A row as it looks: pieces of text, each in one style, without the plain blanks at the end.
package struct StyledLine: Sendable, Equatable {
  package struct Piece: Sendable, Equatable {
    package var text: String
    package let style: Screen.Style

    package init(_ text: String, _ style: Screen.Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  package private(set) var pieces: [Piece]

  package init(_ pieces: [Piece] = []) { self.pieces = pieces }

  package init(_ text: String, _ style: Screen.Style = .plain) {
    pieces = text.isEmpty ? [] : [Piece(text, style)]
  }

  package var text: String { pieces.count == 1 ? pieces[0].text : pieces.map(\.text).joined() }

  /// The text without the blanks at its end, which a background may have made part of the line.
  package var trimmedText: String {
    let text = text
    guard let end = text.unicodeScalars.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text.unicodeScalars[...end])
  }
}

extension Grid {
  func line(row: Int) -> StyledLine {
    let isPlain = { (cell: Cell) in cell.isBlank && cell.width == 1 && cell.style == .plain }
    var end = columns
    while end > 0, isPlain(self[row, end - 1]) { end -= 1 }
    var pieces: [StyledLine.Piece] = []
    var bytes: [UInt8] = []
    var style = Screen.Style.plain
    func finish() {
      guard !bytes.isEmpty else { return }
      pieces.append(.init(String(decoding: bytes, as: UTF8.self), style))
      bytes.removeAll(keepingCapacity: true)
    }
    for column in 0..<end {
      let cell = self[row, column]
      if cell.style != style {
        finish()
        style = cell.style
      }
      guard cell.width > 0 else { continue }
      if let ascii = cell.ascii { bytes.append(ascii) } else { bytes += text(of: cell).utf8 }
    }
    finish()
    return StyledLine(pieces)
  }
}
