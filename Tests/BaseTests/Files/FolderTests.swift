import Base
import TestSupport
import Testing

@Suite("Folder")
struct FolderTests {
  @Test("The names come sorted by their bytes, without the hidden ones")
  func sorted() throws {
    let scratch = try Scratch()
    for name in ["b", "a.json", "B", ".tmp-a-1", ".lock", "ä", String(repeating: "n", count: 255)] {
      try scratch.write("folder/\(name)", "")
    }
    let names = try Folder.names(in: scratch.file("folder"))
    #expect(names == ["B", "a.json", "b", String(repeating: "n", count: 255), "ä"])
  }

  @Test("A folder of ten thousand names is listed whole")
  func large() throws {
    let scratch = try Scratch()
    for index in 0..<10_000 { try scratch.write("\(index)", "") }
    #expect(try Folder.names(in: scratch.path)?.count == 10_000)
  }

  @Test("No folder is nil, which an empty one is not")
  func absent() throws {
    let scratch = try Scratch()
    #expect(try Folder.names(in: scratch.file("absent")) == nil)
    #expect(try Folder.names(in: scratch.path) == [])
  }

  @Test("A file where a folder should be is a failure, not an absence")
  func notAFolder() throws {
    let scratch = try Scratch()
    let file = try scratch.write("file", "")
    #expect {
      try Folder.names(in: file)
    } throws: {
      $0 as? LooopError
        == LooopError(.badData, code: "E_LIST", "Cannot list \(file): Not a directory.")
    }
  }
}
