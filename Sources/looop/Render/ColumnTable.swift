internal import Base
internal import Screen

extension Console {
  /// In columns also into a pipe: a script has `--json`.
  static func say(table: ColumnTable, redacted redaction: Redaction) {
    for line in table.redacted(by: redaction).lines(width: outputColumns) { say(line) }
  }
}

/// A list in columns. Below titles a row stays on its line: in a narrow terminal cells are cut, and
/// where that is not enough the columns that matter least are left out. Without titles the last cell
/// of a row is a sentence, which wraps.
struct ColumnTable {
  struct Column {
    let title: String
    /// At least so wide, or as wide as its widest cell.
    let least: Int
    /// What is left out first has the highest; 0 stays.
    let rank: Int

    init(_ title: String, least: Int, rank: Int = 0) {
      self.title = title
      self.least = least
      self.rank = rank
    }
  }

  private static let gap = 2
  /// A longer cell moves only the rest of its own row.
  private static let widest = 40
  /// The least room for the last cell of a row beside the others.
  private static let narrowest = 20

  /// Empty without titles.
  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Without titles; rows may have fewer cells than others.
  init(rows: [[String]]) {
    columns = []
    for row in rows { add(row) }
  }

  /// `cells` are made safe to show, each on one line.
  mutating func add(_ cells: [String]) { rows.append(cells.map(Untrusted.oneLine)) }

  /// Before it is laid out, which could hide a part of a secret.
  func redacted(by redaction: Redaction) -> ColumnTable {
    var table = self
    table.rows = rows.map { $0.map(redaction.text) }
    return table
  }

  /// At most `width` columns wide; nil: a line for each row, however long.
  func lines(width: Int?) -> [String] {
    if columns.isEmpty { return Self.aligned(rows, within: width) }
    let all = [columns.map(\.title)] + rows
    // A column without a cell says nothing.
    let filled = columns.indices.filter { index in rows.contains { !$0[index].isEmpty } }
    guard let width else {
      return Self.aligned(all.map { row in filled.map { row[$0] } }, within: nil)
    }
    let natural = columns.indices.map { index in
      all.map { DisplayWidth.of($0[index]) }.max() ?? 0
    }
    let (shown, widths) = Self.fit(columns, natural, among: filled, within: width)
    return all.map { row in
      let cells = zip(shown, widths).map { index, room in
        TextLayout.padded(row[index], columns: room)
      }
      let line = cells.joined(separator: String(repeating: " ", count: Self.gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Cuts nothing: a row that is too wide for the terminal goes on in the next lines.
  private static func aligned(_ all: [[String]], within columns: Int?) -> [String] {
    // An empty cell at the end would leave only blanks.
    let rows = all.map { $0.trimmed(of: "") }
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
        .map { TextLayout.column($1, max(widths[$0], DisplayWidth.of($1)) + gap) }.joined()
      let last = row.last ?? ""
      guard let columns, DisplayWidth.of(head + last) > columns else { return [head + last] }
      let room = columns - DisplayWidth.of(head)
      guard room >= narrowest else {
        return TextLayout.wrapped(row.dropLast().joined(separator: "  "), columns: columns)
          + TextLayout.wrapped(last, columns: columns - 4).map { "    " + $0 }
      }
      let indent = String(repeating: " ", count: columns - room)
      return TextLayout.wrapped(last, columns: room).enumerated()
        .map { ($0 == 0 ? head : indent) + $1 }
    }
  }

  private static func fit(
    _ columns: [Column], _ natural: [Int], among filled: [Int], within width: Int
  ) -> (shown: [Int], widths: [Int]) {
    var shown = filled
    func need() -> Int {
      shown.reduce(gap * max(0, shown.count - 1)) { $0 + min(natural[$1], columns[$1].least) }
    }
    while need() > width,
      let least = shown.filter({ columns[$0].rank > 0 })
        .max(by: { columns[$0].rank < columns[$1].rank })
    { shown.removeAll { $0 == least } }
    var widths = shown.map { min(natural[$0], columns[$0].least) }
    var room = width - need()
    // What is there to spare goes to the columns in their order.
    for place in widths.indices where room > 0 {
      let more = min(room, natural[shown[place]] - widths[place])
      widths[place] += more
      room -= more
    }
    // Nothing left to leave out: the last ones are cut further.
    for place in widths.indices.reversed() where room < 0 {
      let less = min(-room, widths[place])
      widths[place] -= less
      room += less
    }
    return (shown, widths)
  }
}
