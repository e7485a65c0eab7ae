internal import Base
internal import Screen

/// Lines in the columns of a window. Someone else's stand behind a bar, and what goes on from the row
/// above has a mark of its own, so that no part of theirs can pass for a line of looop's.
struct WrappedText: Equatable {
  enum Line: Equatable, Sendable {
    /// A line of looop's own.
    case own(String, Screen.Style = .plain)
    case foreign(String)

    /// Each line of a text that someone else wrote, made safe to show.
    static func foreign(_ text: String, redacted redaction: Redaction) -> [Line] {
      foreign(Array(text.utf8), redacted: redaction)
    }

    /// The same of bytes, which are cut at line feeds without looking for characters.
    static func foreign(_ bytes: [UInt8], redacted redaction: Redaction) -> [Line] {
      var lines: [Line] = []
      var splitter = LineSplitter()
      let add = { (line: ArraySlice<UInt8>) in
        lines.append(.foreign(Untrusted.visible(String(decoding: line, as: UTF8.self))))
      }
      splitter.add(redaction.bytes(bytes)[...], add)
      splitter.finish(add)
      return lines
    }
  }

  /// The oldest lines give way to more than so many.
  static let most = 20_000

  private(set) var columns: Int
  private var lines: [Line] = []
  /// The last line, while it is being written.
  private var open: Line?
  private var rows: [StyledLine] = []
  /// The rows of each line.
  private var heights: [Int] = []
  /// How many rows were dropped at the start: the number of the first one that is left.
  private(set) var first = 0

  init(_ lines: [Line] = [], open: Line? = nil, columns: Int) {
    self.columns = max(1, columns)
    append(lines, open: open)
  }

  var count: Int { rows.count }

  /// The row of that number, counted with those that were dropped.
  subscript(row: Int) -> StyledLine {
    rows.indices.contains(row - first) ? rows[row - first] : StyledLine()
  }

  /// Adds lines in the place of the one that was being written.
  mutating func append(_ added: [Line], open: Line?) {
    if let former = self.open { rows.removeLast(Self.rows(of: former, columns).count) }
    for line in added.suffix(Self.most) {
      let own = Self.rows(of: line, columns)
      lines.append(line)
      heights.append(own.count)
      rows += own
    }
    // Not at each line: to drop from the start of an array costs as much as there is.
    if lines.count > Self.most + Self.most / 10 { drop(lines.count - Self.most) }
    self.open = open
    if let open { rows += Self.rows(of: open, columns) }
  }

  private mutating func drop(_ count: Int) {
    let gone = heights.prefix(count).reduce(0, +)
    lines.removeFirst(count)
    heights.removeFirst(count)
    rows.removeFirst(gone)
    first += gone
  }

  /// The same lines in other columns; returns where the row `row` begins then.
  mutating func wrap(columns: Int, following row: Int) -> Int {
    guard max(1, columns) != self.columns else { return row }
    var (line, start) = (0, first)
    while line < heights.count, start + heights[line] <= row {
      start += heights[line]
      line += 1
    }
    let wrapped = WrappedText(lines, open: open, columns: columns)
    self = wrapped
    return heights.prefix(line).reduce(0, +)
  }

  // MARK: Rows

  private static func rows(of line: Line, _ columns: Int) -> [StyledLine] {
    switch line {
    case .own(let text, let style):
      // What fits is laid out already: blanks at its start matter.
      if DisplayWidth.of(text) <= columns { return [StyledLine(text, style)] }
      return TextLayout.wrapped(text, columns: columns).map { StyledLine($0, style) }
    case .foreign(let text):
      return pieces(text, columns: columns - 2).enumerated().map { index, piece in
        StyledLine([
          .init(index == 0 ? "| " : "+ ", WatchStyle.faint), .init(piece),
        ])
      }
    }
  }

  private static func pieces(_ text: String, columns: Int) -> [String] {
    let width = max(1, columns)
    let isPlain = text.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
    if isPlain, text.utf8.count <= width { return [text] }
    let shown = text.replacing("\t", with: "    ")
    guard isPlain else { return TextLayout.broken(shown, columns: width) }
    return plainPieces(Array(shown.utf8), width: width)
  }

  /// The same of ASCII, in a hundredth of the time: a transcript has two million characters.
  private static func plainPieces(_ bytes: [UInt8], width: Int) -> [String] {
    var pieces: [String] = []
    var start = 0
    while bytes.count - start > width {
      var end = start + width
      if bytes[end] != UInt8.space, let blank = bytes[start..<end].lastIndex(of: .space),
        blank > start
      {
        end = blank
      }
      pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
  }
}
