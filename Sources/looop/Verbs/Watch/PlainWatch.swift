internal import Base
internal import Core
internal import Screen

/// `watch` without a window: one log, printed as it grows; a number and Enter chooses another.
final class PlainWatch {
  private let wiring: Wiring
  private var session: Identifier?
  private var history: HistoryFeed?
  private var tail: FileTail?
  private var splitter = LineSplitter()
  private var listed: [Identifier] = []
  /// The worker's screen as last shown, where it has one.
  private var screen: [String]?

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

  private func list() throws(LooopError) {
    let world = try wiring.observedWorld()
    listed = world.workers.map(\.id)
    Console.say(
      table: ColumnTable(
        rows: [["0", "pulse"]]
          + world.workers.enumerated().map { index, worker in
            ["\(index + 1)", "\(worker.id)", WorkerRender.state(of: worker, in: world)]
          }))
  }

  private func choose(_ line: String) throws(LooopError) {
    guard let number = Int(line), number <= listed.count, number >= 0 else { return try list() }
    try follow(number == 0 ? nil : listed[number - 1])
  }

  private func follow(_ id: Identifier?) throws(LooopError) {
    session = id
    history = nil
    tail = nil
    splitter = LineSplitter()
    screen = nil
    Console.say("--- \(id.map { "worker \($0)" } ?? "pulse")")
  }

  /// Prints what was added since the last read; the first time, the end of the log.
  private func show() throws(LooopError) {
    if let session, let shown = try wiring.loop.fleet.screen(of: session) {
      if shown.lines != screen { quote(shown.text) }
      screen = shown.lines
      return
    }
    guard let session else { return try showEvents() }
    let path = wiring.loop.fleet.outputFile(of: session)
    let size = tail == nil ? try FileFacts.of(path)?.size ?? 0 : 0
    var bytes = try next(path, last: Self.lastWords)
    if size > Self.lastWords { bytes = wiring.loop.store.redaction.end(bytes) }
    var lines: [UInt8] = []
    splitter.add(bytes[...]) { lines += $0 + [.lineFeed] }
    if !lines.isEmpty { quote(String(decoding: lines, as: UTF8.self)) }
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
      say(try feed.end(last: Self.shownFirst).entries)
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

extension Screen {
  /// The rows down to the last one with text.
  fileprivate var text: String {
    let end = lines.lastIndex { !$0.isEmpty } ?? -1
    return lines[...end].map { $0 + "\n" }.joined()
  }
}
