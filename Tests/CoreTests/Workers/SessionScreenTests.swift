import Foundation
import Screen
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("The screen of a terminal worker, from its recording")
struct SessionScreenTests {
  private static func lines(_ screen: SessionScreen) -> [String] {
    screen.screen.lines.filter { !$0.isEmpty }
  }

  @Test("It follows what is recorded, past a deletion, a cut and a new recording")
  func follows() throws {
    let scratch = try Scratch()
    var screen = SessionScreen(of: scratch.file("output.log"))
    #expect(try !screen.update() && screen.isGone)
    try scratch.write("output.log", "one\r\n\u{1B}[31mtw")
    #expect(try screen.update())
    #expect(Self.lines(screen) == ["one", "tw"] && !screen.isGone && !screen.isCut)
    let file = try #require(FileHandle(forWritingAtPath: scratch.file("output.log")))
    try file.seekToEnd()
    try file.write(contentsOf: Data("o\r\n\u{1B}[".utf8))
    try screen.update()
    try file.write(contentsOf: Data("32mthree".utf8))
    #expect(try screen.update())
    #expect(Self.lines(screen) == ["one", "two", "three"])
    #expect(screen.screen.cell(row: 1, column: 2)?.style.foreground == .indexed(1))
    #expect(screen.screen.cell(row: 2, column: 0)?.style.foreground == .indexed(2))
    #expect(try !screen.update())
    try FileManager.default.removeItem(atPath: scratch.file("output.log"))
    #expect(try screen.update())
    // What was seen last stays.
    #expect(screen.isGone && Self.lines(screen) == ["one", "two", "three"])
    try scratch.write("output.log", "another life")
    #expect(try screen.update())
    #expect(Self.lines(screen) == ["another life"] && !screen.isGone)
  }

  @Test("Of a long recording the end is replayed, with its lines above and their colours")
  func long() throws {
    let scratch = try Scratch()
    let line = "\u{1B}[3%mline % of the long recording, so that it is longer than what is read\r\n"
    var text = ""
    var number = 0
    while text.utf8.count < SessionScreen.replayed + 100_000 {
      number += 1
      text += line.replacing("%", with: String(number % 8))
    }
    try scratch.write("output.log", text)
    var screen = SessionScreen(of: scratch.file("output.log"))
    try screen.update()
    #expect(screen.isCut)
    #expect(screen.screen.lineCount == SessionScreen.scrollback + 40)
    // The last row is empty.
    let last = screen.screen.styledLine(screen.screen.lineCount - 2)
    #expect(last.text.hasPrefix("line \(number % 8) of"))
    #expect(last.pieces.map(\.style.foreground) == [.indexed(UInt8(number % 8))])
    let first = screen.screen.styledLine(0)
    #expect(first.text.hasPrefix("line ") && first.pieces.count == 1)
  }

  @Test("A file of 10 GB with holes, and random bytes, are some screen")
  func odd() throws {
    let scratch = try Scratch()
    try scratch.write("output.log", "")
    #expect(truncate(scratch.file("output.log"), 10 << 30) == 0)
    var screen = SessionScreen(of: scratch.file("output.log"))
    #expect(try screen.update() && screen.isCut && Self.lines(screen).isEmpty)
    var random = SeededRandom(151)
    let bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    try Data(bytes).write(to: URL(filePath: scratch.file("random.log")))
    var other = SessionScreen(of: scratch.file("random.log"))
    #expect(try other.update())
    #expect(other.screen.rows == 40)
  }
}
