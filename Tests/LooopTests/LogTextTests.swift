import Base
import Core
import TestSupport
import Testing

@testable import looop

@Suite("Logs in words")
struct LogTextTests {
  private static func shown(
    _ text: String, by size: Int, wordsAlone: Bool, _ redaction: Redaction = .none
  ) -> [String] {
    var transcript = TranscriptText(redaction, isWordsAlone: wordsAlone)
    let bytes = Array(text.utf8)
    var lines: [String] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += transcript.add(bytes[start..<min(start + size, bytes.count)])
    }
    return lines + transcript.finish()
  }

  @Test("A transcript is the same lines however it is sliced; sequences are shown or left out")
  func transcript() {
    let text = "one\r\n\u{1B}[31mré\u{1B}[0m\ttab \u{202E}\n\nmy s3cret-word\nlast \u{1B}]0;t"
    let redaction = Redaction(["TOKEN": "s3cret-word"])
    for size in 1...text.utf8.count {
      #expect(
        Self.shown(text, by: size, wordsAlone: false, redaction) == [
          "one", "\\u{1b}[31mré\\u{1b}[0m\ttab \\u{202e}", "", "my [redacted: secret TOKEN]",
          "last \\u{1b}]0;t",
        ])
      #expect(
        Self.shown(text, by: size, wordsAlone: true, redaction) == [
          "one", "ré\ttab \\u{202e}", "", "my [redacted: secret TOKEN]", "last ",
        ])
    }
  }

  @Test("A line without an end is shown in pieces, and nothing of it is lost")
  func longLine() {
    let text = String(repeating: "x", count: 200_000) + "\ny"
    let lines = Self.shown(text, by: 7_000, wordsAlone: false)
    #expect(lines.map(\.utf8.count) == [65_536, 65_536, 65_536, 3_392, 1])
  }

  @Test("Of a terminal, the lines that left the screen and those on it, in their order")
  func terminal() {
    let all = (1...100).map { "\u{1B}[3\($0 % 8)mline \($0)\u{1B}[0m\r\n" }.joined()
    for size in [1, 7, 5_000] {
      var words = TerminalWords(columns: 20, rows: 5)
      let bytes = Array(all.utf8)
      var lines: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        lines += words.add(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(lines + words.rest == (1...100).map { "line \($0)" })
    }
  }

  @Test("A secret that the edge of a terminal divides is redacted, whether lines come alone or not")
  func dividedByEdge() {
    let redaction = Redaction(["KEY": "s3cr3t-Value-9876543210"])
    for count in 1..<23 {
      let filler = String(repeating: ".", count: 40 - count)
      var words = TerminalWords(columns: 40, rows: 3)
      let rows =
        words.add(Array("\(filler)s3cr3t-Value-9876543210 end\r\n\n\n\n\n".utf8)[...]) + words.rest
      for isTogether in [true, false] {
        var transcript = TranscriptText(redaction, isWordsAlone: false)
        var shown: [String] = []
        if isTogether {
          shown = transcript.add(Array(rows.map { "\($0)\n" }.joined().utf8)[...])
        } else {
          for row in rows { shown += transcript.add(Array("\(row)\n".utf8)[...]) }
        }
        shown += transcript.finish()
        let text = shown.joined(separator: "\n")
        #expect(text.contains("[redacted: secret KEY] end"), "\(count): \(text)")
        #expect(!text.contains("Value"), "\(count): \(text)")
      }
    }
  }

  @Test("Random bytes are lines of words, and nothing acts on a terminal")
  func random() {
    var random = Seed.take(for: "random transcripts")
    for _ in 0..<100 {
      let bytes = (0..<2_000).map { _ in UInt8.random(in: 0...255, using: &random) }
      var transcript = TranscriptText(.none, isWordsAlone: Bool.random(using: &random))
      var words = TerminalWords(columns: 80, rows: 24)
      let lines = transcript.add(bytes[...]) + transcript.finish()
      let isSafe = lines.allSatisfy { line in
        line.unicodeScalars.allSatisfy {
          $0 == "\t" || $0.properties.generalCategory != .control
        }
      }
      #expect(isSafe, "seed \(random.seed)")
      _ = words.add(bytes[...]) + words.rest
    }
  }

  @Test("An event is one line in its fields; what is not a plain value is quoted")
  func event() {
    let event = LoggedEvent(
      at: 1_795_348_807, code: "ask.raised",
      fields: [
        "ask": "notes-1", "prompt": "Red?\" ts=1 \u{1B}[2J\nevent=gate.ruled", "n": 3,
        "items": [["item": "goal/ship"]], "none": .null, "empty": "",
      ])
    let text = EventLine(event: event).text
    #expect(
      text.dropFirst("2026-11-22 09:05:07 ".count)
        == #"ask.raised ask=notes-1 prompt="Red?\" ts=1 \u{1b}[2J event=gate.ruled" n=3 items=[{"item":"goal/ship"}] empty="""#
    )
    let json = JSONWriter.text(EventLine(event: event).json)
    #expect(json.hasPrefix(#"{"v":1,"ts":1795348807,"event":"ask.raised","ask":"notes-1","#))
    #expect(!json.contains("\n"))
  }

  @Test("What concerns a goal: itself, its workers, their asks, what these woke, and no other")
  func goal() throws {
    func event(_ text: String) throws -> LoggedEvent {
      try #require(LoggedEvent(line: Array(text.utf8)[...]))
    }
    var lines = GoalLines(
      try Identifier("ship", "goal"), workers: [try Identifier("old", "worker")])
    let own = [
      #"{"event":"goal.written","goal":"ship"}"#,
      #"{"event":"loop.woke","run":"r1","items":[{"item":"goal/ship","change":"new"}]}"#,
      #"{"event":"call.ended","run":"r1","call":"c"}"#,
      #"{"event":"journal.written","text":"start_worker bob (sha256 0) for ship: \"go\""}"#,
      #"{"event":"worker.started","worker":"bob","goal":"ship"}"#,
      #"{"event":"ask.raised","ask":"bob-1","asker":"bob"}"#,
      #"{"event":"ask.answered","ask":"bob-1"}"#,
      #"{"event":"loop.woke","run":"r2","items":[{"item":"answer/bob-1","change":"new"}]}"#,
      #"{"event":"worker.stuck","worker":"old"}"#,
      #"{"event":"gate.ruled","ask":"gate-1","move":"run_shell \"git push\" (sha256 0) for ship"}"#,
      #"{"event":"ask.delivered","ask":"gate-1"}"#,
      #"{"event":"worker.ended","worker":"bob","goal":"ship"}"#,
    ]
    let others = [
      #"{"event":"goal.written","goal":"ship-2"}"#,
      #"{"event":"loop.woke","run":"r3","items":[{"item":"goal/other","change":"new"}]}"#,
      #"{"event":"call.ended","run":"r3","call":"c"}"#,
      #"{"event":"journal.written","text":"noop: \"for ship\""}"#,
      #"{"event":"worker.started","worker":"ann","goal":"other"}"#,
      #"{"event":"ask.raised","ask":"ann-1","asker":"ann","prompt":"for ship"}"#,
      #"{"event":"worker.started","worker":"bob","goal":"other"}"#,
      #"{"event":"worker.stuck","worker":"bob"}"#,
      #"{"event":"pulse.started"}"#,
    ]
    // The end of a decision has no run of its own, and neither has the line of its move.
    let decision = [
      #"{"event":"loop.woke","run":"r4","items":[{"item":"goal/ship","change":"changed"}]}"#,
      #"{"event":"journal.written","text":"run_shell \"make\" (sha256 0): \"so\""}"#,
      #"{"event":"beat.ended","outcome":"failed","cause":"effect","text":"no disk"}"#,
    ]
    let beside = [
      #"{"event":"journal.written","text":"paused by ada via cli"}"#,
      #"{"event":"journal.written","text":"goal other written by ada via cli"}"#,
    ]
    for text in own { #expect(lines.concern(try event(text)), "\(text)") }
    for text in others { #expect(!lines.concern(try event(text)), "\(text)") }
    #expect(lines.concern(try event(decision[0])))
    for text in beside { #expect(!lines.concern(try event(text)), "\(text)") }
    for text in decision.dropFirst() { #expect(lines.concern(try event(text)), "\(text)") }
    // Over by now.
    #expect(
      !lines.concern(try event(#"{"event":"beat.ended","outcome":"skipped","text":"paused"}"#)))
    #expect(lines.isNamed(inJournal: "- 2026-11-22 09:05 goal ship written by ada via cli"))
    #expect(!lines.isNamed(inJournal: "- 2026-11-22 09:05 goal shipping written by ada"))
  }
}
