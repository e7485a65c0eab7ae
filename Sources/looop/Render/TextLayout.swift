internal import Base
internal import Screen

extension Console {
  /// Rows in columns, also into a pipe: a script has `--json`.
  static func say(table rows: [[String]]) {
    for line in TextLayout.table(rows, columns: outputColumns) { say(line) }
  }
}

/// Quoted texts in the columns of a terminal.
enum TextLayout {
  /// `text` on one line: nothing in it moves the cursor, and every blank is kept.
  static func shown(_ text: String) -> String { text.map(shown).joined() }

  static func shown(_ character: Character) -> String {
    switch character {
    case "\n", "\r\n": "\\n"
    case "\t": "\\t"
    default: Untrusted.visible(String(character))
    }
  }

  /// `text` wrapped at blanks into lines of at most `columns`; a longer word is cut, or stays whole
  /// on a line of its own.
  static func wrapped(_ text: String, columns: Int, cutsWords: Bool = true) -> [String] {
    let limit = max(2, columns)
    var lines: [String] = []
    var line = ""
    var width = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let isFirst = line.isEmpty && lines.isEmpty
      let taken = DisplayWidth.of(String(word))
      if !isFirst, width + 1 + taken <= limit {
        line += " " + word
        width += 1 + taken
        continue
      }
      if !isFirst { lines.append(line) }
      (line, width) = ("", 0)
      for character in word {
        let own = DisplayWidth.of(character)
        if cutsWords, width + own > limit {
          lines.append(line)
          (line, width) = ("", 0)
        }
        line.append(character)
        width += own
      }
    }
    return lines + [line]
  }

  /// `text` cut to `columns`, with a mark where something is missing.
  static func clipped(_ text: String, columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    let mark = columns > 6 ? "..." : ""
    var result = ""
    var width = mark.count
    for character in text {
      width += DisplayWidth.of(character)
      if width > columns { break }
      result.append(character)
    }
    return result + mark
  }

  /// `text` padded with blanks to `columns`, at least one. Cuts nothing.
  static func column(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(1, columns - DisplayWidth.of(text)))
  }

  /// The least room for the last cell of a row beside the others.
  private static let narrowest = 20
  /// A longer cell moves only the rest of its own row.
  private static let widest = 40

  /// `rows` with their columns aligned. Within `columns` the last cell of a row wraps beside the
  /// others, or below them where it has no room there; nil: a line for each row, however long.
  static func table(_ rows: [[String]], columns: Int? = nil) -> [String] {
    // An empty cell at the end would leave only blanks.
    let rows = rows.map { row in row.prefix((row.lastIndex { !$0.isEmpty } ?? -1) + 1) }
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.dropLast().enumerated() {
        if index == widths.count { widths.append(0) }
        let width = DisplayWidth.of(cell)
        if width <= widest { widths[index] = max(widths[index], width) }
      }
    }
    return rows.flatMap { row in
      let head = row.dropLast().enumerated()
        .map { column($1, max(widths[$0], DisplayWidth.of($1)) + 2) }.joined()
      let last = row.last ?? ""
      guard let columns, DisplayWidth.of(head + last) > columns else { return [head + last] }
      let room = columns - DisplayWidth.of(head)
      guard room >= narrowest else {
        return wrapped(row.dropLast().joined(separator: "  "), columns: columns)
          + wrapped(last, columns: columns - 4).map { "    " + $0 }
      }
      let indent = String(repeating: " ", count: columns - room)
      return wrapped(last, columns: room).enumerated().map { ($0 == 0 ? head : indent) + $1 }
    }
  }

  /// `text` cut or padded to exactly `columns`.
  static func padded(_ text: String, columns: Int) -> String {
    let shown = clipped(text, columns: columns)
    return shown + String(repeating: " ", count: columns - DisplayWidth.of(shown))
  }
}
