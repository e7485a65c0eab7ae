internal import Base
internal import Screen

/// What the window shows: a pure function of what it knows.
struct WatchDrawing {
  private let model: WatchModel
  private let layout: WatchLayout
  private(set) var frame: Frame

  static func frame(of model: WatchModel) -> Frame { WatchDrawing(model).frame }

  private init(_ model: WatchModel) {
    self.model = model
    layout = model.layout
    frame = Frame(columns: model.columns, rows: model.rows)
    drawTitle()
    drawPane()
    drawRule()
    drawTable()
    drawFoot()
  }

  // MARK: The lines at the edges

  private mutating func drawTitle() {
    guard let row = layout.title else { return }
    let asks = model.fleet.asks.count
    let right = asks == 0 ? "" : asks == 1 ? " 1 ask waits (a)" : " \(asks) asks wait (a)"
    let room = layout.columns - DisplayWidth.of(right)
    let column = frame.write("looop ", row: row, end: room, style: WatchStyle.title)
    let problem = model.fleet.problem
    let text = TextLayout.clipped(
      Untrusted.oneLine(problem ?? model.fleet.headline), columns: max(0, room - column))
    frame.write(
      text, row: row, column: column, end: room,
      style: problem == nil ? .plain : WatchStyle.trouble)
    frame.write(right, row: row, column: max(0, room), style: WatchStyle.warning)
  }

  private mutating func drawRule() {
    guard let row = layout.rule else { return }
    let line = String(repeating: "─", count: layout.columns)
    frame.write(line, row: row, style: WatchStyle.faint)
    let right = " \(place) "
    let end = layout.columns - DisplayWidth.of(right) - 2
    let column = frame.write(" \(heading) ", row: row, column: 2, end: end, style: WatchStyle.title)
    if model.panel == .session {
      let text = TextLayout.clipped(about, columns: max(0, end - column - 1))
      if !text.isEmpty { frame.write("\(text) ", row: row, column: column, end: end) }
    }
    if end > column { frame.write(right, row: row, column: end) }
  }

  private var heading: String {
    switch model.panel {
    case .session: model.selected.text
    case .asks: "asks"
    case .goals: "goals"
    case .why: "why"
    case .help: "help"
    }
  }

