import Screen
import Testing

@Suite("Printing")
struct PrintingTests {
  @Test("Text wraps only when a character needs the next row")
  func pendingWrap() {
    #expect(Screen.showing("0123456789").place == [0, 9])
    #expect(Screen.showing("0123456789\r\nx").text == "0123456789|x")
    #expect(Screen.showing("0123456789x").text == "0123456789|x")
    #expect(Screen.showing("0123456789\u{8}x").text == "01234567x9")
    #expect(Screen.showing("0123456789\u{1B}[Cx").text == "012345678x")
    #expect(Screen.showing("0123456789\u{1B}[31mx").text == "0123456789|x")
  }

  @Test("Without wrapping the last column takes it all")
  func noWrap() {
    #expect(Screen.showing("\u{1B}[?7l0123456789abc").text == "012345678c")
    #expect(Screen.showing("\u{1B}[?7l0123456789abc\u{1B}[?7hde").text == "012345678d|e")
    #expect(Screen.showing("0123456789\u{1B}[?7lx").text == "012345678x")
    #expect(Screen.showing("\u{1B}[?7l012345678宽").text == "012345678")
  }

  @Test("Malformed bytes give the same as in a String")
  func malformed() {
    for bytes: [UInt8] in [
      [0x61, 0xE5, 0xAE, 0x62], [0xFF, 0x61], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x61],
      [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0x61], [0x80, 0x80], [0xF5, 0x61], [0xE5, 0xAE, 0xE5],
    ] {
      var screen = Screen(columns: 20, rows: 1)
      screen.feed(bytes[...])
      // What may still become a character is not shown yet.
      screen.feed("!")
      #expect(screen.text == String(decoding: bytes + [0x21], as: UTF8.self), "\(bytes)")
    }
  }

  @Test(
    "A character takes the columns it should",
    arguments: [
      ("a", 1), ("é", 1), ("e\u{301}", 1), ("宽", 2), ("ﾊ", 1), ("Ａ", 2), ("한", 2), ("─", 1),
      ("“", 1),
      ("한", 2), ("😀", 2), ("👩‍💻", 2), ("👩‍👩‍👧‍👦", 2), ("🇯🇵", 2), ("🇯🇵🇫🇷", 4), ("👍🏽", 2), ("🏽", 2), ("✅", 2),
      ("☁", 1), ("☁\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("❤\u{FE0F}\u{200D}🔥", 2), ("👩🏽‍🚀", 2),
      ("a\u{200D}b", 2), ("🏴\u{E0067}\u{E0062}\u{E007F}", 2), ("\u{1F3FB}", 2), ("ﷺ", 1), ("𠀋", 2),
      ("あ🏽", 4), ("𠀋🏽", 4), ("㊙\u{FE0F}", 2), ("✊🏿", 2), ("☝🏿", 1), ("ก\u{E49}", 1),
      ("x\u{FE0F}", 1), ("ℹ\u{FE0F}", 2), ("👁\u{FE0F}\u{200D}🗨\u{FE0F}", 2),
    ])
  func widths(character: String, width: Int) {
    let screen = Screen.showing(character)
    #expect(screen.cursorColumn == width)
    #expect(Array(screen.text.utf8) == Array(character.utf8))
  }

  @Test("Signs that show nothing and turn text around are dropped")
  func invisible() {
    #expect(Screen.showing("a\u{202E}b\u{200B}c\u{FEFF}d\u{7F}e\u{85}").text == "abcde")
  }

  @Test("A combining sign finds its character, if there is one")
  func combining() {
    #expect(Screen.showing("\u{301}a").text == "a")
    #expect(Screen.showing("012345678e\u{301}").text == "012345678e\u{301}")
    #expect(Screen.showing("宽\u{1B}[m\u{301}x").text == "宽\u{301}x")
  }

  @Test("What moves the cursor ends a character")
  func movedBetween() {
    #expect(Screen.showing("👍\u{1B}[1;3H🏽").text == "👍🏽")
    #expect(Screen.showing("👍\u{1B}[1;3H🏽").cursorColumn == 4)
    #expect(Screen.showing("🇯\u{1B}[1;3H🇵").cursorColumn == 4)
  }

  @Test("A character that does not fit into the last column goes to the next row")
  func wideAtTheEdge() {
    #expect(Screen.showing("012345678宽").text == "012345678|宽")
    #expect(Screen.showing("01234567宽x").text == "01234567宽|x")
    #expect(Screen.showing("012345678☁\u{FE0F}x").text == "012345678☁\u{FE0F}|x")
    #expect(Screen.showing("宽a", columns: 1).text == "a")
  }

  @Test("Who overwrites half a wide character blanks the other half")
  func halves() {
    #expect(Screen.showing("a宽b\u{1B}[1;2Hx").text == "ax b")
    #expect(Screen.showing("a宽b\u{1B}[1;3Hx").text == "a xb")
    #expect(Screen.showing("宽宽\u{1B}[1;2H宽").text == " 宽")
    #expect(Screen.showing("a宽b\u{1B}[1;3H\u{1B}[K").text == "a")
    #expect(Screen.showing("a宽b\u{1B}[1;3H\u{1B}[P").text == "a b")
    #expect(Screen.showing("a宽b\u{1B}[1;3H\u{1B}[@").text == "a   b")
    #expect(Screen.showing("01234567宽\u{1B}[1H\u{1B}[@").text == " 01234567")
  }

  @Test("The last character is repeated, at most to the end of the row")
  func repetition() {
    #expect(Screen.showing("ab\u{1B}[3b").text == "abbbb")
    #expect(Screen.showing("ab\u{1B}[999999999999b").text == "abbbbbbbbb")
    #expect(Screen.showing("宽\u{1B}[2b").text == "宽宽宽")
    #expect(Screen.showing("宽a宽\u{1B}[9b").text == "宽a宽宽宽")
    #expect(Screen.showing("0123456789\u{1B}[9b").text == "0123456789")
    #expect(Screen.showing("\u{1B}[5b").text == "")
  }

  @Test("Line drawing is drawn")
  func lineDrawing() {
    #expect(Screen.showing("\u{1B}(0lqk\u{1B}(Bq").text == "┌─┐q")
    #expect(Screen.showing("\u{1B})0q\u{E}q\u{F}q").text == "q─q")
  }

  @Test("In insert mode the rest of the row moves on")
  func insertMode() {
    #expect(Screen.showing("abc\r\u{1B}[4hxy\u{1B}[4lz").text == "xyzbc")
  }
}
