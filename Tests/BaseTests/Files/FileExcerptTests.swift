import Base
import TestSupport
import Testing

@Suite("Excerpts of files")
struct FileExcerptTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("A small file is shown whole, from either end; an absent one is nil")
  func whole() throws {
    let path = try scratch.write("a", "one\ntwo\n")
    for excerpt in [
      try FileExcerpt.start(of: path, bytes: 100), try FileExcerpt.end(of: path, bytes: 100),
    ] {
      #expect(excerpt == FileExcerpt(path: path, text: "one\ntwo\n", size: 8))
    }
    #expect(try FileExcerpt.start(of: scratch.file("b"), bytes: 100) == nil)
    #expect(try FileExcerpt.end(of: "\(path)/below", bytes: 100) == nil)
    #expect(throws: LooopError.self) { try FileExcerpt.start(of: scratch.path, bytes: 100) }
  }

  @Test("Of a long file one end is read: a tail begins with a whole line")
  func ends() throws {
    let path = try scratch.write("a", "first line\nsecond line\nthird line\n")
    #expect(try FileExcerpt.start(of: path, bytes: 13)?.text == "first line\nse")
    #expect(try FileExcerpt.end(of: path, bytes: 16)?.text == "third line\n")
    #expect(try FileExcerpt.end(of: path, bytes: 5)?.text == "line\n")
    #expect(try FileExcerpt.start(of: path, bytes: 0)?.text == "")
    #expect(try FileExcerpt.start(of: path, bytes: 0)?.size == 34)
  }
}
