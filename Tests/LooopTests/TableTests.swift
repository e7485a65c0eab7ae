import Testing

@testable import looop

@Suite("Tables")
struct TableTests {
  @Test("Columns align by the width that a terminal shows")
  func columns() {
    let rows = [["a", "long one", "x"], ["日本", "b", "y z"], ["odd", "broken"], ["e", "f", ""]]
    #expect(
      ColumnTable(rows: rows).lines(width: nil)
        == ["a     long one  x", "日本  b         y z", "odd   broken", "e     f"])
    #expect(ColumnTable(rows: []).lines(width: nil).isEmpty)
    #expect(ColumnTable(rows: [[""]]).lines(width: nil) == [""])
  }

  @Test("A very long cell moves only the rest of its own row")
  func longCell() {
    let long = String(repeating: "x", count: 41)
    #expect(
      ColumnTable(rows: [["a", "b"], [long, "c"], ["dd", "e"]]).lines(width: nil)
        == ["a   b", "\(long)  c", "dd  e"])
  }

  @Test("On a terminal the last cell wraps beside the others, or below them")
  func narrow() {
    let rows = [["disk", "ok", "How full a disk is: fine, high or full"], ["web", "ok", "Up"]]
    #expect(
      ColumnTable(rows: rows).lines(width: 40)
        == ["disk  ok  How full a disk is: fine, high", "          or full", "web   ok  Up"])
    #expect(
      ColumnTable(rows: rows).lines(width: 24)
        == [
          "disk  ok", "    How full a disk is:", "    fine, high or full", "web   ok  Up",
        ])
    let wide = ColumnTable(
      rows: [[String(repeating: "n", count: 64), "ok", String(repeating: "日本 ", count: 30)]]
    ).lines(width: 40)
    #expect(wide.count > 4 && wide.allSatisfy { $0.count <= 40 })
  }
}
