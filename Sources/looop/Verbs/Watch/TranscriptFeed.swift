internal import Base
internal import Core

/// The transcript of a headless worker, in words.
final class TranscriptFeed: SessionFeed {
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
