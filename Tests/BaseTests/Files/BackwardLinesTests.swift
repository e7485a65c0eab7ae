import Base
import Foundation
import TestSupport
import Testing

@Suite struct BackwardLinesTests {
  private func read(_ content: [UInt8], from start: Int = 0, longest: Int = 1 << 20) throws
    -> (lines: [[UInt8]], end: Int?, isUnfinished: Bool)
  {
    let scratch = try Scratch()
    let path = scratch.file("log")
    try Data(content).write(to: URL(fileURLWithPath: path))
    var lines: [[UInt8]] = []
    var isUnfinished = false
    let end = try BackwardLines.read(path, from: start, longest: longest) { line in
      lines.append(Array(line.bytes))
      isUnfinished = isUnfinished || line.isUnfinished
      return true
    }
    return (lines.reversed(), end, isUnfinished)
  }

  /// Around the size of the pieces it reads.
  @Test(arguments: [1, 2, 100, 65_535, 65_536, 65_537, 131_072, 200_000])
  func `all lines come, whatever their length`(length: Int) throws {
    let lines = (0..<5).map { [UInt8](repeating: 97 + UInt8($0), count: length + $0) }
    let whole = Array(lines.joined(separator: [10])) + [10]
    let all = try read(whole)
    #expect(all.lines == lines && all.end == whole.count && !all.isUnfinished)
    let torn = try read(whole + Array("torn".utf8))
    #expect(torn.lines == lines + [Array("torn".utf8)])
    #expect(torn.end == whole.count && torn.isUnfinished)
    let last = try read(whole, from: whole.count - length - 5)
    #expect(last.lines == [lines[4]] && last.end == whole.count)
  }

  @Test func `a line beyond the limit is cut, and those around it are not`() throws {
    let hole = [UInt8](repeating: 0, count: 300_000)
    let all = try read(Array("a\n".utf8) + hole + Array("\nb\n".utf8), longest: 100)
    #expect(all.lines.first == Array("a".utf8) && all.lines.last == Array("b".utf8))
    #expect(all.lines.count == 3 && all.lines[1].allSatisfy { $0 == 0 })
  }

  @Test func `an empty file has no lines, and no file has no end`() throws {
    let empty = try read([])
    #expect(empty.lines.isEmpty && empty.end == 0)
    let scratch = try Scratch()
    #expect(try BackwardLines.read(scratch.file("none"), longest: 10) { _ in true } == nil)
  }

  @Test func `what a crash tore is cut off, and nothing else`() throws {
    let scratch = try Scratch()
    for (before, after) in [
      ("a\nb\n", "a\nb\n"), ("a\nb", "a\n"), ("torn", ""), ("", ""),
      ("a\n" + String(repeating: "x", count: 70_000), "a\n"),
    ] {
      let path = try scratch.write("log", before)
      try AtomicFile.append(path, "c\n".utf8, cutting: true)
      #expect(try scratch.text("log") == after + "c\n")
    }
  }
}
