import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("Copying a folder")
struct FolderCopyTests {
  @Test("All that is in it comes along: deep, hidden, links as links, modes as they are")
  func copy() throws {
    let scratch = try Scratch()
    try scratch.write("from/run", "#!/bin/sh\n", mode: 0o755)
    try scratch.write("from/read", "x", mode: 0o444)
    try scratch.write("from/deep/er/.hidden", "y", mode: 0o666)
    try FileManager.default.createDirectory(
      atPath: scratch.file("from/empty"), withIntermediateDirectories: true)
    try #require(symlink("/nowhere", scratch.file("from/link")) == 0)
    try Folder.copy(scratch.file("from"), to: scratch.file("to/there"))
    let manager = FileManager.default
    let copied = try manager.subpathsOfDirectory(atPath: scratch.file("to/there")).sorted()
    #expect(
      copied == ["deep", "deep/er", "deep/er/.hidden", "empty", "link", "read", "run"])
    for (name, mode) in [("run", 0o755), ("read", 0o444), ("deep/er/.hidden", 0o666)] {
      let facts = try #require(try FileFacts.of(scratch.file("to/there/\(name)")))
      #expect(facts.permissions == mode, "\(name)")
      #expect(try scratch.text("to/there/\(name)") == scratch.text("from/\(name)"))
    }
    #expect(
      try manager.destinationOfSymbolicLink(atPath: scratch.file("to/there/link")) == "/nowhere")
  }

  @Test("Nothing is replaced, and what is no file is refused without waiting for it")
  func refused() throws {
    let scratch = try Scratch()
    try scratch.write("a", "a")
    try scratch.write("b", "b")
    #expect(throws: LooopError.self) { try Folder.copy(scratch.file("a"), to: scratch.file("b")) }
    #expect(try scratch.text("b") == "b")
    try #require(mkfifo(scratch.file("pipe"), 0o600) == 0)
    #expect(throws: LooopError.self) {
      try Folder.copy(scratch.file("pipe"), to: scratch.file("c"))
    }
    #expect(throws: LooopError.self) {
      try Folder.copy(scratch.file("none"), to: scratch.file("c"))
    }
  }
}
