import Base
import Core
import TestSupport
import Testing

@testable import Runners

@Suite("A run that talks for days")
struct LongRunTests {
  @Test("Of many texts the last ones are kept")
  func lastTexts() {
    var texts = LastTexts()
    for number in 0..<40_000 { texts.append("\(number) \(String(repeating: "x", count: 1_000))") }
    #expect(texts.all.reduce(0) { $0 + $1.utf8.count } <= 2 * LastTexts.kept)
    #expect(texts.all.count > 1_800 && texts.all.last?.hasPrefix("39999 ") == true)
    let long = String(repeating: "y", count: 3 * LastTexts.kept)
    texts.append(long)
    #expect(texts.all == [long])
  }

  @Test("Plain text keeps its end, where the move is")
  func plainText() throws {
    let line = Array(String(repeating: "y", count: 1_000).utf8)
    let move = Array(#"{"action":"noop","reason":"nothing"}"#.utf8)
    let lines = [[UInt8]](repeating: line, count: 10_000) + [move]
    let outcome = try Recording(runner: "custom", name: "")
      .play(lines, exit: .exited(0), stderr: "").outcome
    guard case .move(let decision, _) = outcome else {
      Issue.record("no move in \(outcome)")
      return
    }
    #expect(decision.move == .noop(reason: "nothing"))
  }

  @Test("A line in many pieces takes time for each piece, not for all before")
  func pieces() throws {
    try Growth.expectLinear("pieces", size: 60_000, Self.pieces)
  }

  private static func pieces(_ count: Int) throws {
    var description = StreamDescription(type: [try #require(JSONPointer("/t"))])
    description.lines["p"] = .init()
    description.lines["p"]?.piece = [try #require(JSONPointer("/w"))]
    let preset = try Registry().preset(named: "custom")
    var stream = DescribedStream(preset: preset, description: description)
    let piece = Array(#"{"t":"p","w":"\#(String(repeating: "x", count: 32))"}"#.utf8)
    var events: [RunnerEvent] = []
    for _ in 0..<count { events += stream.read(line: piece[...]) }
    #expect(events.isEmpty)
    events = stream.read(line: Array(#"{"t":"p","w":"y\nz\n{}"}"#.utf8)[...])
    let line = String(repeating: "x", count: 32 * count)
    #expect(events == [.text("\(line)y\nz\n")])
  }

  @Test("A message counts once, however many lines it comes in and whatever comes between")
  func usage() throws {
    let line = { (id: String, output: Int) in
      let usage = #"{"input_tokens":2,"output_tokens":\#(output)}"#
      return Array(
        #"{"type":"assistant","message":{"id":"\#(id)","content":[],"usage":\#(usage)}}"#.utf8)
    }
    let recording = Recording(runner: "claude", name: "")
    let lines = [line("a", 1), line("b", 5), line("a", 3), line("a", 3), line("b", 6)]
    let cut = try recording.play(lines, exit: .signalled(15), stderr: "").outcome
    #expect(cut.usage == Usage(input: 4, output: 9))
    let result =
      #"{"type":"result","subtype":"success","result":"x","usage":{"input_tokens":7,"output_tokens":8}}"#
    let turns = lines + [Array(result.utf8), line("c", 1)]
    let both = try recording.play(turns, exit: .signalled(15), stderr: "").outcome
    #expect(both.usage == Usage(input: 9, output: 9))
  }
}
