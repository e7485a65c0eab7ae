import Screen
import Testing

@Suite("Sizes")
struct ResizeTests {
  private func resized(_ text: String, _ columns: Int, _ rows: Int) -> Screen {
    var screen = Screen.showing(text, scrollback: 9)
    screen.resize(columns: columns, rows: rows)
    return screen
  }

  @Test("Rows are cut below the cursor first, then at the top, where they are kept")
  func rows() {
    #expect(resized("a\r\nb\r\nc\u{1B}[1;2H", 10, 2).text == "a|b")
    let screen = resized("a\r\nb\r\nc", 10, 2)
    #expect(screen.text == "b|c")
    #expect(screen.scrolledLines == ["a"])
    #expect(screen.place == [1, 1])
    #expect(resized("a\r\nb", 10, 9).text == "a|b")
  }

  @Test("Columns are cut, a wide character whole")
  func columns() {
    #expect(resized("ab宽cd", 3, 4).text == "ab")
    #expect(resized("ab宽cd", 4, 4).text == "ab宽")
    #expect(resized("ab宽cd", 4, 4).place == [0, 3])
    #expect(resized("e\u{301}", 20, 9).text == "e\u{301}")
  }

  @Test("Both screens change, and everything goes on")
  func alternate() {
    var screen = resized("a\r\nb\r\nc\r\nd\u{1B}[?1049hx", 5, 2)
    screen.feed("\u{1B}[9;9Hy\u{1B}[?1049l!\t\t\u{1B}[2;2r\n")
    #expect(screen.text == "d!")
  }

  @Test("A saved place stays on the screen, on both screens")
  func savedPlace() {
    var screen = resized("\u{1B}[4;9H\u{1B}7\u{1B}[H", 10, 2)
    screen.feed("\u{1B}[?47h")
    screen.resize(columns: 5, rows: 1)
    screen.feed("\u{1B}[?47l\u{1B}8x")
    #expect(screen.text == "    x")
  }

  @Test("Sizes nobody has are taken into bounds")
  func bounds() {
    #expect(Screen(columns: 0, rows: -5).lines == [""])
    let large = Screen(columns: .max, rows: 1)
    #expect(large.columns == 1000)
  }

  @Test("The last line is the last with something in it")
  func lastLine() {
    #expect(Screen.showing("").lastLine == nil)
    #expect(Screen.showing("a\r\n  b  \r\n   ").lastLine == "  b")
  }
}
