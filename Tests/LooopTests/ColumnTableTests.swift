import Base
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
    var facts = FactSheet(columns: 24, redacting: .none)
    facts.add("answer", "a text")
    facts.addQuote("{\n  \"a\": \"words that wrap\"\n}\nhealth  forged\u{1B}\n\n", .init())
    #expect(
      facts.lines == [
        "answer       a text", "  | {", "  |   \"a\": \"words that", "  |   wrap\"", "  | }",
        "  | health  forged\\u{1b}",
      ])
    var start = FactSheet(redacting: .none)
    start.addQuote("1\n2\n3\n", .init(rows: 2, whole: "see X"))
    #expect(start.lines == ["  | 1", "  | 2", "  [clipped; see X]"])
    var end = FactSheet(redacting: .none)
    end.addQuote("1\n2\n3\n", .init(rows: 2, isEnd: true))
    #expect(end.lines == ["  [clipped]", "  | 2", "  | 3"])
    var none = FactSheet(redacting: .none)
    none.addQuote("\n\n", .init())
    #expect(none.lines == [])
  }

  @Test("A secret is taken out before a text is wrapped, folded or cut, and no line is too wide")
  func secrets() {
    let redaction = Redaction(["KEY": "correct  horse battery staple"])
    let text = "with the phrase correct  horse battery staple, as you said before"
    for columns in 24...80 {
      var facts = FactSheet(columns: columns, redacting: redaction)
      facts.add("said", text)
      facts.addQuote(text, .init(rows: 1))
      facts.addQuote("line\n\(text)", .init(rows: 1, isEnd: true))
      facts.addBlock(String(repeating: "x", count: 3_980) + text)
      facts.add("value", ["a": .string(text)])
      let all = facts.lines.joined(separator: " ")
      #expect(!["correct", "horse", "battery", "staple"].contains { all.contains($0) }, "\(all)")
    }
    var table = ColumnTable([.init("NOTE", least: 4)])
    table.add([text])
    #expect(table.redacted(by: redaction).lines(width: 30).last == "with the phrase [redacted: ...")
  }
}
