internal import Base
internal import Screen

/// What a screen shows at one moment, character by character: what `screenshot` writes as text, with
/// colours, as JSON and as a picture.
struct Screenshot: Equatable {
  /// A character in its columns.
  struct Glyph: Equatable {
    let text: String
    /// 1 or 2.
    let width: Int
    let style: Screen.Style

    static let blank = Glyph(text: " ", width: 1, style: .plain)
  }

  struct Position: Equatable {
    let row, column: Int
  }

  let columns: Int
  /// All rows, each without the plain blanks at its end.
  private(set) var rows: [[Glyph]]
  /// Nil while it is hidden.
  let cursor: Position?
  /// What the program calls its window.
  let title: String

  init(_ screen: Screen) {
    columns = screen.columns
    rows = (0..<screen.rows).map { row in
      let glyphs = (0..<screen.columns).compactMap { Self.glyph(in: screen, row, $0) }
      return Array(glyphs.trimmed(of: .blank))
    }
    cursor =
      screen.isCursorVisible
      ? Position(row: screen.cursorRow, column: min(screen.cursorColumn, screen.columns - 1))
      : nil
    title = Untrusted.oneLine(screen.title)
  }

  /// Nil for the right half of a wide character.
  private static func glyph(in screen: Screen, _ row: Int, _ column: Int) -> Glyph? {
    guard let cell = screen.cell(row: row, column: column), !cell.text.isEmpty else { return nil }
    let isWide =
      column + 1 < screen.columns
      && screen.cell(row: row, column: column + 1)?.text.isEmpty == true
    let width = isWide ? 2 : 1
    let text = visible(cell.text, isWide)
    return Glyph(
      text: text.isEmpty ? String(repeating: " ", count: width) : text, width: width,
      style: cell.style)
  }

  /// A cell's characters without those that a reader does not see, or that turn the text around; the
  /// joiners and selectors within a picture stay.
  private static func visible(_ text: String, _ isWide: Bool) -> String {
    guard !text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return text }
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isOfPicture =
        isWide && ["\u{200D}", "\u{FE0F}"].contains(scalar)
        && kept.first?.properties.isEmoji == true
      if isOfPicture || scalar == " " || !Untrusted.isUnseen(scalar) { kept.append(scalar) }
    }
    return String(kept)
  }

  /// The text of a row.
  func text(row: Int) -> String {
    rows[row].map(\.text).trimmed(of: " ").joined()
  }

  /// The rows down to the last one with something in it.
  var shownRows: Int { rows.trimmed(of: []).count }

  /// Neighbours of one style.
  struct Run: Equatable {
    let column: Int
    var width: Int
    var glyphs: ArraySlice<Glyph>
    let style: Screen.Style

    var text: String { glyphs.map(\.text).joined() }
  }

  func runs(row: Int) -> [Run] {
    var runs: [Run] = []
    var column = 0
    for (index, glyph) in rows[row].enumerated() {
      if let last = runs.last, last.style == glyph.style {
        runs[runs.count - 1].width += glyph.width
        runs[runs.count - 1].glyphs = rows[row][last.glyphs.startIndex...index]
      } else {
        runs.append(
          Run(
            column: column, width: glyph.width, glyphs: rows[row][index...index],
            style: glyph.style))
      }
      column += glyph.width
    }
    return runs
  }
}

// MARK: - Secrets

extension Screenshot {
  /// The same with `*` in each column of what `redaction` takes out: nothing else moves. A secret may go
  /// over the end of a row.
  func redacted(by redaction: Redaction) -> Screenshot {
    var screenshot = self
    screenshot.mask(rows.indices.map { [$0] }, by: redaction)
    screenshot.mask(Self.wrapped(rows, rows.indices, columns: columns), by: redaction)
    return screenshot
  }

  /// Rows that go on in the next one are one line.
  private static func wrapped(
    _ rows: [[Glyph]], _ all: Range<Int>, columns: Int
  ) -> [[Int]] {
    var lines: [[Int]] = []
    for row in all {
      if row > 0, rows[row - 1].reduce(0, { $0 + $1.width }) >= columns - 1, !lines.isEmpty {
        lines[lines.count - 1].append(row)
      } else {
        lines.append([row])
      }
    }
    return lines
  }

  /// In the text of `lines`, each of them one or several rows.
  private mutating func mask(_ lines: [[Int]], by redaction: Redaction) {
    var text: [UInt8] = []
    var parts: [(row: Int, index: Int, bytes: Range<Int>)] = []
    for line in lines {
      for row in line {
        for (index, glyph) in rows[row].enumerated() {
          let start = text.count
          text += glyph.text.utf8
          parts.append((row, index, start..<text.count))
        }
      }
      text.append(.lineFeed)
    }
    var places = redaction.places(in: text)[...]
    for part in parts {
      while let place = places.first, place.upperBound <= part.bytes.lowerBound {
        places.removeFirst()
      }
      guard let place = places.first, place.overlaps(part.bytes) else { continue }
      let glyph = rows[part.row][part.index]
      rows[part.row][part.index] = Glyph(
        text: String(repeating: "*", count: glyph.width), width: glyph.width, style: glyph.style)
    }
  }
}
