internal import Base
internal import Core
internal import Screen

/// Reads what a session shows, and what is added to it.
protocol SessionFeed: AnyObject {
  /// The files whose growth it shows.
  var paths: Set<String> { get }
  /// What is to be shown since the last call; nil when that is the same.
  func update() throws(LooopError) -> WatchEvent?
}

extension Wiring {
  func feed(of name: SessionName) throws(LooopError) -> any SessionFeed {
    guard case .worker(let id) = name else { return PulseFeed(self) }
    return try loop.fleet.worker(id).map(feed) ?? MissingFeed(id, self)
  }

  fileprivate func feed(of worker: Worker) -> any SessionFeed {
    let path = loop.fleet.outputFile(of: worker.id)
    return worker.kind == .terminal
      ? ScreenFeed(path, loop.store) : TranscriptFeed(path, loop.store)
  }
}

/// The screen of a terminal worker.
private final class ScreenFeed: SessionFeed {
  let paths: Set<String>
  private let store: Store
  private var screen: SessionScreen

  init(_ path: String, _ store: Store) {
    paths = [path]
    self.store = store
    screen = SessionScreen(of: path)
  }

  func update() throws(LooopError) -> WatchEvent? {
    guard try screen.update() else { return nil }
    // While the agent draws, the screen may be half of one and half of the next.
    return .screen(
      ScreenPicture(screen: screen.screen, redaction: store.redaction))
  }
}

/// A worker whose session is not there, until it is.
private final class MissingFeed: SessionFeed {
  private let wiring: Wiring
  private let id: Identifier
  private var isShown = false
  private var found: (any SessionFeed)?

  init(_ id: Identifier, _ wiring: Wiring) {
    self.id = id
    self.wiring = wiring
  }

  var paths: Set<String> { found?.paths ?? [] }

  func update() throws(LooopError) -> WatchEvent? {
    if found == nil, let worker = try wiring.loop.fleet.worker(id) {
      found = wiring.feed(of: worker)
    }
    if let found { return try found.update() }
    if isShown { return nil }
    isShown = true
    return .words(
      SessionWords(
        isFresh: true, lines: [.own("--- there is no worker \(id)", WatchStyle.faint)]))
  }
}

/// The transcript of a headless worker, in words.
private final class TranscriptFeed: SessionFeed {
  let paths: Set<String>
  private let store: Store
  private var reader: RecordingReader
  private var lines = QuotedLines()

  init(_ path: String, _ store: Store) {
    paths = [path]
    self.store = store
    reader = RecordingReader(path: path, limit: SessionScreen.replayed)
  }

  func update() throws(LooopError) -> WatchEvent? {
    switch try reader.next() {
    case .nothing: return nil
    case .gone:
      lines = QuotedLines()
      return .words(
        SessionWords(
          isFresh: false, lines: [.own("--- its transcript was removed", WatchStyle.faint)]))
    case .appended(let bytes): return words(bytes[...], isFresh: false, notes: [])
    case .fresh(let bytes, let isCut):
      lines = QuotedLines()
      guard isCut else { return words(bytes[...], isFresh: true, notes: []) }
      return words(
        bytes.fromFirstWholeLine, isFresh: true,
        notes: [.own("--- the end of a longer transcript", WatchStyle.faint)])
    }
  }

  private func words(
    _ bytes: ArraySlice<UInt8>, isFresh: Bool, notes: [WrappedText.Line]
  ) -> WatchEvent {
    let added = lines.add(bytes, store.redaction)
    return .words(
      SessionWords(isFresh: isFresh, lines: notes + added, open: lines.open(store.redaction)))
  }
}

extension [UInt8] {
  /// Without the line that a cut at the start may have divided.
  var fromFirstWholeLine: ArraySlice<UInt8> {
    self[(firstIndex(of: .lineFeed).map { $0 + 1 } ?? 0)...]
  }
}
