internal import Base
internal import Core

/// Keeps a preset's listening script running while a reply may come.
final class NotifierListener {
  private let wiring: Wiring
  private let setup: NotifierSetup
  private let folder: NotifierFolder
  private let children: ChildGroup
  private let hear: (ArraySlice<UInt8>) -> Void
  private var running: ChildGroup.Batch?
  private var failures = 0
  private var began = Monotonic.now()
  /// When it may be started again; nil for at once.
  private(set) var retryAt: Monotonic?
  /// Why it does not listen now.
  private(set) var problem: String?
  var hasNews = false

  init(
    wiring: Wiring, setup: NotifierSetup, folder: NotifierFolder, children: ChildGroup,
    hear: @escaping (ArraySlice<UInt8>) -> Void
  ) {
    self.wiring = wiring
    self.setup = setup
    self.folder = folder
    self.children = children
    self.hear = hear
  }

  /// Starts it, or ends it, as something waits for a reply or nothing does.
  func tend(isWanted: Bool) throws(LooopError) {
    guard isWanted else {
      if let running { children.end(running) }
      (retryAt, problem, failures) = (nil, nil, 0)
      return
    }
    guard running == nil, retryAt.map({ $0 <= .now() }) != false else { return }
    retryAt = nil
    guard let command = setup.listening(from: try cursor(), in: folder, wiring) else { return }
    began = .now()
    var lines = LineSplitter(limit: 64 << 10)
    running = children.start(
      [command],
      onOutput: { [hear] chunk in
        lines.add(chunk, hear)
        return .open
      },
      whenEnded: { [self] results in
        lines.finish(hear)
        running = nil
        hasNews = true
        if let result = results.first { end(result) }
      })
  }

  private func end(_ result: CommandResult) {
    if result.status == .interrupted { return }
    let said = Untrusted.oneLine(result.errors(wiring.loop.store.redaction))
    // A server may end a connection when it likes; only what fails is a problem.
    let isWell = result.status.isSuccess && said.isEmpty
    problem = isWell ? nil : NotifierSends.words(result, wiring)
    if Monotonic.now() - began > .minutes(1) { failures = 0 }
    failures += 1
    retryAt = .now() + .seconds(min(300, 1 << min(failures - 1, 9)))
  }

  /// How far it was read; at first, what comes from now on.
  private func cursor() throws(LooopError) -> String {
    if let text = try AtomicFile.readText(folder.cursor) {
      let cursor = Untrusted.oneLine(text)
      if NotifyReply.isCursor(cursor) { return cursor }
    }
    let now = "\(wiring.clock.now())"
    try AtomicFile.replace(folder.cursor, Array("\(now)\n".utf8), durable: false)
    return now
  }
}
