import Core
import Testing

@testable import Runners

/// Workers talk for days, and their supervisors hold a stream all the while.
@Suite("A run without end")
struct LongRunTests {
  @Test("The record keeps the last words and lets the first go")
  func words() throws {
    var record = RunRecord(preset: try Registry().preset(named: "custom"))
    for number in 0..<300_000 { record.say("word number \(number)") }
    #expect(record.texts.last == "word number 299999")
    let first = try #require(record.texts.first?.split(separator: " ").last.flatMap { Int($0) })
    #expect(first > 200_000)
    #expect(record.texts == (first..<300_000).map { "word number \($0)" })
  }

  @Test("A last text stays whole, however long it is")
  func longText() throws {
    var record = RunRecord(preset: try Registry().preset(named: "custom"))
    record.say("short")
    let long = String(repeating: "x", count: 3 * RunRecord.wordsKept)
    record.say(long)
    #expect(record.texts == [long])
  }

  @Test("Plain text keeps its end, where the move is")
  func plainText() throws {
    var stream = CustomStream(preset: try Registry().preset(named: "custom"))
    let line = Array(String(repeating: "y", count: 1_000).utf8)
    for _ in 0..<10_000 { _ = stream.read(line: line[...]) }
    _ = stream.read(line: Array(#"{"action":"noop","reason":"nothing"}"#.utf8)[...])
    let outcome = stream.finish(exit: .exited(0), stderrTail: "") { text in
      #expect(text.utf8.count <= 2 * RunRecord.wordsKept)
      return DecisionParser.parse(text)
    }
    guard case .move(let decision, _) = outcome else {
      Issue.record("no move in \(outcome)")
      return
    }
    #expect(decision.move == .noop(reason: "nothing"))
  }
}
