internal import Base
internal import Core
internal import Screen
internal import Sensors

/// `watch` without a window: one log, printed as it grows; a number and Enter chooses another.
final class PlainWatch {
  private let wiring: Wiring
  private var session: Identifier?
  private var history: HistoryFeed?
  private var file: FollowedFile?
  /// Whether any of it was shown.
  private var isBegun = false
  private var transcript: TranscriptText
  private var listed: [Identifier] = []
  /// The worker's screen and its lines as last shown, where it has one.
  private var screen: SessionScreen?
  private var lines: [String]?

  init(_ wiring: Wiring) {
    self.wiring = wiring
    transcript = TranscriptText(wiring.redaction, isWordsAlone: false)
  }

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
            }), redacted: wiring.redaction)
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
    file = nil
    transcript = TranscriptText(wiring.redaction, isWordsAlone: false)
    (screen, lines) = (try id.map(wiring.loop.fleet.sessionScreen) ?? nil, nil)
    Console.say("--- \(id.map { "worker \($0)" } ?? "pulse")")
  }

  /// Prints what was added since the last read; the first time, the end of the log.
  private func show() throws(LooopError) {
    guard let session else { return try showEvents() }
    if screen != nil { return try showScreen() }
    let file: FollowedFile
    if let begun = self.file { file = begun } else { file = try open(session) }
    var isCut = file.omitted > 0 && !isBegun
    var hasMore = true
    while hasMore {
      hasMore = try file.read { piece in
        let bytes = isCut ? wiring.redaction.end(Array(piece)) : Array(piece)
        isCut = false
        isBegun = true
        quote(transcript.add(bytes[...]))
        return piece.count
      }
    }
  }

  private func open(_ session: Identifier) throws(LooopError) -> FollowedFile {
    let path = wiring.loop.fleet.outputFile(of: session)
    let opened = try FollowedFile(
      path: path, former: Recording.older(than: path), from: .beginning(atMost: Self.lastWords))
    (file, isBegun) = (opened, false)
    return opened
  }

  private func showScreen() throws(LooopError) {
    _ = try screen?.update()
    guard let shown = screen?.screen, shown.lines != lines else { return }
    lines = shown.lines
    let text = shown.lines.trimmed(of: "").map { $0 + "\n" }.joined()
    quote(Untrusted.lines(wiring.redacted(text)).dropLast().map(String.init))
  }

  /// Prints a last line that has not ended.
  private func showRest() {
    if session != nil, screen == nil { quote(transcript.finish()) }
  }

  /// Prints what a worker wrote behind bars: its lines are not looop's own.
  private func quote(_ lines: [String]) {
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

  private static let shownFirst = 20
  /// Bytes of what a worker printed that are shown first.
  private static let lastWords = 4_096
}
