internal import Base

/// A transcript's bytes as lines for people, without secrets. What would command the reader's terminal
/// is shown as an escape or, with words alone, left out.
struct TranscriptText {
  /// A longer line is shown in pieces.
  private static let longestLine = 64 << 10

  private let redaction: Redaction
  private let isWordsAlone: Bool
  private var stream = RedactedStream()
  private var line: [UInt8] = []

  init(_ redaction: Redaction, isWordsAlone: Bool) {
    self.redaction = redaction
    self.isWordsAlone = isWordsAlone
  }

  mutating func add(_ bytes: ArraySlice<UInt8>) -> [String] { lines(stream.add(bytes, redaction)) }

  /// The last line, which has not ended.
  mutating func finish() -> [String] {
    let lines = lines(stream.finish(redaction))
    defer { line = [] }
    return line.isEmpty ? lines : lines + [shown(line)]
  }

  private mutating func lines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: .lineFeed)
      let cut = min(end ?? rest.endIndex, rest.startIndex + Self.longestLine - line.count)
      line += rest[..<cut]
      rest = rest[cut...]
      if rest.first == .lineFeed {
        rest = rest.dropFirst()
      } else if line.count < Self.longestLine {
        continue
      }
      lines.append(shown(line))
      line = []
    }
    return lines
  }

  private func shown(_ bytes: [UInt8]) -> String {
    let bytes = bytes.last == 0x0D ? Array(bytes.dropLast()) : bytes
    return Untrusted.visible(
      String(decoding: isWordsAlone ? Self.words(bytes) : bytes, as: UTF8.self))
  }

  /// Without sequences and controls.
  private static func words(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { all in
      var words: [UInt8] = []
      var place = 0
      while place < all.count {
        if all[place] == TerminalSequence.escape {
          place = TerminalSequence.end(in: all, from: place)
        } else {
          if all[place] >= 0x20 && all[place] != 0x7F || all[place] == .tab {
            words.append(all[place])
          }
          place += 1
        }
      }
      return words
    }
  }
}
