import Screen
import Testing

@testable import looop

@Suite("Words on a screen of their own")
struct WordScreenTests {
  private static func lines(_ screen: Screen) -> [String] {
    screen.lines.filter { !$0.isEmpty }
  }

  @Test("What happened is wrapped at blanks, behind its time")
  func history() {
    let word = "seven77"
    let text = Array(repeating: word, count: 30).joined(separator: " ")
    let screen = WordScreen.history([
      History.Entry(time: "2026-11-22 09:05:07", at: 1, event: "x", text: text)
    ])
    let lines = Self.lines(screen)
    #expect(lines.count == 3 && lines.allSatisfy { $0.hasSuffix(word) && $0.count <= 120 })
    #expect(lines[0].hasPrefix("2026-11-22 09:05:07 seven77"))
    #expect(lines[1].hasPrefix(String(repeating: " ", count: 20) + word))
    #expect(screen.cell(row: 0, column: 0)?.style.attributes == .faint)
    #expect(screen.cell(row: 0, column: 20)?.style == .plain)
  }

  @Test("A transcript is wrapped at blanks and keeps its end; sequences in it stay words")
  func transcript() {
    let long = Array(repeating: "seven77", count: 30).joined(separator: " ")
    let first = Self.lines(WordScreen.transcript("> tool \u{1B}[2J\n\(long)\n"))
    #expect(first[0] == "> tool \\u{1b}[2J")
    #expect(first.count == 3 && first.allSatisfy { $0.count <= 120 })
    #expect(first[1].hasSuffix("seven77") && first[2].hasSuffix("seven77"))
    let end = WordScreen.transcript((0..<100).map { "line \($0)\n" }.joined())
    #expect(end.lines.first == "line 60" && end.lines.last == "line 99")
    #expect(!end.isCursorVisible)
  }
}
