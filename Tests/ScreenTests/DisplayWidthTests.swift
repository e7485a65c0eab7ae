import Screen
import Testing

@Suite("The width of a text")
struct DisplayWidthTests {
  @Test(
    "A text takes as many columns as the screen's cursor moves",
    arguments: [
      "", "plain", "日本語", "한국어", "cafe\u{301}", "🇩🇪🇫🇷", "👩‍👩‍👧", "👍🏽", "❤️", "❤", "1️⃣", "a日b🇩🇪c",
      "\u{1112}\u{1161}\u{11AB}", "ศักดิ์", "ﷺ", "─│█",
    ])
  func agrees(_ text: String) {
    let screen = Screen.showing(text, columns: 40)
    #expect(DisplayWidth.of(text) == screen.cursorColumn)
  }
}
