import Screen
import Testing

@Suite("Strings for the terminal")
struct StringTests {
  @Test("A title is read, without controls")
  func titles() {
    #expect(Screen.showing("\u{1B}]0;one\u{7}").title == "one")
    #expect(Screen.showing("\u{1B}]2;zwei 宽;drei\u{1B}\\").title == "zwei 宽;drei")
    #expect(Screen.showing("\u{1B}]0;a\n\tb\u{202E}c\u{7F}\u{7}").title == "abc")
    #expect(Screen.showing("\u{1B}]0;a\u{7}\u{1B}]0;\u{7}").title == "")
    #expect(Screen.showing("\u{1B}]1;icon\u{7}\u{1B}]8;;http://x\u{7}a\u{1B}]8;;\u{7}").title == "")
    #expect(Screen.showing("\u{1B}]0;a\u{18}").title == "")
  }

  @Test(
    "No string is shown",
    arguments: [
      "\u{1B}]10;?\u{7}", "\u{1B}]7501;a\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_Ga=d\u{1B}\\",
      "\u{1B}^pm\u{1B}\\",
      "\u{1B}Xsos\u{1B}\\", "\u{1B}kname\u{1B}\\", "\u{1B}]0;宽\n\u{7}", "\u{1B}P宽\u{7}\n\u{1B}\\",
    ])
  func strings(string: String) {
    #expect(Screen.showing("a\(string)b").text == "ab")
  }

  @Test("A string without end is given up after a mebibyte, and a title is cut before")
  func endless() {
    let endless = String(repeating: "x", count: (1 << 20) - 2)
    for begin in ["\u{1B}]0;", "\u{1B}P", "\u{1B}_"] {
      #expect(Screen.showing("a" + begin + endless).text == "a")
      #expect(Screen.showing("a" + begin + endless + "xxxx\r\nhere").lastLine == "here")
    }
    let title = Screen.showing("\u{1B}]0;" + endless.prefix(100_000) + "\u{7}").title
    #expect(title.utf8.count == 4094)
  }
}
