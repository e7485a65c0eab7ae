internal import Base
internal import Screen

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

  /// `text` behind `label`, wrapped at blanks where there are `columns`; the further lines begin where
  /// the first of it does. Longer words, such as paths, stay whole.
  static func labelled(
    _ label: String, width: Int, _ text: String, columns: Int?
  ) -> [String] {
    let head = column(label, width)
    guard let columns else { return [head + text] }
    let indent = DisplayWidth.of(head)
    return wrapped(text, columns: columns - indent, cutsWords: false).enumerated().map {
      ($0.offset == 0 ? head : String(repeating: " ", count: indent)) + $0.element
    }
  }

  /// `text` in pieces of at most `columns`, nothing left out: a piece begins with the blank that it was
  /// broken at. A longer word is cut.
  static func broken(_ text: String, columns: Int) -> [String] {
    let limit = max(2, columns)
    var pieces: [String] = []
    var piece = ""
    var width = 0
    // Behind the last word that is whole.
    var end: String.Index?
    for character in text {
      let own = DisplayWidth.of(character)
      let endsWord = character == " " && !piece.isEmpty && piece.last != " "
      if width + own > limit {
        let rest = endsWord ? "" : end.map { String(piece[$0...]) } ?? ""
        pieces.append(String(piece.dropLast(rest.count)))
        (piece, width, end) = (rest, DisplayWidth.of(rest), nil)
        if width + own > limit {
          pieces.append(piece)
          (piece, width) = ("", 0)
        }
      } else if endsWord {
        end = piece.endIndex
      }
      piece.append(character)
      width += own
    }
    return pieces + [piece]
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

  /// `text` cut or padded to exactly `columns`.
  static func padded(_ text: String, columns: Int) -> String {
    let shown = clipped(text, columns: columns)
    return shown + String(repeating: " ", count: columns - DisplayWidth.of(shown))
  }
}
