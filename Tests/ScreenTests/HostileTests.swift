import Screen
import TestSupport
import Testing

@Suite("Hostile bytes")
struct HostileTests {
  private static let pieces: [[UInt8]] =
    [
      "\u{1B}", "\u{1B}[", "\u{1B}]", "\u{1B}P", "\u{1B}_", "\u{1B}]0;", "\u{1B}\\", "\u{7}",
      "\u{18}", "\r", "\n", "\t",
      "\u{8}", "0", "1", "2", "3", "7", "9", ";", ":", "?", ">", "!", "?1049", "?47", "?6", "?7",
      "4",
      "99999999999999999999", "38;2;", "48:2::", "a", "xyz", "宽", "é", "👩‍👩‍👧‍👦", "🏽", "🇯", "🇵",
      "\u{200D}", "\u{FE0F}", "☁", "\u{301}", "\u{202E}", "\u{1B}7", "\u{1B}8", "\u{1B}M",
      "\u{1B}D",
      "\u{1B}c", "\u{1B}H", "\u{1B}(0", "\u{1B}(B", "\u{E}", "\u{1B}[999;999H", "\u{1B}[H",
      "\u{1B}[2;3r", "\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?47h",
      "\u{1B}[?47l", "\u{1B}[?6h", "\u{1B}[?7l", "\u{1B}[?7h", "\u{1B}[4h",
    ].map { Array($0.utf8) } + [[0xFF], [0xE5], [0xE5, 0xAE], [0xF0, 0x9F], [0x9B], [0x80], [0]]

  private static let finals = Array("ABCDEFGHIJKLMPSTXZ@`abcdefghlmnqrsu".utf8)

  private func noise(_ random: inout SeededRandom) -> [UInt8] {
    (0..<Int.random(in: 1...60, using: &random)).flatMap { _ -> [UInt8] in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: [UInt8.random(in: 0...255, using: &random)]
      case 1:
        Array("\u{1B}[\(Int.random(in: 0...12, using: &random))".utf8)
          + [Self.finals.randomElement(using: &random) ?? 0x6D]
      default: Self.pieces.randomElement(using: &random) ?? []
      }
    }
  }

  /// What holds for every screen: its size, its cursor within it, whole characters only.
  private func expectSound(_ screen: Screen, _ seed: UInt64) {
    #expect(screen.lines.count == screen.rows, "seed \(seed)")
    #expect(0..<screen.rows ~= screen.cursorRow, "seed \(seed)")
    #expect(0..<screen.columns ~= screen.cursorColumn, "seed \(seed)")
    #expect(!screen.title.unicodeScalars.contains { $0.value < 32 }, "seed \(seed)")
    #expect(!screen.lines.contains { $0.utf8.count > screen.columns * 64 }, "seed \(seed)")
    for row in 0..<screen.rows {
      let texts = (0..<screen.columns).map { screen.cell(row: row, column: $0)?.text ?? "" }
      // An empty text is the right half of a character: never two, never at the beginning.
      #expect(texts.first != "", "seed \(seed)")
      #expect(!zip(texts, texts.dropFirst()).contains { $0 == "" && $1 == "" }, "seed \(seed)")
    }
  }

  @Test("Any bytes, in any slices and at any size, give a sound screen")
  func anyBytes() {
    var random = Seed.take(for: "HostileTests.anyBytes")
    let seed = random.seed
    for _ in 0..<400 {
      let columns = Int.random(in: 1...12, using: &random)
      var whole = Screen(
        columns: columns, rows: Int.random(in: 1...6, using: &random), scrollback: 5)
      for _ in 0..<4 {
        var cut = whole
        let bytes = noise(&random)
        whole.feed(bytes[...])
        cut.feed(bytes, by: Int.random(in: 1...3, using: &random))
        #expect(cut == whole, "seed \(seed)")
        expectSound(whole, seed)
        whole.resize(
          columns: Int.random(in: 1...12, using: &random),
          rows: Int.random(in: 1...6, using: &random))
        expectSound(whole, seed)
      }
    }
  }

  @Test("A session with damage gives a sound screen", arguments: Recording.all)
  func damaged(recording: Recording) throws {
    var random = Seed.take(for: "HostileTests.damaged")
    let seed = random.seed
    let bytes = try recording.bytes()
    for _ in 0..<10 {
      let start = Int.random(in: 0..<bytes.count - 8000, using: &random)
      var part = Array(bytes[start..<start + 8000])
      for _ in 0..<200 {
        part[Int.random(in: 0..<part.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      var screen = Screen(columns: 40, rows: 12, scrollback: 20)
      screen.feed(part[...])
      var cut = Screen(columns: 40, rows: 12, scrollback: 20)
      cut.feed(part, by: 5)
      #expect(cut == screen, "seed \(seed)")
      expectSound(screen, seed)
    }
  }

  @Test("Large numbers ask for no more than the screen has")
  func largeNumbers() {
    for last in Self.finals {
      let sequence = "x\u{1B}[1000000000;1000000000\(Unicode.Scalar(last))"
      let screen = Screen.showing(String(repeating: sequence, count: 50), scrollback: 7)
      expectSound(screen, 0)
      #expect(screen.scrolledLines.count <= 7)
    }
  }

  @Test("A pile of combining signs stays small, and old piles are swept")
  func piles() {
    let pile = "e" + String(repeating: "\u{301}", count: 1000)
    let screen = Screen.showing(String(repeating: pile + "\r", count: 20))
    #expect(screen.text.utf8.count <= 65)
    var swept = Screen.showing("a\u{300}u\u{308}\r\n", columns: 4, rows: 2)
    for _ in 0..<2000 { swept.feed("e\u{301}\u{302}o\u{303}\r") }
    #expect(swept.text == "a\u{300}u\u{308}|e\u{301}\u{302}o\u{303}")
  }
}
