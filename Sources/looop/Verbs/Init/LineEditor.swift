internal import Screen

/// A line being edited, as a value. The cursor is between two characters as a person sees them.
struct LineEditor: Equatable {
  private(set) var before: String
  private(set) var after = ""

  /// With the cursor at the end of `text`.
  init(_ text: String) { before = text }

  var text: String { before + after }

  /// Ignores keys that do not edit a line.
  mutating func press(_ key: Key) {
    switch key {
    case .text(let character): before.append(character)
    case .backspace, .control("h"): _ = before.popLast()
    case .delete, .control("d"): if !after.isEmpty { after.removeFirst() }
    case .left, .control("b"): if let last = before.popLast() { after = String(last) + after }
    case .right, .control("f"): if !after.isEmpty { before.append(after.removeFirst()) }
    case .home, .control("a"): (before, after) = ("", text)
    case .end, .control("e"): (before, after) = (text, "")
    case .control("u"): before = ""
    case .control("k"): after = ""
    case .control("w"): eraseWord()
    default: break
    }
  }

  private mutating func eraseWord() {
    while before.last == " " { before.removeLast() }
    while let last = before.last, last != " " { before.removeLast() }
  }

  /// The part of the line that fits `columns`, and the column of the cursor in it. `<` and `>` mark
  /// where the line goes on.
  func window(columns: Int) -> (text: String, cursor: Int) {
    let left = before.map(TextLayout.shown)
    let right = after.map(TextLayout.shown)
    let leftWidth = left.reduce(0) { $0 + DisplayWidth.of($1) }
    let rightWidth = right.reduce(0) { $0 + DisplayWidth.of($1) }
    // One more column for the cursor after the last character.
    if leftWidth + rightWidth < columns { return (left.joined() + right.joined(), leftWidth) }
    let room = max(1, columns - 2)
    let ahead = min(rightWidth, room / 4)
    var kept = left[...]
    var width = leftWidth
    while width > max(0, room - 1 - ahead), let first = kept.popFirst() {
      width -= DisplayWidth.of(first)
    }
    var line = kept.count < left.count ? "<" : ""
    line += kept.joined()
    let cursor = DisplayWidth.of(line)
    var used = cursor
    var shown = 0
    for cell in right {
      let own = DisplayWidth.of(cell)
      if used + own > columns - 1 { break }
      line += cell
      used += own
      shown += 1
    }
    return (line + (shown < right.count ? ">" : ""), cursor)
  }
}
