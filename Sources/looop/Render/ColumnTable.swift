internal import Base
internal import Screen

/// A list in columns below their titles. In a narrow terminal cells are cut, and where that is not
/// enough the columns that matter least are left out.
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

  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// `cells` are made safe to show, each on one line.
  mutating func add(_ cells: [String]) { rows.append(cells.map(Untrusted.oneLine)) }

  /// At most `width` columns wide; nil cuts nothing.
  func lines(width: Int?) -> [String] {
    let all = [columns.map(\.title)] + rows
    let natural = columns.indices.map { index in
      all.map { DisplayWidth.of($0[index]) }.max() ?? 0
    }
    // A column without a cell says nothing.
    let filled = columns.indices.filter { index in rows.contains { !$0[index].isEmpty } }
    let (shown, widths) = Self.fit(columns, natural, among: filled, within: width)
    return all.map { row in
      let cells = zip(shown, widths).map { index, room in
        TextLayout.padded(row[index], columns: room)
      }
      let line = cells.joined(separator: String(repeating: " ", count: Self.gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func fit(
    _ columns: [Column], _ natural: [Int], among filled: [Int], within width: Int?
  ) -> (shown: [Int], widths: [Int]) {
    guard let width else { return (filled, filled.map { natural[$0] }) }
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
