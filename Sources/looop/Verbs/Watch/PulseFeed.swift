internal import Base
internal import Core

/// The life of the pulse in the words of `journal`, and below it the stream of the call under way.
final class PulseFeed: SessionFeed {
  /// So many entries are shown.
  private static let entries = 500
  private static let streamLines = 2_000

  private let wiring: Wiring
  private var feed: HistoryFeed?
  private var history: [History.Entry] = []
  private var call: Call?

  /// A call of a runner, read as it comes.
  private struct Call {
    let path: String
    let runner: String
    var transcript: Transcript
    var reader: RecordingReader
    var quoted = QuotedLines()
    var lines: [WrappedText.Line] = []
  }

  init(_ wiring: Wiring) { self.wiring = wiring }

  var paths: Set<String> { Set([wiring.directory.events] + [call?.path].compactMap(\.self)) }

  func update() throws(LooopError) -> WatchEvent? {
    let isNews = try readHistory()
    let isCallNews = try readCall()
    guard isNews || isCallNews else { return nil }
    // By what is secret now: that may have become known since they were read.
    var lines: [WrappedText.Line] = history.map { .own(wiring.redacted($0.line)) }
    if let call {
      lines.append(.own("--- \(call.runner) is asked; its stream so far:", WatchStyle.title))
      lines += call.lines
    }
    return .words(
      SessionWords(
        isFresh: true, lines: lines, open: call?.quoted.open(wiring.redaction)))
  }

  private func readHistory() throws(LooopError) -> Bool {
    guard let feed else {
      let feed = try HistoryFeed(wiring)
      history = try feed.end(last: Self.entries).entries
      self.feed = feed
      return true
    }
    var isNews = false
    var hasMore = true
    while hasMore {
      let news = try feed.next()
      isNews = isNews || !news.entries.isEmpty
      history = (history + news.entries).suffix(Self.entries)
      hasMore = news.hasMore
    }
    return isNews
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
      (current.lines, current.quoted) = ([], QuotedLines())
      add(isCut ? bytes.fromFirstWholeLine : bytes[...], to: &current)
    case .appended(let bytes): add(bytes[...], to: &current)
    }
    return true
  }

  private func add(_ bytes: ArraySlice<UInt8>, to call: inout Call) {
    let text = call.transcript.read(bytes)
    guard !text.isEmpty else { return }
    call.lines += call.quoted.add(Array(text.utf8)[...], wiring.redaction)
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
