internal import Base
internal import Core

/// The life of the pulse in the words of `journal`, and below it the stream of the call under way.
final class PulseFeed: SessionFeed {
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
      lines.append(.own("--- \(call.runner) is asked; its stream so far:", WatchStyle.title))
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
