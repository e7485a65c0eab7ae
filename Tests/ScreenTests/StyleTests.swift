import Screen
import Testing

@Suite("Styles")
struct StyleTests {
  private func style(_ numbers: String) -> Screen.Style? {
    Screen.showing("\u{1B}[\(numbers)mx").cell(row: 0, column: 0)?.style
  }

  @Test("Attributes come and go")
  func attributes() {
    #expect(style("1;2;3;4;5;7;8;9")?.attributes.rawValue == 255)
    #expect(style("1;2;3;4;5;7;8;9;22;23;24;25;27;28;29") == .plain)
    #expect(style("1;31;") == .plain)
    #expect(style("4:3")?.attributes == .underlined)
    #expect(style("4;4:0") == .plain)
    #expect(style("999;1")?.attributes == .bold)
  }

  @Test(
    "Colours are read in every form",
    arguments: [
      ("31", Screen.Style.Color.indexed(1)), ("97", .indexed(15)), ("31;39", .standard),
      ("38;5;200", .indexed(200)), ("38:5:200", .indexed(200)),
      ("38;2;1;2;3", .rgb(red: 1, green: 2, blue: 3)),
      ("38:2:1:2:3", .rgb(red: 1, green: 2, blue: 3)),
      ("38:2::1:2:3", .rgb(red: 1, green: 2, blue: 3)),
      ("38:2:0:1:2:3:0:0", .rgb(red: 1, green: 2, blue: 3)),
      ("38;2;999;2;3", .rgb(red: 255, green: 2, blue: 3)),
      ("58;2;1;2;3;32", .indexed(2)), ("58:2::1:2:3;32", .indexed(2)), ("38", .standard),
      ("38;5", .indexed(0)),
    ])
  func colours(numbers: String, color: Screen.Style.Color) {
    #expect(style(numbers)?.foreground == color)
    #expect(style(numbers)?.attributes == [])
  }

  @Test("What is erased takes the background and nothing else")
  func erased() {
    let screen = Screen.showing("\u{1B}[1;31;44m\u{1B}[2J\u{1B}[m")
    #expect(screen.cell(row: 3, column: 9)?.style.background == .indexed(4))
    #expect(screen.cell(row: 3, column: 9)?.style.foreground == .standard)
    #expect(screen.cell(row: 3, column: 9)?.style.attributes == [])
    #expect(screen.lastLine == nil)
  }
}
