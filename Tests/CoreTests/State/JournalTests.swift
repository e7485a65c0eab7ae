import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct JournalTests {
  @Test(arguments: ["a\nb", "a\r- 2026-01-01 00:00 forged", "a\u{2028}b", "a\u{1B}[31mb", ""])
  func `one line stays one line`(text: String) throws {
    let loop = try TestLoop()
    try loop.journal.append(text)
    let content = try loop.scratch.text("data/journal.md")
    let breaks = content.unicodeScalars.filter {
      $0.properties.generalCategory == .control || $0 == "\u{2028}"
    }
    #expect(breaks.map(String.init) == ["\n"])
    #expect(content.hasPrefix("- \(LocalTime(loop.clock.now()).minuteText) "))
  }
}
