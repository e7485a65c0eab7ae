import Base
import Foundation
import TestSupport
import Testing

@Suite("A record of output")
struct RecordingTests {
  @Test("A recording keeps the last of what was written in two files of a bounded size")
  func recording() throws {
    let folder = try Scratch()
    let recording = try Recording(path: folder.file("log"), segment: 100)
    for number in 0..<100 { recording.write("line \(number)\n") }
    let sizes = try ["log", "log.1"].map { try folder.text($0).utf8.count }
    #expect(sizes.allSatisfy { $0 <= 100 } && sizes[1] > 80)
    let tail = String(decoding: recording.tail(60), as: UTF8.self)
    #expect(tail.hasSuffix("line 98\nline 99\n") && tail.utf8.count == 60)
    recording.shrink()
    #expect(!FileManager.default.fileExists(atPath: folder.file("log.1")))
    recording.write(ArraySlice([UInt8](repeating: 65, count: 1_000)))
    #expect(recording.tail(2_000).count >= 1_000)
  }

  @Test("A recording of the start keeps what fits, with one mark for all that does not")
  func start() throws {
    let folder = try Scratch()
    let recording = try Recording(path: folder.file("log"), limit: 10)
    for word in ["12345", "67890abc", "def"] { recording.write(word) }
    #expect(
      try folder.text("log") == "1234567890\n[looop: the rest of this output is not kept]\n")
    #expect(recording.tail(4) == Array("pt]\n".utf8))
  }

  @Test("A recording goes on where an earlier one ended")
  func again() throws {
    let folder = try Scratch()
    do { try Recording(path: folder.file("log")).write("one\n") }
    try Recording(path: folder.file("log")).write("two\n")
    #expect(try folder.text("log") == "one\ntwo\n")
  }
}
