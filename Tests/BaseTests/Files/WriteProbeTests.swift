import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("Whether files can be written")
struct WriteProbeTests {
  @Test("A folder that can be written has no problem, and keeps nothing of the probe")
  func fine() throws {
    let scratch = try Scratch()
    #expect(WriteProbe.problem(writingIn: scratch.path) == nil)
    #expect(try Folder.entries(of: scratch.path) == [])
    #expect(WriteProbe.problem(making: scratch.file("a/b/c")) == nil)
    #expect(WriteProbe.problem(with: scratch.file("missing")) == nil)
  }

  @Test("A log that is a folder, a named pipe or a device cannot be appended to, and says so")
  func noLog() throws {
    let scratch = try Scratch()
    try #require(mkfifo(scratch.file("pipe"), 0o600) == 0)
    try Folder.create(scratch.file("folder"))
    try scratch.write("file", "x")
    for path in [scratch.file("pipe"), scratch.file("folder"), "/dev/null"] {
      #expect(WriteProbe.problem(appendingTo: path)?.code == "E_NO_FILE", "\(path)")
    }
    for name in ["file", "missing"] {
      #expect(WriteProbe.problem(appendingTo: scratch.file(name)) == nil)
    }
  }

  @Test("A folder in which no file can be made says why")
  func impossible() throws {
    let scratch = try Scratch()
    try scratch.write("file", "x")
    #expect(WriteProbe.problem(writingIn: scratch.file("file"))?.code == "E_WRITE")
    #expect(
      WriteProbe.problem(making: scratch.file("file/data"))?.message.contains("Not a directory")
        == true)
    #expect(
      WriteProbe.problem(writingIn: "/proc")?.message.hasPrefix("Cannot write in /proc: ") == true)
  }
}
