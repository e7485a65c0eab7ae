import Screen
import Testing

@Suite("Sequences")
struct SequenceTests {
  /// Ten columns and four rows, the cursor in the third row and column.
  private func moved(_ sequence: String) -> [Int] {
    Screen.showing("\u{1B}[3;3H\(sequence)").place
  }

  @Test("The cursor moves, and stays on the screen")
  func moving() {
    #expect(moved("\u{1B}[A") == [1, 2])
    #expect(moved("\u{1B}[0A") == [1, 2])
    #expect(moved("\u{1B}[9A") == [0, 2])
    #expect(moved("\u{1B}[B") == [3, 2])
    #expect(moved("\u{1B}[9B") == [3, 2])
    #expect(moved("\u{1B}[2C") == [2, 4])
    #expect(moved("\u{1B}[99C") == [2, 9])
    #expect(moved("\u{1B}[D") == [2, 1])
    #expect(moved("\u{1B}[9D") == [2, 0])
    #expect(moved("\u{1B}[E") == [3, 0])
    #expect(moved("\u{1B}[2F") == [0, 0])
    #expect(moved("\u{1B}[7G") == [2, 6])
    #expect(moved("\u{1B}[H") == [0, 0])
    #expect(moved("\u{1B}[2;5f") == [1, 4])
    #expect(moved("\u{1B}[;5H") == [0, 4])
    #expect(moved("\u{1B}[d") == [0, 2])
    #expect(moved("\u{1B}[99999999999999999999;99H") == [3, 9])
    #expect(moved("\r") == [2, 0])
    #expect(moved("\u{8}\u{8}\u{8}") == [2, 0])
    #expect(moved("\n") == [3, 2])
    #expect(moved("\u{1B}E") == [3, 0])
    #expect(moved("\u{1B}D") == [3, 2])
    #expect(moved("\u{1B}M") == [1, 2])
  }

  @Test("Tabs stop at every eighth column, or where told to")
  func tabs() {
    #expect(Screen.showing("a\tb\tc").text == "a       bc")
    #expect(Screen.showing("\u{1B}[1;4H\u{1B}H\ra\tb").text == "a  b")
    #expect(Screen.showing("\u{1B}[3ga\tb").text == "a        b")
    #expect(Screen.showing("\u{1B}[1;10H\u{1B}[Zx").text == "        x")
    #expect(Screen.showing("\u{1B}[999999Ix").text == "         x")
  }

  @Test("Parts of a row and of the screen are erased")
  func erasing() {
    let full = "abcde\r\nfghij\r\nklmno\u{1B}[2;3H"
    #expect(Screen.showing(full + "\u{1B}[K").text == "abcde|fg|klmno")
    #expect(Screen.showing(full + "\u{1B}[1K").text == "abcde|   ij|klmno")
    #expect(Screen.showing(full + "\u{1B}[2K").text == "abcde||klmno")
    #expect(Screen.showing(full + "\u{1B}[J").text == "abcde|fg")
    #expect(Screen.showing(full + "\u{1B}[1J").text == "|   ij|klmno")
    #expect(Screen.showing(full + "\u{1B}[2J").text == "")
    #expect(Screen.showing(full + "\u{1B}[2J").place == [1, 2])
    #expect(Screen.showing(full + "\u{1B}[2X").text == "abcde|fg  j|klmno")
    #expect(Screen.showing(full + "\u{1B}[99X").text == "abcde|fg|klmno")
  }

  @Test("A full row keeps its last character when the rest is erased")
  func erasingAtTheEdge() {
    for sequence in ["K", "0K", "J", "X", "P", "@"] {
      #expect(Screen.showing("0123456789\u{1B}[\(sequence)x").text == "0123456789|x")
    }
    #expect(Screen.showing("0123456789\u{1B}[1K").text == "")
  }

  @Test("Cells and rows are inserted and deleted")
  func inserting() {
    let full = "abcde\r\nfghij\r\nklmno\u{1B}[2;3H"
    #expect(Screen.showing(full + "\u{1B}[2@").text == "abcde|fg  hij|klmno")
    #expect(Screen.showing(full + "\u{1B}[99@").text == "abcde|fg|klmno")
    #expect(Screen.showing(full + "\u{1B}[2P").text == "abcde|fgj|klmno")
    #expect(Screen.showing(full + "\u{1B}[99P").text == "abcde|fg|klmno")
    #expect(Screen.showing(full + "\u{1B}[L").text == "abcde||fghij|klmno")
    #expect(Screen.showing(full + "\u{1B}[99L").text == "abcde")
    #expect(Screen.showing(full + "\u{1B}[M").text == "abcde|klmno")
    #expect(Screen.showing(full + "\u{1B}[99M").text == "abcde")
  }

