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
    guard let worker = try loop.fleet.worker(id) else { return PulseFeed(self) }
    let path = loop.fleet.outputFile(of: id)
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

/// The transcript of a headless worker, in words.
private final class TranscriptFeed: SessionFeed {
  /// In bytes: of a longer line only the start is shown, since it would fill more than any window.
  private static let longestLine = 16 << 10

  let paths: Set<String>
  private let store: Store
  private var reader: RecordingReader
  private var splitter = LineSplitter(limit: TranscriptFeed.longestLine)
  private var isGone = false

  init(_ path: String, _ store: Store) {
    paths = [path]
    self.store = store
    reader = RecordingReader(path: path, limit: SessionScreen.replayed)
  }

  func update() throws(LooopError) -> WatchEvent? {
    switch try reader.next() {
    case .nothing: return nil
    case .gone:
      splitter = LineSplitter(limit: Self.longestLine)
      return .words(
        SessionWords(
          isFresh: false, lines: [.own("--- its transcript was removed", WatchStyle.faint)]))
    case .appended(let bytes): return words(bytes, isFresh: false, notes: [])
    case .fresh(let bytes, let isCut):
      splitter = LineSplitter(limit: Self.longestLine)
      guard isCut else { return words(bytes, isFresh: true, notes: []) }
      let start = bytes.firstIndex(of: .lineFeed).map { $0 + 1 } ?? 0
      return words(
        Array(bytes[start...]), isFresh: true,
        notes: [.own("--- the end of a longer transcript", WatchStyle.faint)])
    }
  }

  private func words(
    _ bytes: [UInt8], isFresh: Bool, notes: [WrappedText.Line]
  ) -> WatchEvent {
    let redaction = store.redaction
    var whole: [UInt8] = []
    splitter.add(bytes[...]) { whole += $0 + [.lineFeed] }
    let lines =
      whole.isEmpty
      ? []
      : WrappedText.Line.foreign(whole, redacted: redaction)
    // What is still to come may be the other half of a secret.
    let rest = redaction.start(splitter.partial)
    let open = WrappedText.Line.foreign(rest, redacted: redaction)
    return .words(
      SessionWords(isFresh: isFresh, lines: notes + lines, open: rest.isEmpty ? nil : open.first))
  }
}

/// The life of the pulse in the words of `journal`, and below it the stream of the call under way.
private final class PulseFeed: SessionFeed {
  /// So many entries are shown.
  private static let entries = 500
  private static let streamLines = 2_000

  private let wiring: Wiring
  private var history: [WrappedText.Line] = []
  private var historySize: FileFacts?
  private var call: Call?

  /// A call of a runner, read as it comes.
  private struct Call {
    let path: String
    let runner: String
    var transcript: Transcript
    var reader: RecordingReader
    var lines: [WrappedText.Line] = []
  }

  init(_ wiring: Wiring) { self.wiring = wiring }

  var paths: Set<String> { Set([wiring.directory.events] + [call?.path].compactMap(\.self)) }

  func update() throws(LooopError) -> WatchEvent? {
    let isNews = try readHistory()
    let isCallNews = try readCall()
    guard isNews || isCallNews else { return nil }
    var lines = history
    if let call {
      lines.append(.own("--- \(call.runner) is asked; its stream so far:", WatchStyle.heading))
      lines += call.lines
    }
    return .words(SessionWords(isFresh: true, lines: lines))
  }

  private func readHistory() throws(LooopError) -> Bool {
    let facts = try FileFacts.of(wiring.directory.events)
    guard facts != historySize || history.isEmpty else { return false }
    // Gone with its data dir: what was known stays.
    if facts == nil, !history.isEmpty { return false }
    historySize = facts
    let former = history
    history = try History(wiring, last: Self.entries).entries.suffix(Self.entries).map {
      .own(wiring.redacted($0.line))
    }
    return history != former
  }

  /// Nothing of it is needed to know how the loop stands: what cannot be read is left out.
  private func readCall() throws(LooopError) -> Bool {
    guard let runner = try Activity.read(wiring.directory).deciding?.name,
      let beat = try Folder.names(in: wiring.directory.runs)?.max(),
      let path = try RunFolder(beat: beat, path: "\(wiring.directory.runs)/\(beat)").streams.last
    else {
      defer { call = nil }
      return call != nil
    }
    if call?.path != path { call = try Self.call(of: runner, path: path, wiring) }
    guard var current = call else { return false }
    defer { call = current }
    switch try current.reader.next() {
    case .nothing, .gone: return false
    case .fresh(let bytes, let isCut):
      let start = isCut ? bytes.firstIndex(of: .lineFeed).map { $0 + 1 } ?? 0 : 0
      current.lines = []
      add(bytes[start...], to: &current)
    case .appended(let bytes): add(bytes[...], to: &current)
    }
    return true
  }

  private func add(_ bytes: ArraySlice<UInt8>, to call: inout Call) {
    let text = call.transcript.read(bytes)
    guard !text.isEmpty else { return }
    call.lines += WrappedText.Line.foreign(text, redacted: wiring.loop.store.redaction)
    call.lines = call.lines.suffix(Self.streamLines)
  }

  private static func call(
    of runner: String, path: String, _ wiring: Wiring
  ) throws(LooopError) -> Call {
    let preset = try wiring.loop.runners.preset(named: runner)
    let store = wiring.loop.store
    let transcript = Transcript(
      try wiring.loop.runners.runner(for: preset), command: preset.tickCommand,
      secrets: { store.redaction })
    return Call(
      path: path, runner: runner, transcript: transcript,
      reader: RecordingReader(path: path, limit: SessionScreen.replayed))
  }
}