  /// What the table says of the session, where the table has no room for it.
  private var about: String {
    guard let session = model.fleet.session(model.selected) else { return "" }
    let goal = session.goal.isEmpty ? "" : "goal \(session.goal)"
    return [session.kind, session.state, goal].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var place: String {
    guard model.panel == .session else { return "Esc closes" }
    if model.view.isFollowing { return "following" }
    let rows = model.content.rows
    let seen = model.view.visible(of: rows, height: layout.pane.count)
    return "row \(seen.upperBound - rows.lowerBound) of \(rows.count)"
  }

  private mutating func drawFoot() {
    if let typed = model.search.typed {
      let row = layout.foot ?? layout.rows - 1
      clear(row)
      // The end of a long line is where it goes on.
      var shown = typed
      while DisplayWidth.of(shown) > max(0, layout.columns - 2) { shown.removeFirst() }
      let column = frame.write("/\(shown)", row: row)
      frame.cursor = Frame.Place(row: row, column: min(column, layout.columns - 1))
      return
    }
    guard let row = layout.foot else { return }
    if let notice = model.notice {
      frame.write(
        TextLayout.clipped(Untrusted.oneLine(notice), columns: layout.columns), row: row,
        style: WatchStyle.warning)
    } else if layout.title == nil, let problem = model.fleet.problem {
      frame.write(
        TextLayout.clipped(Untrusted.oneLine(problem), columns: layout.columns), row: row,
        style: WatchStyle.trouble)
    } else {
      frame.write(Self.hint(columns: layout.columns), row: row, style: WatchStyle.faint)
    }
  }

  private mutating func clear(_ row: Int) {
    frame.write(String(repeating: " ", count: layout.columns), row: row)
  }

  /// As many of the keys as there is room for, the way out always among them.
  private static func hint(columns: Int) -> String {
    let ends = ["? help", "q quit"]
    let others = [
      "Up/Down session", "PgUp/PgDn scroll", "/ search", "f follow", "a asks", "g goals", "w why",
      "Tab all",
    ]
    for count in (0...others.count).reversed() {
      let line = (others.prefix(count) + ends).joined(separator: "  ")
      if DisplayWidth.of(line) <= columns { return line }
    }
    return "q quit"
  }

  // MARK: The pane

  private mutating func drawPane() {
    let height = layout.pane.count
    let lines: [StyledLine]
    var first = 0
    if model.panel == .session {
      let seen = model.view.visible(of: model.content.rows, height: height)
      first = seen.lowerBound
      lines = model.content.lines(seen)
    } else {
      let text = model.panelText
      lines = model.panelView.visible(of: 0..<text.count, height: height).map { text[$0] }
    }
    for (offset, line) in lines.enumerated() {
      let row = layout.pane.lowerBound + offset
      let shown = model.panel == .session ? line.dropping(columns: leftShift) : line
      frame.write(shown, row: row)
      if model.panel == .session {
        mark(shown.text, row, isFound: model.search.found == first + offset)
      }
    }
    if lines.isEmpty { frame.write(nothing, row: layout.pane.lowerBound, style: WatchStyle.faint) }
  }

  /// Only a screen may be wider than the window: words are wrapped.
  private var leftShift: Int {
    if case .screen = model.content { model.view.left } else { 0 }
  }

  private var nothing: String {
    model.selected == .pulse ? "Nothing has happened yet." : "Nothing was printed yet."
  }

  /// Shows where the row has what was searched for.
  private mutating func mark(_ text: String, _ row: Int, isFound: Bool) {
    guard !model.search.pattern.isEmpty else { return }
    let places = WatchSearch.places(of: model.search.pattern, in: text)
    guard !places.isEmpty else { return }
    let columns = text.reduce(into: [0]) { $0.append(($0.last ?? 0) + DisplayWidth.of($1)) }
    for place in places {
      frame.restyle(row: row, columns: columns[place.lowerBound]..<columns[place.upperBound]) {
        $0.attributes.formSymmetricDifference(.inverse)
        if isFound { $0.attributes.insert(.bold) }
      }
    }
  }

  // MARK: The table

  private mutating func drawTable() {
    let sessions = model.listed
    guard !layout.table.isEmpty else { return }
    let margin = 2
    let table = Self.table(sessions, now: model.now)
    let lines = table.lines(width: max(1, layout.columns - margin))
    if let row = layout.header, let titles = lines.first {
      frame.write(titles, row: row, column: margin, style: WatchStyle.faint)
    }
    let chosen = sessions.firstIndex { $0.name == model.selected } ?? 0
    let height = layout.table.count
    // The chosen one stays in sight.
    let first = min(max(0, chosen - height / 2), max(0, sessions.count - height))
    for (offset, index) in (first..<min(sessions.count, first + height)).enumerated() {
      let row = layout.table.lowerBound + offset
      var style = Self.style(of: sessions[index])
      if index == chosen {
        style.attributes.insert(.inverse)
        style.attributes.remove(.faint)
        frame.write(String(repeating: " ", count: layout.columns), row: row, style: style)
      }
      frame.write(index == chosen ? ">" : " ", row: row, style: style)
      frame.write(lines[index + 1], row: row, column: margin, style: style)
    }
  }

  private static func style(of session: WatchedFleet.Session) -> Screen.Style {
    switch session.trouble {
    case .failed: WatchStyle.trouble
    case .waiting: WatchStyle.warning
    case .none: session.isAlive ? .plain : WatchStyle.ended
    }
  }

  private static func table(_ sessions: [WatchedFleet.Session], now: Int) -> ColumnTable {
    func age(_ at: Int?) -> String { at.map { Duration.seconds(max(0, now - $0)).text } ?? "" }
    var table = ColumnTable([
      .init("SESSION", least: 12), .init("GOAL", least: 8, rank: 4),
      .init("HEALTH", least: 6, rank: 8), .init("STATE", least: 11, rank: 1),
      .init("RUNNER", least: 8, rank: 9), .init("KIND", least: 8, rank: 10),
      .init("IDLE", least: 4, rank: 3), .init("UP", least: 4, rank: 7),
      .init("ASK", least: 4, rank: 2), .init("VERIFY", least: 6, rank: 6),
      .init("SPENT", least: 7, rank: 5),
    ])
    for session in sessions {
      let up = session.startedAt.map {
        Duration.seconds(max(0, (session.endedAt ?? now) - $0)).text
      }
      table.add([
        session.name.text, session.goal, session.health, session.state, session.runner,
        session.kind, age(session.wroteAt), up ?? "", age(session.askedAt), session.verify,
        session.spent,
      ])
    }
    return table
  }
}

extension StyledLine {
  /// The line without its first `count` columns; of a wide character that is cut, a blank is left.
  fileprivate func dropping(columns count: Int) -> StyledLine {
    guard count > 0 else { return self }
    var rest = count
    var kept: [Piece] = []
    for piece in pieces {
      var text = ""
      for character in piece.text {
        guard rest > 0 else {
          text.append(character)
          continue
        }
        let width = DisplayWidth.of(character)
        if width > rest { text.append(" ") }
        rest = max(0, rest - width)
      }
      if !text.isEmpty { kept.append(Piece(text, piece.style)) }
    }
    return StyledLine(kept)
  }
}
