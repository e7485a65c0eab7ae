import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("Reading a recording while it is written")
struct RecordingReaderTests {
  private static func next(_ reader: inout RecordingReader) throws -> String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    return switch try reader.next() {
    case .nothing: "nothing"
    case .gone: "gone"
    case .appended(let bytes): "+\(text(bytes))"
    case .fresh(let bytes, let isCut): (isCut ? "cut:" : "whole:") + text(bytes)
    }
  }

  @Test("The end first, then what is added; a turn to the next file is heard without a gap")
  func turn() throws {
    let scratch = try Scratch()
    let recording = try Recording(path: scratch.file("o"), segment: 10)
    var reader = RecordingReader(path: scratch.file("o"), limit: 8)
    #expect(try Self.next(&reader) == "whole:")
    recording.write("12345")
    #expect(try Self.next(&reader) == "+12345")
    #expect(try Self.next(&reader) == "nothing")
    recording.write("678")
    recording.write("abc")
    #expect(try Self.next(&reader) == "+678abc")
    recording.write("defghij")
    var second = RecordingReader(path: scratch.file("o"), limit: 8)
    #expect(try Self.next(&second) == "cut:cdefghij")
    recording.write("k")
    #expect(try Self.next(&second) == "+k")
    // Half of what is read comes from the older file.
    var third = RecordingReader(path: scratch.file("o"), limit: 8)
    #expect(try Self.next(&third) == "cut:defghijk")
  }

  @Test("What was deleted, replaced, cut or outran the reader is read afresh")
  func afresh() throws {
    let scratch = try Scratch()
    var reader = RecordingReader(path: scratch.file("o"), limit: 4)
    #expect(try Self.next(&reader) == "nothing")
    try scratch.write("o", "abc")
    #expect(try Self.next(&reader) == "whole:abc")
    try FileManager.default.removeItem(atPath: scratch.file("o"))
    #expect(try Self.next(&reader) == "gone")
    #expect(try Self.next(&reader) == "nothing")
    try scratch.write("o", "xyz")
    #expect(try Self.next(&reader) == "whole:xyz")
    try scratch.write("p", "new")
    try FileManager.default.removeItem(atPath: scratch.file("o"))
    try FileManager.default.moveItem(atPath: scratch.file("p"), toPath: scratch.file("o"))
    #expect(try Self.next(&reader) == "whole:new")
    #expect(truncate(scratch.file("o"), 1) == 0)
    #expect(try Self.next(&reader) == "whole:n")
    let more = try #require(FileHandle(forWritingAtPath: scratch.file("o")))
    try more.seekToEnd()
    try more.write(contentsOf: Data("23456".utf8))
    #expect(try Self.next(&reader) == "cut:3456")
  }

  @Test("Of a file of 10 GB with holes only the end is read")
  func sparse() throws {
    let scratch = try Scratch()
    try scratch.write("o", "")
    #expect(truncate(scratch.file("o"), 10 << 30) == 0)
    var reader = RecordingReader(path: scratch.file("o"), limit: 4)
    #expect(try reader.next() == .fresh([0, 0, 0, 0], isCut: true))
  }
}
