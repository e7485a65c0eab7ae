import Testing

@testable import looop

@Suite("Tables and quotes for people")
struct ColumnTableTests {
  private var table: ColumnTable {
    var table = ColumnTable([
      .init("NAME", least: 4), .init("GOAL", least: 4, rank: 1), .init("EMPTY", least: 5),
      .init("NOTE", least: 6),
    ])
    table.add(["w", "ship", "", "a\nnote of  some length"])
    table.add(["worker", "x", "", ""])
    return table
  }

  @Test("Elsewhere than at a terminal nothing is cut; a column without a cell is left out")
  func whole() {
    #expect(
      table.lines(width: nil) == [
        "NAME    GOAL  NOTE", "w       ship  a note of some length", "worker  x",
      ])
  }

  @Test("A very long cell moves only the rest of its own row; what a cell holds is one line")
  func longCell() {
    let long = String(repeating: "x", count: 41)
    var table = ColumnTable([.init("NAME", least: 4), .init("NOTE", least: 6)])
    table.add([long, "a"])
    table.add(["w", "b"])
    #expect(table.lines(width: nil) == ["NAME  NOTE", "\(long)  a", "w     b"])
    #expect(ColumnTable(rows: [["a\n", "b\u{1B}"]]).lines(width: nil) == ["a  b\\u{1b}"])
  }

  @Test("In a narrow terminal cells are cut, then columns left out, and no line is wider")
  func narrow() {
    let some = ["NAME    GOAL  NOTE", "w       ship  a note ...", "worker  x"]
    #expect(table.lines(width: 24) == some)
    let few = ["NAME    NOTE", "w       a note", "worker"]
    #expect(table.lines(width: 14) == few)
    for width in 1...60 {
      for line in table.lines(width: width) { #expect(line.count <= width, "\(width): \(line)") }
    }
  }

  @Test("A quote stands behind bars, keeps its indent, wraps, and says what is left out")
  func quote() {
    var facts = FactSheet(columns: 24)
    facts.add("answer", "a text")
    facts.addQuote("{\n  \"a\": \"words that wrap\"\n}\nhealth  forged\u{1B}\n\n", .init())
    #expect(
      facts.lines == [
        "answer       a text", "  | {", "  |   \"a\": \"words that", "  |   wrap\"", "  | }",
        "  | health  forged\\u{1b}",
      ])
    var start = FactSheet()
    start.addQuote("1\n2\n3\n", .init(rows: 2, whole: "see X"))
    #expect(start.lines == ["  | 1", "  | 2", "  [clipped; see X]"])
    var end = FactSheet()
    end.addQuote("1\n2\n3\n", .init(rows: 2, isEnd: true))
    #expect(end.lines == ["  [clipped]", "  | 2", "  | 3"])
    var none = FactSheet()
    none.addQuote("\n\n", .init())
    #expect(none.lines == [])
  }
}
