/// What lines and quotes put between the words of a text, and where they cut it.
enum LaidOutText {
  /// Begins each line of a quote.
  static let bar = UInt8(ascii: "|")
  /// Between the end of a line and the word that goes on in the next one, at most.
  static let widestMargin = 200
  /// What looop and others put where they cut a text.
  private static let cutMarks = ["…", "...", "[clipped: "].map { Array($0.utf8) }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == .space || byte == .lineFeed || byte == .tab || byte == 0x0D
  }

  /// Whether what comes next at `at` is left out there.
  static func isCut(_ at: Int, in text: Spelling.Text) -> Bool {
    let blanks = text[at...].prefix(2).prefix { $0 == .space || $0 == .lineFeed || $0 == 0x0D }
    let rest = text[blanks.endIndex...]
    return cutMarks.contains { rest.starts(with: $0) }
  }

  /// The end of the blanks at `at`, with the bar that begins a line of a quote; nil where there are
  /// none. A text that was wrapped or folded has other blanks than it had; `next` comes behind them.
  static func blanks(at: Int, in text: Spelling.Text, before next: UInt8) -> Int? {
    var end = at
    var beginsLine = false
    for byte in text[at...].prefix(widestMargin) {
      if isBlank(byte) {
        beginsLine = beginsLine || byte == .lineFeed
      } else if beginsLine, byte == bar, next != bar {
        beginsLine = false
      } else {
        break
      }
      end += 1
    }
    return end > at ? end : nil
  }
}
