/// Which part of numbered rows a pane shows: their end as they grow, or the part that was scrolled to.
struct PaneView: Equatable {
  /// The row at the top; nil while it follows the end.
  private(set) var top: Int?
  /// How many columns are to the left of the pane.
  private(set) var left = 0

  private static let step = 8

  var isFollowing: Bool { top == nil }

  /// The rows that are seen, of those that there are.
  func visible(of rows: Range<Int>, height: Int) -> Range<Int> {
    let last = max(rows.lowerBound, rows.upperBound - height)
    let start = min(max(top ?? last, rows.lowerBound), last)
    return start..<min(start + height, rows.upperBound)
  }

  /// Down, or up where `count` is negative; at the end it follows again.
  mutating func scroll(by count: Int, of rows: Range<Int>, height: Int) {
    let start = visible(of: rows, height: height).lowerBound + count
    let last = max(rows.lowerBound, rows.upperBound - height)
    top = start >= last ? nil : max(start, rows.lowerBound)
  }

  /// Puts `row` into the middle.
  mutating func show(_ row: Int, of rows: Range<Int>, height: Int) {
    top = nil
    scroll(
      by: row - height / 2 - visible(of: rows, height: height).lowerBound, of: rows, height: height)
  }

  mutating func follow(_ isOn: Bool, of rows: Range<Int>, height: Int) {
    top = isOn ? nil : visible(of: rows, height: height).lowerBound
  }

  /// The same place when the rows were numbered afresh.
  mutating func move(to row: Int) { if top != nil { top = row } }

  /// By steps of some columns, at most so far.
  mutating func shift(by count: Int, most: Int) {
    left = min(max(0, min(left, most) + count * Self.step), most)
  }
}
