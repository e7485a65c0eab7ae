internal import ArgumentParser
internal import Base
internal import Core
internal import Screen

struct WatchCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow the pulse's log, or a worker's output; read-only.",
    discussion: "Type a number for a worker, 0 for the pulse, q to quit; then Enter.")
  static let examples = [
    Example("looop watch --once"),
    Example("looop watch --session notes --once", at: .worker),
  ]

  @Option(help: "Follow this worker from the start.") var session: String?
  @Flag(help: "Print what there is and exit.") var once = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let followed = try session.map { id throws(LooopError) in try wiring.knownWorker(id).id }
    let view = LogView(wiring)
    try view.list()
    if let followed { try view.follow(followed) }
    try view.show()
    if once { return ExitStatusCode.ok }
    let keys = TypedLines()
    let stop = try StopSignal()
    let poller = Poller(stop: stop, permanent: [keys])
    // Without a terminal there is no typed input, and it goes on; at one, Ctrl-D ends it.
    let isTyped = Console.isInputTerminal
    while !poller.isStopping, keys.isOpen || !isTyped {
      // A file that another process holds open raises no event when it grows.
      poller.turn(until: Monotonic.now() + .milliseconds(250))
      while let line = keys.next() {
        if line == "q" { return ExitStatusCode.ok }
        try view.choose(line)
      }
      try view.show()
    }
    return ExitStatusCode.ok
  }
}

/// One log on the screen, read from where the last read ended.
private final class LogView {
  private let wiring: Wiring
  private var session: Identifier?
  private var tail: FileTail?
  private var listed: [Identifier] = []
  /// The worker's screen as last shown, where it has one.
  private var screen: [String]?

  init(_ wiring: Wiring) { self.wiring = wiring }

  func list() throws(LooopError) {
    let world = try wiring.observedWorld()
    listed = world.workers.map(\.id)
    Console.say(
      table: [["0", "pulse"]]
        + world.workers.enumerated().map { index, worker in
          ["\(index + 1)", "\(worker.id)", WorkerRender.state(of: worker, in: world)]
        })
  }

  func choose(_ line: String) throws(LooopError) {
    guard let number = Int(line), number <= listed.count, number >= 0 else { return try list() }
    try follow(number == 0 ? nil : listed[number - 1])
  }

  func follow(_ id: Identifier?) throws(LooopError) {
    session = id
    tail = nil
    screen = nil
    Console.say("--- \(id.map { "worker \($0)" } ?? "pulse")")
  }

  /// Prints what was added since the last read; the first time, the end of the log.
  func show() throws(LooopError) {
    if let session, let shown = try wiring.loop.fleet.screen(of: session) {
      if shown.lines != screen { Console.show(shown.text) }
      screen = shown.lines
      return
    }
    let path = session.map(wiring.loop.fleet.outputFile(of:)) ?? wiring.directory.events
    var tail: FileTail
    if let begun = self.tail { tail = begun } else { tail = try FileTail(path: path, last: 4_096) }
    let bytes = try tail.next()
    self.tail = tail
    guard !bytes.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    if session == nil {
      for line in text.split(separator: "\n") { Console.say(EventRender.text(String(line))) }
    } else {
      Console.show(text)
    }
  }
}

extension Screen {
  /// The rows down to the last one with text.
  fileprivate var text: String {
    let end = lines.lastIndex { !$0.isEmpty } ?? -1
    return lines[...end].map { $0 + "\n" }.joined()
  }
}
