internal import Base

/// Someone else's growing text as lines for a window, without secrets: one may begin in what there is
/// and end in what comes next, on the same line or the next one.
struct QuotedLines {
  /// In bytes: of a longer line only the start is shown, since it would fill more than any window.
  private static let longestLine = 16 << 10

  private var stream = RedactedStream()
  private var splitter = LineSplitter(limit: QuotedLines.longestLine)

  /// The lines that `bytes` completes.
  mutating func add(_ bytes: ArraySlice<UInt8>, _ redaction: Redaction) -> [WrappedText.Line] {
    var lines: [WrappedText.Line] = []
    splitter.add(stream.add(bytes, redaction)[...]) { lines.append(Self.line($0)) }
    return lines
  }

  /// What is below them so far; nil when that is nothing.
  func open(_ redaction: Redaction) -> WrappedText.Line? {
    let rest = splitter.partial + stream.waiting(redaction).prefix { $0 != .lineFeed }
    return rest.isEmpty ? nil : Self.line(rest.prefix(Self.longestLine))
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> WrappedText.Line {
    .foreign(Untrusted.visible(String(decoding: bytes, as: UTF8.self)))
  }
}
