import Foundation
import TestSupport
import Testing

@testable import Core

@Suite("Whether what a command needs is there")
struct CommandNeedTests {
  @Test("What is missing is said; what only the shell could say is not")
  func problems() throws {
    let scratch = try Scratch()
    try scratch.write("run.sh", "x")
    try scratch.write("folder/x", "x")
    func problem(_ need: CommandNeed, folder: String? = nil) -> String? {
      need.problem(searchPath: "/usr/bin:/bin", folder: folder)
    }
    #expect(problem(.program("sh")) == nil && problem(.program("/bin/sh")) == nil)
    #expect(problem(.program("no-such-agent")) == "There is no program 'no-such-agent' on PATH.")
    #expect(problem(.program("/nonexistent/brain")) == "There is no program /nonexistent/brain.")
    let file = scratch.file("run.sh")
    #expect(problem(.program(file)) == "\(file) is not executable.")
    #expect(problem(.program(scratch.file("folder"))) != nil)
    #expect(problem(.script(file)) == nil)
    #expect(problem(.script("/nonexistent.sh")) == "There is no script /nonexistent.sh.")
    #expect(problem(.script(scratch.file("folder"))) != nil)
    #expect(problem(.folder(scratch.path)) == nil)
    #expect(problem(.folder(file)) == "There is no folder \(file).")
    // A relative path counts where the folder is known.
    #expect(problem(.script("run.sh")) == nil)
    #expect(problem(.script("run.sh"), folder: scratch.path) == nil)
    #expect(problem(.script("gone.sh"), folder: scratch.path) != nil)
    for odd in ["$X/brain", "~ada/brain", "/x/*", "{{prompt_file}}", "`x`/y", ""] {
      #expect(problem(.script(odd), folder: "/") == nil, "\(odd)")
      #expect(problem(.program("\(odd)/x"), folder: "/") == nil || odd.isEmpty, "\(odd)")
    }
  }
}
