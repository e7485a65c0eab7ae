internal import Base
internal import Screen

/// What happened to the window.
enum WatchEvent {
  case key(Key)
  case resized(columns: Int, rows: Int)
  /// The files say something else.
  case fleet(WatchedFleet)
  /// Nothing can be read; why.
  case unreadable(String)
  /// The chosen session shows something else.
  case screen(ScreenPicture)
  case words(SessionWords)
  /// The clock's second, and when each living worker wrote last.
  case clock(Int, wrote: [SessionName: Int])
}

/// What a session said: all of it, or what was added.
struct SessionWords: Equatable {
  var isFresh: Bool
  var lines: [WrappedText.Line]
  /// The last line, while it is being written.
  var open: WrappedText.Line?
}

/// Everything the window knows: a value, changed by what happens and by nothing else.
struct WatchModel {
  /// What the pane shows.
  enum Panel: Equatable { case session, asks, goals, why, help }

  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var now: Int
  private(set) var fleet = WatchedFleet()
  private(set) var selected: SessionName
  /// Whether ended workers are listed.
  private(set) var showsAll = false
  private(set) var panel = Panel.session
  private(set) var content: SessionContent
  private(set) var view = PaneView()
  private(set) var panelView = PaneView()
  private(set) var search = WatchSearch()
  /// A word on the last key; until the next one.
  private(set) var notice: String?
  private(set) var isOver = false

  init(columns: Int, rows: Int, selected: SessionName = .pulse, now: Int) {
    (self.columns, self.rows, self.now) = (columns, rows, now)
    self.selected = selected
    content = .nothing(columns: columns)
  }

  /// The rows of the table.
  var listed: [WatchedFleet.Session] {
    fleet.sessions.filter { showsAll || $0.isAlive || $0.name == selected }
  }

  var title: WatchTitle { WatchTitle(of: fleet, now: now, columns: columns, rows: rows) }

  var layout: WatchLayout {
    WatchLayout(
      columns: columns, rows: rows, sessions: listed.count, titleRows: title.lines.count)
  }

  /// How many columns of a screen are left of the window. Words are wrapped.
  var leftShift: Int { min(view.left, widest) }

  /// How far a screen that is wider than the window can be moved.
  private var widest: Int {
    if case .screen(let picture) = content { max(0, picture.screen.columns - columns) } else { 0 }
  }

  mutating func handle(_ event: WatchEvent) {
    switch event {
    case .key(let key): press(key)
    case .resized(let columns, let rows): resize(columns, rows)
    case .fleet(let fleet): update(fleet)
    case .unreadable(let why): fleet.problem = why
    case .screen(let picture): content = .screen(picture)
    case .words(let words): add(words)
    case .clock(let now, let wrote):
      self.now = now
      fleet.update(wrote: wrote)
    }
  }

  // MARK: What there is

  private mutating func resize(_ columns: Int, _ rows: Int) {
    (self.columns, self.rows) = (max(1, columns), max(1, rows))
    guard case .words(var text) = content else { return }
    view.move(to: text.wrap(columns: self.columns, following: view.top ?? 0))
    content = .words(text)
  }

  private mutating func update(_ fleet: WatchedFleet) {
    self.fleet = fleet
    // Its folder may be gone after some days.
    if fleet.session(selected) == nil { select(.pulse) }
  }

  private mutating func add(_ words: SessionWords) {
    if case .words(var text) = content, !words.isFresh {
      text.append(words.lines, open: words.open)
      content = .words(text)
    } else {
      content = .words(WrappedText(words.lines, open: words.open, columns: columns))
    }
  }

  private mutating func select(_ name: SessionName) {
    guard name != selected else { return }
    selected = name
    content = .nothing(columns: columns)
    view = PaneView()
    search.forget()
  }

  // MARK: Keys

  private mutating func press(_ key: Key) {
    notice = nil
    if search.typed != nil { return type(key) }
    switch key {
    case .text("q"), .control("c"): isOver = true
    case .text("a"): toggle(.asks)
    case .text("g"): toggle(.goals)
    case .text("w"): toggle(.why)
    case .text("?"), .text("h"): toggle(.help)
    case .escape, .enter: panel = .session
    case .tab: showsAll.toggle()
    case .up, .text("k"): step(-1)
    case .down, .text("j"): step(1)
    case .left: view.shift(by: -1, most: widest)
    case .right: view.shift(by: 1, most: widest)
    case .text("f"):
      view.follow(!view.isFollowing, of: content.rows, height: layout.pane.count)
    case .text("/"):
      panel = .session
      search.begin()
    case .text("n"): find(isUp: true)
    case .text("N"): find(isUp: false)
    default: scroll(key)
    }
  }

  private mutating func type(_ key: Key) {
    switch key {
    case .text(let character): search.type(character)
    case .backspace: search.backspace()
    case .enter:
      search.accept()
      find(isUp: true)
    case .escape, .control("c"): search.cancel()
    default: break
    }
  }

  private mutating func toggle(_ panel: Panel) {
    self.panel = self.panel == panel ? .session : panel
    // A panel is read from its start.
    panelView = PaneView(top: 0)
  }

  private mutating func step(_ count: Int) {
    let names = listed.map(\.name)
    let place = (names.firstIndex(of: selected) ?? 0) + count
    if names.indices.contains(place) { select(names[place]) }
  }

  private mutating func scroll(_ key: Key) {
    let page = layout.pane.count
    let amount: Int? =
      switch key {
      case .pageUp: -max(1, page - 1)
      case .pageDown, .text(" "): max(1, page - 1)
      case .control("u"): -max(1, page / 2)
      case .control("d"): max(1, page / 2)
      case .wheelUp: -3
      case .wheelDown: 3
      case .home: -.max / 2
      case .end: .max / 2
      default: nil
      }
    guard let amount else { return }
    if panel == .session {
      view.scroll(by: amount, of: content.rows, height: page)
    } else {
      panelView.scroll(by: amount, of: 0..<panelText.count, height: page)
    }
  }

  private mutating func find(isUp: Bool) {
    let rows = content.rows
    let seen = view.visible(of: rows, height: layout.pane.count)
    let content = content
    let start = isUp ? seen.upperBound - 1 : seen.lowerBound
    guard search.find(from: start, isUp: isUp, in: rows, text: { content.text($0) }),
      let row = search.found
    else {
      if !search.pattern.isEmpty { notice = "not found: \(search.pattern)" }
      return
    }
    panel = .session
    if !seen.contains(row) { view.show(row, of: rows, height: layout.pane.count) }
    // What is found may be far above the end: growing must not carry it away.
    if view.isFollowing { view.follow(false, of: rows, height: layout.pane.count) }
  }
}
