/// Which row of the window shows what, for any size: what matters least gives way first.
struct WatchLayout: Equatable {
  let columns: Int
  let rows: Int
  /// Where the loop stands.
  let title: Range<Int>
  let pane: Range<Int>
  /// Between the pane and the table; names what the pane shows.
  let rule: Int?
  let header: Int?
  let table: Range<Int>
  /// What the keys do, or what is typed.
  let foot: Int?

  /// `titleRows` as far as there is room.
  init(columns: Int, rows: Int, sessions: Int, titleRows: Int = 1) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    title = 0..<(self.rows >= 20 ? titleRows : self.rows >= 10 ? 1 : 0)
    let hasFoot = self.rows >= 5
    let hasRule = self.rows >= 3
    let hasHeader = self.rows >= 12
    let room = self.rows - title.count - [hasFoot, hasRule, hasHeader].count { $0 }
    let listed = self.rows >= 4 ? min(sessions, max(1, room / 3)) : 0
    pane = title.upperBound..<title.upperBound + room - listed
    var next = pane.upperBound
    rule = hasRule ? next : nil
    next += hasRule ? 1 : 0
    header = hasHeader ? next : nil
    next += hasHeader ? 1 : 0
    table = next..<next + listed
    foot = hasFoot ? self.rows - 1 : nil
  }
}
