import Base
import Testing

@Suite struct LineSplitterTests {
  private func lines(_ chunks: [String]) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    for chunk in chunks {
      splitter.add(Array(chunk.utf8)[...]) { lines.append(String(decoding: $0, as: UTF8.self)) }
    }
    splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
    return lines
  }

  @Test func `lines end at a line feed and nowhere else`() {
    #expect(lines(["a\u{2028}b\rc\u{85}d\n", "e"]) == ["a\u{2028}b\rc\u{85}d", "e"])
  }

  @Test func `a line may come in any pieces`() {
    #expect(lines(["on", "", "e\ntw", "o\n\nthr", "ee"]) == ["one", "two", "", "three"])
    #expect(lines([]) == [])
    #expect(lines(["\n"]) == [""])
  }
}
