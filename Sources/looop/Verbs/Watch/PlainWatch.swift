internal import Base
internal import Core
internal import Screen
internal import Sensors

/// `watch` without a window: one log, printed as it grows; a number and Enter chooses another.
final class PlainWatch {
  private let wiring: Wiring
  private var session: Identifier?
  private var history: HistoryFeed?
  private var tail: FileTail?
  private var splitter = LineSplitter()
  private var listed: [Identifier] = []
  /// The worker's screen, where it has one, and its rows as last shown.
  private var screen: SessionScreen?
  private var shownRows: ArraySlice<String>?

  init(_ wiring: Wiring) { self.wiring = wiring }

  /// With `once` it prints what there is, and returns.
  func run(_ followed: Identifier?, once: Bool) throws(LooopError) -> Int32 {
    try list()
    if let followed { try follow(followed) }
    try show()
    if once {
      showRest()
      return ExitStatusCode.ok
    }
    if Console.isInputTerminal { Console.note(Self.keys) }
    let keys = TypedLines()
    let stop = try StopSignal()
    let poller = Poller(stop: stop, permanent: [keys])
    // Without a terminal there is no typed input, and it goes on; at one, Ctrl-D ends it.
    let isTyped = Console.isInputTerminal
    while !poller.isStopping, Console.takesOutput, keys.isOpen || !isTyped {
      // A file that another process holds open raises no event when it grows.
      poller.turn(until: Monotonic.now() + .milliseconds(250))
      while let line = keys.next() {
        if line == "q" { return ExitStatusCode.ok }
        try choose(line)
      }
      try show()
    }
    return ExitStatusCode.ok
  }

  private static let keys =
    "Type a number of the list for a worker, 0 for the pulse, q to quit; then Enter."

  private func list() throws(LooopError) {
    wiring.sensors.isOnlyShown = true
    try wiring.sightings.once { () throws(LooopError) in
      let state = try StateReport(wiring)
      let world = state.world
      listed = world.workers.map(\.id)
      let pulse = wiring.redacted(WatchedFleet.headline(state.outlook, now: state.now))
      Console.say(
        table: ColumnTable(
          rows: [["0", "pulse", pulse]]
            + world.workers.enumerated().map { index, worker in
              ["\(index + 1)", "\(worker.id)", WorkerRender.state(of: worker, in: world)]
            }))
    }
  }

  private func choose(_ line: String) throws(LooopError) {
    let word = line.filter { !$0.isWhitespace }
    // Enter alone lists them again.
    if !word.isEmpty, let number = Int(word), 0...listed.count ~= number {
      return try follow(number == 0 ? nil : listed[number - 1])
    }
    try list()
    if word.isEmpty { return }
    Console.note("\(Untrusted.quoted(word, bytes: 40)) is not a number of the list. \(Self.keys)")
  }

  private func follow(_ id: Identifier?) throws(LooopError) {
    session = id
    history = nil
    tail = nil
    splitter = LineSplitter()
    shownRows = nil
    screen = nil
    if let id, try wiring.loop.fleet.worker(id)?.kind == .terminal {
      screen = SessionScreen(of: wiring.loop.fleet.outputFile(of: id))
    }
    Console.say("--- \(id.map { "worker \($0)" } ?? "pulse")")
  }

  /// Prints what was added since the last read; the first time, the end of the log.
  private func show() throws(LooopError) {
    if screen != nil { return try showScreen() }
    guard let session else { return try showEvents() }
    let path = wiring.loop.fleet.outputFile(of: session)
    let size = tail == nil ? try FileFacts.of(path)?.size ?? 0 : 0
    var bytes = try next(path, last: Self.lastWords)
    if size > Self.lastWords { bytes = wiring.loop.store.redaction.end(bytes) }
    var lines: [UInt8] = []
    splitter.add(bytes[...]) { lines += $0 + [.lineFeed] }
    if !lines.isEmpty { quote(String(decoding: lines, as: UTF8.self)) }
  }

  private func showScreen() throws(LooopError) {
    guard try screen?.update() == true, let screen = screen?.screen else { return }
    let rows = screen.lines.trimmed(of: "")
    if rows != shownRows { quote(rows.map { $0 + "\n" }.joined()) }
    shownRows = rows
  }

  /// Prints a last line that has not ended.
  private func showRest() {
    if session == nil { return }
    splitter.finish { quote(String(decoding: $0, as: UTF8.self)) }
  }

  /// Prints what a worker wrote behind bars: its lines are not looop's own.
  private func quote(_ text: String) {
    var lines = Untrusted.lines(wiring.redacted(text))
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in Untrusted.barred(lines) { Console.say(line) }
  }

  /// In the words of `journal`; the first time what happened last.
  private func showEvents() throws(LooopError) {
    guard let history else {
      let feed = try HistoryFeed(wiring)
      let entries = try feed.end(last: Self.shownFirst).entries
      say(entries)
      if entries.isEmpty { Console.say("Nothing has happened yet.") }
      history = feed
      return
    }
    var hasMore = true
    while hasMore {
      let news = try history.next()
      say(news.entries)
      hasMore = news.hasMore
    }
  }

  private func say(_ entries: [History.Entry]) {
    for entry in entries { Console.say(entry.line) }
  }

  private func next(_ path: String, last: Int) throws(LooopError) -> [UInt8] {
    var tail: FileTail
    if let begun = self.tail { tail = begun } else { tail = try FileTail(path: path, last: last) }
    let bytes = try tail.next()
    self.tail = tail
    return bytes
  }

  private static let shownFirst = 20
  /// Bytes of what a worker printed that are shown first.
  private static let lastWords = 4_096
}
