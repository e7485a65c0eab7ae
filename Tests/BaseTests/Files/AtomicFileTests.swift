import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Files that are whole or not there")
struct AtomicFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
  }

  @Test("Absent, unreadable and corrupt are three different results")
  func threeResults() throws {
    #expect(try AtomicFile.read(scratch.file("none")) == nil)
    #expect(try AtomicFile.read(scratch.file("none/deeper")) == nil)
    try scratch.write("file", "{\"a\":")
    #expect(try AtomicFile.read(scratch.file("file/below")) == nil)

    let unreadable = #expect(throws: LooopError.self) { try AtomicFile.read(scratch.path) }
    #expect(unreadable?.code == "E_NO_FILE" && unreadable?.kind == .badData)
    #expect(unreadable?.message == "Cannot read \(scratch.path): it is not a regular file.")

    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: scratch.file("none"))
    let nowhere = #expect(throws: LooopError.self) { try AtomicFile.read(scratch.file("link")) }
    #expect(nowhere?.code == "E_NO_FILE")
    #expect(nowhere?.message.hasSuffix("it is a link to a file that is not there.") == true)
    #expect(
      try FileFacts.hasEntry(scratch.file("link")) && !FileFacts.hasEntry(scratch.file("none")))

    let content = try #require(try AtomicFile.read(scratch.file("file")))
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(content) }
    let bad = scratch.file("bad")
    try AtomicFile.replace(bad, [0x61, 0xFF])
    #expect(try AtomicFile.readText(bad) == "a\u{FFFD}")
  }

  @Test("A name of any letters keeps its temporary file's name within what a folder takes")
  func longNames() throws {
    let folder = scratch.file("Zoë/données/日本")
    try Folder.create(folder)
    // 240 bytes in 80 characters.
    for name in ["a", String(repeating: "日", count: 80)] {
      let path = "\(folder)/\(name)"
      try AtomicFile.replace(path, bytes("x"))
      #expect(try AtomicFile.read(path) == bytes("x"))
    }
  }

  @Test("A file without permission is unreadable, not absent", .enabled(if: getuid() != 0))
  func withoutPermission() throws {
    let path = try scratch.write("secret", "x", mode: 0)
    let error = #expect(throws: LooopError.self) { try AtomicFile.read(path) }
    #expect(error?.message == "Cannot read \(path): Permission denied.")
  }

  @Test("A line that a crash tore takes no other with it")
  func tornLine() throws {
    let path = try scratch.write("log", "whole\nto")
    try AtomicFile.append(path, bytes("next\n"))
    try AtomicFile.append(path, bytes("last\n"))
    #expect(try scratch.text("log") == "whole\nto\nnext\nlast\n")
  }

  @Test(
    "A file of any size is read whole, and a huge one refused",
    arguments: [0, 1, 255, 256, 257, 100_000])
  func sizes(_ count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let path = scratch.file("f")
    try AtomicFile.replace(path, content)
    #expect(try AtomicFile.read(path) == content)
    #expect(truncate(path, (64 << 20) + 1) == 0)
    let error = #expect(throws: LooopError.self) { try AtomicFile.read(path) }
    #expect(error?.code == "E_TOO_LARGE")
  }

  #if os(Linux)
    @Test("A file whose size is not known before is read to its end")
    func unknownSize() throws {
      let text = try #require(try AtomicFile.readText("/proc/self/status"))
      #expect(text.utf8.count > 256 && text.hasSuffix("\n"))
    }
  #endif

  @Test("Publishing never overwrites")
  func publishes() throws {
    let path = scratch.file("a.json")
    #expect(try AtomicFile.publishNew(path, bytes("first")))
    #expect(try !AtomicFile.publishNew(path, bytes("second")))
    #expect(try AtomicFile.readText(path) == "first")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: scratch.file("nowhere"))
    #expect(try !AtomicFile.publishNew(scratch.file("link"), bytes("x")))
    #expect(try names() == ["a.json", "link"])
  }

  @Test("Of racing publishers exactly one wins, and its content stays")
  func racingPublishers() throws {
    for round in 0..<20 {
      let path = scratch.file("race-\(round)")
      let winners = Mutex<[Int]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { index in
        if (try? AtomicFile.publishNew(path, Array(repeating: UInt8(index), count: 5000))) == true {
          winners.withLock { $0.append(index) }
        }
      }
      let won = winners.withLock { $0 }
      #expect(won.count == 1)
      #expect(
        try AtomicFile.read(path) == won.first.map { Array(repeating: UInt8($0), count: 5000) })
    }
    #expect(try names().count == 20)
  }

  @Test("A reader sees the old content or the new, never a mixture")
  func replaces() throws {
    let path = scratch.file("f")
    try AtomicFile.replace(path, Array(repeating: 0, count: 20_000))
    let problems = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      for round in 1...100 {
        if index == 0 {
          try? AtomicFile.replace(path, Array(repeating: UInt8(round), count: 20_000))
        } else {
          let content = (try? AtomicFile.read(path)) ?? []
          if content.count != 20_000 || Set(content).count != 1 { problems.withLock { $0 += 1 } }
        }
      }
    }
    #expect(problems.withLock { $0 } == 0)
    #expect(try names() == ["f"])
  }

  @Test("Appending adds whole lines, also from many at once")
  func appends() throws {
    let path = scratch.file("log")
    try AtomicFile.append(path, bytes("one\n"))
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      for _ in 0..<50 {
        try? AtomicFile.append(
          path, bytes(String(repeating: "\(index)", count: 300) + "\n"), durable: false)
      }
    }
    let lines = try #require(try AtomicFile.readText(path)).split(separator: "\n")
    #expect(lines.count == 201 && lines.first == "one")
    #expect(lines.dropFirst().allSatisfy { $0.count == 300 && Set($0).count == 1 })
  }

  @Test("What is consumed or deleted is so once")
  func consumesOnce() throws {
    let path = try scratch.write("a", "x")
    #expect(try AtomicFile.consume(path, to: scratch.file("b")))
    #expect(try !AtomicFile.consume(path, to: scratch.file("c")))
    #expect(try AtomicFile.readText(scratch.file("b")) == "x")
    #expect(try AtomicFile.delete(scratch.file("b")))
    #expect(try !AtomicFile.delete(scratch.file("b")))
    #expect(try names() == [])
  }

  @Test("Files are for their owner alone unless told otherwise")
  func modes() throws {
    func mode(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: scratch.file(name))[.posixPermissions]
        as? Int
    }
    try AtomicFile.replace(scratch.file("a"), bytes("x"))
    _ = try AtomicFile.publishNew(scratch.file("b"), bytes("x"))
    try AtomicFile.append(scratch.file("c"), bytes("x"))
    try AtomicFile.replace(scratch.file("d"), bytes("x"), mode: 0o700)
    #expect(try mode("a") == 0o600)
    #expect(try mode("b") == 0o600)
    #expect(try mode("c") == 0o600)
    #expect(try mode("d") == 0o700)
  }

  @Test("A write that fails says where and why, and leaves nothing behind")
  func failures() throws {
    let path = scratch.file("none/f")
    for attempt in [
      { _ = try AtomicFile.publishNew(path, []) }, { try AtomicFile.replace(path, []) },
    ] as [() throws -> Void] {
      let error = #expect(throws: LooopError.self) { try attempt() }
      #expect(error?.message == "Cannot write \(path): No such file or directory.")
      #expect(error?.code == "E_WRITE" && error?.kind == .cannotWrite)
    }
    try FileManager.default.createDirectory(
      atPath: scratch.file("folder"), withIntermediateDirectories: true)
    #expect(throws: LooopError.self) { try AtomicFile.replace(scratch.file("folder"), bytes("x")) }
    let long = scratch.file(String(repeating: "n", count: 300))
    let error = #expect(throws: LooopError.self) { try AtomicFile.publishNew(long, bytes("x")) }
    #expect(error?.hint == "Choose a shorter name.")
    #expect(try names() == ["folder"])
  }

  /// Root writes where it may not; a file system that takes no files stops it too.
  @Test("A folder that takes no files is named, with what to do")
  func readOnlyFolder() throws {
    let folder = getuid() == 0 ? "/sys" : scratch.path
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch.path)
    defer { chmod(scratch.path, 0o700) }
    let error = #expect(throws: LooopError.self) {
      try AtomicFile.replace("\(folder)/f", bytes("x"))
    }
    let reasons = ["Permission denied", "Read-only file system", "Operation not permitted"]
    #expect(reasons.contains { error?.message == "Cannot write \(folder)/f: \($0)." })
    #expect(error?.hint != nil)
  }
}
