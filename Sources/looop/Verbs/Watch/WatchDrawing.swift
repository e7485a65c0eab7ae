internal import Base
internal import Screen

/// What the window shows: a pure function of what it knows.
struct WatchDrawing {
  private let model: WatchModel
  private let layout: WatchLayout
  private let table: WatchTable
  private(set) var frame: Frame

  static func frame(of model: WatchModel) -> Frame { WatchDrawing(model).frame }

  private init(_ model: WatchModel) {
    self.model = model
    layout = model.layout
    table = WatchTable(model.listed, selected: model.selected, height: layout.table.count)
    frame = Frame(columns: model.columns, rows: model.rows)
    drawTitle()
    drawPane()
    drawRule()
    drawTable()
    drawFoot()
  }

  // MARK: The lines at the edges

  private mutating func drawTitle() {
    guard !layout.title.isEmpty else { return }
    let title = model.title
    let column = frame.write(WatchTitle.name, row: 0, style: WatchStyle.title)
    for (row, line) in zip(layout.title, title.lines) {
      frame.write(
        line, row: row, column: column, style: title.isProblem ? WatchStyle.trouble : .plain)
    }
    let start = max(0, layout.columns - DisplayWidth.of(title.asks))
    frame.write(title.asks, row: 0, column: start, style: WatchStyle.warning)
  }

  private mutating func drawRule() {
    guard let row = layout.rule else { return }
    let line = String(repeating: "─", count: layout.columns)
    frame.write(line, row: row, style: WatchStyle.faint)
    // What is not listed is said where the list begins.
    let forms = table.hidden.map { "\($0)  \(place)" } + table.hidden.suffix(1) + [place]
    let room = layout.columns - 10
    let right = " \(forms.first { DisplayWidth.of($0) <= room } ?? place) "
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
    let side = model.leftShift > 0 ? ", from column \(model.leftShift + 1)" : ""
    if model.view.isFollowing { return "following" + side }
    let rows = model.content.rows
    let seen = model.view.visible(of: rows, height: layout.pane.count)
    let first = min(seen.lowerBound - rows.lowerBound + 1, rows.count)
    return "rows \(first)-\(seen.upperBound - rows.lowerBound) of \(rows.count)" + side
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
    } else if layout.title.isEmpty, let problem = model.fleet.problem {
      frame.write(
        TextLayout.clipped(Untrusted.oneLine(problem), columns: layout.columns), row: row,
        style: WatchStyle.trouble)
    } else {
      frame.write(WatchKeys.line(columns: layout.columns), row: row, style: WatchStyle.faint)
    }
  }

  private mutating func clear(_ row: Int) {
    frame.write(String(repeating: " ", count: layout.columns), row: row)
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
      let shown = model.panel == .session ? line.dropping(columns: model.leftShift) : line
      frame.write(shown, row: row)
      if model.panel == .session {
        mark(shown.text, row, isFound: model.search.found == first + offset)
      }
    }
    if lines.isEmpty { frame.write(nothing, row: layout.pane.lowerBound, style: WatchStyle.faint) }
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
    guard !layout.table.isEmpty else { return }
    let margin = 2
    let lines = table.lines(now: model.now, columns: layout.columns - margin)
    if let row = layout.header, let titles = lines.first {
      frame.write(titles, row: row, column: margin, style: WatchStyle.faint)
    }
    for (row, index) in zip(layout.table, table.shown) {
      var style = table.style(of: index)
      if index == table.chosen {
        style.attributes.insert(.inverse)
        style.attributes.remove(.faint)
        frame.write(String(repeating: " ", count: layout.columns), row: row, style: style)
      }
      frame.write(index == table.chosen ? ">" : " ", row: row, style: style)
      frame.write(lines[index + 1], row: row, column: margin, style: style)
    }
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
