import Screen
import TestSupport
import Testing

@Suite("Where a cut recording begins")
struct ReplayStartTests {
  private static func rest(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes[ReplayStart(in: bytes).offset...], as: UTF8.self)
  }

  /// Longer than what is before the point, which counts only in the first half.
  private static let later = String(repeating: "later ", count: 20)

  @Test(
    "A reset, a switch of screens and a cleared screen leave nothing of what was before",
    arguments: [
      "\u{1B}c", "\u{1B}[2J", "\u{1B}[H\u{1B}[J", "\u{1B}[1;1H\u{1B}[0J", "\u{1B}[?1049h",
      "\u{1B}[?25;1049h", "\u{1B}[?47l",
    ])
  func safe(point: String) {
    #expect(Self.rest("ab\ncd" + point + Self.later) == point + Self.later)
  }

  @Test(
    "What clears only a part is no such point",
    arguments: ["\u{1B}[J", "\u{1B}[K", "\u{1B}[3J", "\u{1B}[H", "\u{1B}[?25h", "\u{1B}[12J"])
  func unsafe(point: String) {
    #expect(Self.rest("ab\ncd" + point + Self.later) == "cd" + point + Self.later)
  }

  @Test("A clear in the second half would cost the lines before it")
  func late() {
    #expect(Self.rest("ab\n" + Self.later + "\u{1B}[2Jx") == Self.later + "\u{1B}[2Jx")
  }

  @Test("A cut in a sequence, a character or a title shows nothing of its rest")
  func cuts() {
    #expect(Self.rest("8;5;1mred\ntwo") == "two")
    #expect(Self.rest("a title\nof two lines\u{07}shown\nnext") == "next")
    #expect(Self.rest("a title\nof two lines\u{1B}\\shown\nnext") == "next")
    #expect(Self.rest("no line\u{1B}[1mbold") == "\u{1B}[1mbold")
    let character = Array("é".utf8.dropFirst()) + Array("abc".utf8)
    #expect(ReplayStart(in: character).offset == 1)
    #expect(ReplayStart(in: []).offset == 0)
    #expect(ReplayStart(in: [0x1B]).offset == 0)
    #expect(ReplayStart(in: [0x80, 0x80]).offset == 2)
  }

  @Test("The screen that a program leaves later was the alternate one before")
  func alternate() {
    func lines(_ text: String) -> [String] {
      ReplayStart.screen(Array(text.utf8), columns: 10, rows: 2, scrollback: 9).scrolledLines
    }
    let full = "x\na\nb\nc\nd\n" + String(repeating: "\u{1B}[m", count: 40)
    #expect(lines(full + "\u{1B}[?1049lend").isEmpty)
    #expect(lines(full + "\u{1B}[?1049hend") == ["a", " b", "  c"])
  }

  @Test(
    "Wherever the cut is before a reset, a recorded session looks the same at its end",
    arguments: Recording.all)
  func recordings(recording: Recording) throws {
    let whole = try recording.played()
    let before = String(
      repeating: "\u{1B}]0;Ein Titel ü\u{07}\u{1B}[38;5;9m宽 \u{1B}[7mé\u{1B}[0m\r\n", count: 40)
    let bytes = Array((before + "\u{1B}c").utf8) + (try recording.bytes())
    for cut in stride(from: 0, through: before.utf8.count, by: 307) {
      let screen = ReplayStart.screen(
        Array(bytes[cut...]), columns: whole.columns, rows: whole.rows, scrollback: 1000)
      #expect(screen.lines == whole.lines && screen.title == whole.title, "\(cut)")
    }
  }

  @Test("Random bytes begin somewhere, and nothing fails")
  func random() {
    var random = SeededRandom(15)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in
        UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x1F : 0xFF)
      }
      let start = ReplayStart(in: bytes).offset
      #expect(0...length ~= start)
      let screen = ReplayStart.screen(bytes, columns: 5, rows: 3, scrollback: 2)
      #expect(screen.lines.count == 3)
    }
  }
}
