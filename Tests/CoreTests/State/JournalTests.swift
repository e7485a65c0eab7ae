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

  @Test func `a line that a crash tore is cut back`() throws {
    let loop = try TestLoop()
    try loop.journal.append("first")
    let whole = try loop.scratch.text("data/journal.md")
    try loop.scratch.write("data/journal.md", whole + "- 2026-01-01 00:0")
    try loop.journal.append("second")
    let lines = try loop.scratch.text("data/journal.md").split(separator: "\n")
    #expect(lines.map { $0.dropFirst("- 2026-11-22 09:05 ".count) } == ["first", "second"])
  }

  @Test func `a full journal is renamed, and its last lines are still read`() throws {
    let loop = try TestLoop()
    let old = (0..<3).map { "- 2026-01-01 00:0\($0) old" }
    let filler = String(
      repeating: "- 2025-01-01 00:00 \(String(repeating: "x", count: 980))\n", count: 10_800)
    try loop.scratch.write("data/journal.md", filler + old.joined(separator: "\n") + "\n")
    try loop.journal.append("new")
    #expect(try loop.scratch.text("data/journal.md").split(separator: "\n").count == 1)
    let tail = try loop.journal.tail(4)
    #expect(tail.dropLast() == old[...] && tail.last?.hasSuffix(" new") == true)
    #expect(try loop.journal.contains("old", last: 2) && !loop.journal.contains("old", last: 1))
  }
}
