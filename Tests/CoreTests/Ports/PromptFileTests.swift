import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct PromptFileTests {
  @Test func `a command without a place for it gets the prompt on standard input`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let file = try PromptFile.place(path, command: "agent -", spare: scratch.file("s.md"))
    #expect(file.command == "agent -")
    #expect(file.input == .file(path))
  }

  @Test func `a path takes the place, needing no quotes`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let file = try PromptFile.place(path, command: "agent @{{prompt_file}}", spare: "/x")
    #expect(file.command == "agent @\(path)")
    #expect(file.input == .null)
  }

  @Test func `a path that would need quotes is served by a copy`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("my $(data) dir/p.md", "hello")
    let file = try PromptFile.place(
      path, command: "cat {{prompt_file}}", spare: scratch.file("my $(data) dir/s.md"))
    let served = String(file.command.dropFirst(4))
    #expect(CommandTemplate.isSafe(path: served))
    #expect(try String(contentsOfFile: served, encoding: .utf8) == "hello")
    file.cleanUp()
    #expect(!FileManager.default.fileExists(atPath: AtomicFile.folder(of: served)))
  }

  @Test func `the folder of the spare outlives the copy in it`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    let prompts = scratch.file("prompts")
    try Folder.create(prompts)
    let file = try PromptFile.place(
      path, command: #"agent "$(cat {{prompt_file}})""#, spare: "\(prompts)/s.md")
    file.cleanUp()
    #expect(Folder.exists(prompts))
  }

  @Test func `a prompt that becomes an argument is clipped with a mark`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", String(repeating: "x", count: 1_000_000))
    let file = try PromptFile.place(
      path, command: #"agent "$(cat {{prompt_file}})""#, spare: scratch.file("s.md"))
    let served = try scratch.text("s.md")
    #expect(served.utf8.count < 100_000)
    #expect(served.hasSuffix("[clipped: 901696 more bytes]"))
    file.cleanUp()
  }

  @Test func `the folder of copies outlives its last copy: the next call needs it`() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.md", "hello")
    try Folder.create(scratch.file("prompts"))
    for _ in 1...2 {
      let file = try PromptFile.place(
        path, command: #"agent "$(cat {{prompt_file}})""#, spare: scratch.file("prompts/s.md"))
      #expect(try scratch.text("prompts/s.md") == "hello")
      file.cleanUp()
      #expect(!FileManager.default.fileExists(atPath: scratch.file("prompts/s.md")))
    }
  }
}
