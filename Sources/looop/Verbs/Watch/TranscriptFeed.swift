internal import Base
internal import Core

/// The transcript of a headless worker, in words.
final class TranscriptFeed: SessionFeed {
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
