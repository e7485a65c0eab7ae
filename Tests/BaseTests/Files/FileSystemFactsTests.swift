import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("File systems, sizes and files without a name")
struct FileSystemFactsTests {
  @Test("What holds a folder is found also for a path that is not there")
  func place() throws {
    let scratch = try Scratch()
    let here = try FileSystemFacts.of(scratch.path)
    #expect(here.size > 0 && here.free <= here.size && !here.name.isEmpty)
    let there = try FileSystemFacts.of(scratch.file("a/b/c"))
    #expect(there.name == here.name && there.size == here.size)
    try scratch.write("file", "x")
    #expect(try FileSystemFacts.of(scratch.file("file/x")).name == here.name)
  }

  @Test("Kinds are told by their numbers, or by the name that the system gives")
  func kinds() {
    func kind(_ magic: Int) -> FileSystemFacts.Home {
      FileSystemFacts.kind(magic: magic, said: "", isLocal: -1).home
    }
    #expect(kind(0xEF53) == .disk && kind(0x6969) == .network && kind(0xFF53_4D42) == .network)
    #expect(kind(0x0102_1994) == .memory && kind(0x6573_5546) == .unknown)
    #expect(FileSystemFacts.kind(magic: 0x1234, said: "", isLocal: -1) == ("0x1234", .unknown))
    #expect(FileSystemFacts.kind(magic: 0, said: "apfs", isLocal: 1) == ("apfs", .disk))
    #expect(FileSystemFacts.kind(magic: 0, said: "nfs", isLocal: 0) == ("nfs", .network))
  }

  @Test("A size counts files at every depth, and follows no link")
  func size() throws {
    let scratch = try Scratch()
    try scratch.write("a/b/c", "12345")
    try scratch.write("a/d", "123")
    try scratch.write("e", "1")
    try #require(symlink("..", scratch.file("a/up")) == 0)
    let size = FolderSize.of(scratch.path)
    #expect(size == FolderSize(bytes: 9 + 2, files: 4))
    #expect(FolderSize.of(scratch.file("a/d")) == FolderSize(bytes: 3, files: 1))
    #expect(FolderSize.of(scratch.file("none")) == FolderSize())
  }

  @Test("A file without a name is written where files can be, and nothing is left of it")
  func unnamed() throws {
    let scratch = try Scratch()
    let before = try FileFacts.of(scratch.path)
    #expect([.written, .untried].contains(WriteProbe.trial(writingUnnamedIn: scratch.path)))
    #expect(try Folder.entries(of: scratch.path) == [] && FileFacts.of(scratch.path) == before)
    try scratch.write("file", "x")
    guard case .refused(let error) = WriteProbe.trial(writingUnnamedIn: scratch.file("file")) else {
      Issue.record("a file is no folder")
      return
    }
    #expect(error.code == "E_WRITE")
  }
}
