internal import Base
internal import Screen

/// The table of the sessions: which of them there is room for, and what the others are.
struct WatchTable {
  private static let longestName = 20

  private let sessions: [WatchedFleet.Session]
  let chosen: Int
  /// Those that are shown; the chosen one is always among them.
  let shown: Range<Int>

  init(_ sessions: [WatchedFleet.Session], selected: SessionName, height: Int) {
    self.sessions = sessions
    chosen = sessions.firstIndex { $0.name == selected } ?? 0
    let first = min(max(0, chosen - height / 2), max(0, sessions.count - height))
    shown = first..<min(sessions.count, first + height)
  }

  /// How many there is no room for, in a few words and in fewer; empty when there are none. A question
  /// may be among them.
  var hidden: [String] {
    let left = sessions[..<shown.lowerBound] + sessions[shown.upperBound...]
    guard !left.isEmpty else { return [] }
    let asking = left.filter { $0.askedAt != nil }
    let more = "\(left.count) more"
    guard let first = asking.first else { return [more] }
    let name = TextLayout.clipped(first.name.text, columns: Self.longestName)
    let asks = asking.count == 1 ? "\(name) asks" : "\(asking.count) ask"
    return ["\(more): \(asks)", "\(more), \(Counted.text(asking.count, "asks", many: "ask"))"]
  }

  /// The titles and a line for each session, in that many columns.
  func lines(now: Int, columns: Int) -> [String] {
    func span(_ from: Int?, to end: Int?) -> String {
      from.map { MomentText.time(from: $0, to: end ?? now) } ?? ""
    }
    var table = ColumnTable([
      .init("SESSION", least: 12), .init("GOAL", least: 8, rank: 4),
      .init("HEALTH", least: 6, rank: 8), .init("STATE", least: 11, rank: 1),
      .init("RUNNER", least: 8, rank: 9), .init("KIND", least: 8, rank: 10),
      .init("IDLE", least: 4, rank: 3), .init("UP", least: 4, rank: 7),
      .init("ASK", least: 4, rank: 2), .init("VERIFY", least: 6, rank: 6),
      .init("SPENT", least: 7, rank: 5),
    ])
    for session in sessions {
      table.add([
        session.name.text, session.goal, session.health, session.state, session.runner,
        session.kind, span(session.wroteAt, to: nil), span(session.startedAt, to: session.endedAt),
        span(session.askedAt, to: nil), session.verify, session.spent,
      ])
    }
    return table.lines(width: max(1, columns))
  }

  func style(of index: Int) -> Screen.Style {
    switch sessions[index].trouble {
    case .failed: WatchStyle.trouble
    case .waiting: WatchStyle.warning
    case .none: sessions[index].isAlive ? .plain : WatchStyle.faint
    }
  }
}