  @Test("Only the region scrolls")
  func region() {
    let full = "a\r\nb\r\nc\r\nd"
    #expect(Screen.showing(full + "\n").text == "b|c|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r").place == [0, 0])
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[3H\n").text == "a|c||d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[2H\u{1B}M").text == "a||b|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[S").text == "a|c||d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[T").text == "a||b|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[4H\nx").text == "a|b|c|x")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[9A\u{1B}[L").text == "a|b|c|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[2H\u{1B}[L").text == "a||b|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[3H\u{1B}[9A").place == [1, 0])
    #expect(Screen.showing(full + "\u{1B}[3;2r\u{1B}[4H\n").text == "b|c|d")
    #expect(Screen.showing(full + "\u{1B}[2;3r\u{1B}[?6h\u{1B}[9;2Hx").text == "a|b|cx|d")
  }

  @Test("What leaves at the top is kept, as many lines as asked for")
  func scrollback() {
    let screen = Screen.showing("a\r\nb\r\nc\r\nd\r\ne\r\nf", rows: 2, scrollback: 3)
    #expect(screen.scrolledLines == ["b", "c", "d"])
    #expect(Screen.showing("a\r\nb\u{1B}[2J", scrollback: 3).scrolledLines == ["a", "b"])
    #expect(Screen.showing("a\r\nb\u{1B}[2J\u{1B}[3J", scrollback: 3).scrolledLines == [])
    #expect(Screen.showing("a\n\n\n\n\n\n").scrolledLines == [])
    #expect(
      Screen.showing("\u{1B}[?1049ha\n\n\n\n\n\n", scrollback: 3).scrolledLines == [])
    #expect(
      Screen.showing("a\r\nb\r\nc\u{1B}[2;3r\u{1B}[3H\n", scrollback: 3).scrolledLines == [])
  }

  @Test("The cursor is saved with its style, and comes back")
  func saving() {
    for (save, restore) in [("\u{1B}7", "\u{1B}8"), ("\u{1B}[s", "\u{1B}[u")] {
      let screen = Screen.showing("\u{1B}[2;3H\u{1B}[1m\(save)\u{1B}[m\u{1B}[H\(restore)x")
      #expect(screen.text == "|  x")
      #expect(screen.cell(row: 1, column: 2)?.style.attributes == .bold)
    }
    #expect(Screen.showing("abc\u{1B}[ux").text == "xbc")
    #expect(Screen.showing("ab\u{1B}7c\u{1B}[>1u\u{1B}[?u\u{1B}[<ux").text == "abcx")
  }

  @Test(
    "The alternate screen is another, blank one", arguments: ["1049", "1047", "47"])
  func alternate(mode: String) {
    var screen = Screen.showing("main\u{1B}[?\(mode)hxyz")
    #expect(screen.text == "    xyz")
    #expect(screen.isAlternate)
    screen.feed("\u{1B}[2J\u{1B}[H\u{1B}[?\(mode)l!")
    #expect(screen.text == (mode == "1049" ? "main!" : "!ain"))
    #expect(!screen.isAlternate)
  }

  @Test("Modes are told")
  func modes() {
    #expect(Screen.showing("").isCursorVisible)
    #expect(!Screen.showing("\u{1B}[?1000;25;1006l").isCursorVisible)
    #expect(Screen.showing("\u{1B}[?2026h").isMidFrame)
    #expect(!Screen.showing("\u{1B}[?2026hab\u{1B}[?2026l").isMidFrame)
    #expect(Screen.showing("\u{1B}[?2026hab").text == "ab")
  }

  @Test("A reset leaves nothing but what scrolled away")
  func reset() {
    var screen = Screen.showing(
      "a\u{1B}[2J\u{1B}[2;3r\u{1B}[1m\u{1B}[?25l\u{1B}[?1049h", scrollback: 9)
    screen.feed("\u{1B}c")
    #expect(screen.scrolledLines == ["a"])
    #expect(screen.isCursorVisible && !screen.isAlternate)
    #expect(Screen.showing("ab\u{1B}[?7l\u{1B}[4h\u{1B}[!pc").text == "abc")
  }

  @Test(
    "What is not known, or only asks, leaves no trace",
    arguments: [
      "\u{1B}[c", "\u{1B}[>c", "\u{1B}[6n", "\u{1B}[?u", "\u{1B}[>1u", "\u{1B}[>4;2m", "\u{1B}[2 q",
      "\u{1B}[>q",
      "\u{1B}[?2026$p", "\u{1B}=", "\u{1B}>", "\u{1B}%G", "\u{1B}#3", "\u{1B}[18t",
      "\u{1B}[1;2;3;4;5T", "\u{7}", "\u{0}",
      "\u{1B}[?1004h", "\u{1B}[999y", "\u{1B}[1$~", "\u{1B}[?1?2h", "\u{1B}[:::m", "\u{1B}\u{1B}[m",
      "\u{1B}[3\u{18}",
    ])
  func ignored(sequence: String) {
    #expect(Screen.showing("ab\(sequence)c").text == "abc")
  }

  @Test("A sequence cut short costs nothing of what follows")
  func cutShort() {
    #expect(Screen.showing("a\u{1B}[3\u{1B}[Cb").text == "a b")
    #expect(Screen.showing("a\u{1B}[3宽").text == "a宽")
    #expect(Screen.showing("ab\u{1B}[\r2Cc").text == "abc")
  }
}
