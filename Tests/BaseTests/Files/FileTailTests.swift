import Testing

@testable import Base

@Suite("the end of a file")
struct FileTailTests {
  @Test(
    "What is no regular file is an error, and so is neither empty nor endless",
    arguments: ["/dev/zero", "/dev/full", "/tmp"])
  func notAFile(_ path: String) throws {
    var tail = try FileTail(path: path, last: 10)
    #expect(throws: LooopError.self) { _ = try tail.next() }
  }

  @Test("Where there is no file nothing was appended")
  func absent() throws {
    var tail = try FileTail(path: "/nonexistent/file", last: 10)
    #expect(try tail.next().isEmpty)
  }
}
