import Foundation
import TestSupport
import Testing

@testable import Base

@Suite("A file that grows and is renamed")
struct FollowedFileTests {
  /// A log in a folder of its own, and who follows it.
  private final class Log {
    let folder: Scratch
    var path: String { folder.file("log") }
    let file: FollowedFile

    init(_ start: FollowedFile.Start = .lastLine, _ prepare: (Scratch) throws -> Void) throws {
      folder = try Scratch()
      try prepare(folder)
      file = try FollowedFile(
        path: folder.file("log"), former: folder.file("log.1"), from: start)
    }

    func append(_ text: String, to name: String = "log") throws {
      // Not looop's own way to append, which cuts a torn line.
      let fd = open(folder.file(name), O_WRONLY | O_CREAT | O_APPEND, 0o600)
      defer { close(fd) }
      #expect(write(fd, text, text.utf8.count) == text.utf8.count)
    }

    func rotate() { #expect(rename(path, folder.file("log.1")) == 0) }

    /// All that is read now, or its whole lines.
    func read(lines: Bool = false) throws -> String {
      var text = ""
      while try file.read({ piece in
        let whole = piece.lastIndex(of: .lineFeed).map { $0 + 1 } ?? piece.startIndex
        let used = piece[..<(lines ? whole : piece.endIndex)]
        text += String(decoding: used, as: UTF8.self)
        return used.count
      }) {}
      return text
    }

    func before(atMost: Int = .max) throws -> [String] {
      var lines: [String] = []
      _ = try file.before(longest: 1_000, atMost: min(atMost, 1 << 40)) {
        lines.append(String(decoding: $0, as: UTF8.self))
        return true
      }
      return lines
    }
  }

  @Test("What is above the point and what is below it make the whole, each line once")
  func point() throws {
    let log = try Log { folder in
      try folder.write("log.1", "a\nb\n")
      try folder.write("log", "c\nd\nhalf")
    }
    try log.append(" a line\nnext\n")
    #expect(try log.before() == ["d", "c", "b", "a"])
    #expect(try log.read(lines: true) == "half a line\nnext\n")
    #expect(try log.read(lines: true) == "")
  }

  @Test("A line that is not whole is passed again with its rest; one that is cut off is not passed")
  func torn() throws {
    let log = try Log { folder in try folder.write("log", "") }
    try log.append("one\ntor")
    #expect(try log.read(lines: true) == "one\n")
    // As the next writer cuts what a crash left.
    #expect(truncate(log.path, 4) == 0)
    try log.append("a longer line\n")
    #expect(try log.read(lines: true) == "a longer line\n")
  }

  @Test("Renamed once, twice, and written to after the renaming, nothing is lost or repeated")
  func rotated() throws {
    let log = try Log { folder in try folder.write("log", "old\n") }
    try log.append("1\n")
    #expect(try log.read() == "1\n")
    try log.append("2\n")
    log.rotate()
    try log.append("3\n")
    #expect(try log.read() == "2\n3\n")
    try log.append("late\n", to: "log.1")
    #expect(try log.read() == "late\n")
    try log.append("4\n")
    log.rotate()
    try log.append("5\n")
    log.rotate()
    #expect(try log.read() == "4\n5\n")
    #expect(log.file.isGone)
    try log.append("6\n")
    #expect(try log.read() == "6\n")
  }

  @Test("Two renamings between two looks: the file between them is read too")
  func rotatedTwice() throws {
    let log = try Log { folder in try folder.write("log", "") }
    for number in 1...3 {
      try log.append("\(number)\n")
      if number < 3 { log.rotate() }
    }
    #expect(try log.read() == "1\n2\n3\n")
  }

  @Test("The rest of a file that was removed is read, and what comes in its place")
  func removed() throws {
    let log = try Log { folder in try folder.write("log", "") }
    try log.append("last\n")
    try FileManager.default.removeItem(atPath: log.path)
    #expect(try log.read() == "last\n")
    #expect(log.file.isGone)
    try log.append("first\n")
    #expect(try log.read() == "first\n")
    #expect(!log.file.isGone)
  }

  @Test("What takes the name and does not belong to it is left alone")
  func foreign() throws {
    let log = try Log { folder in try folder.write("log", "") }
    log.rotate()
    try log.append("of another\n")
    var text = ""
    let hasMore = try log.file.read(whileItBelongs: { () throws(LooopError) in false }) {
      text += String(decoding: $0, as: UTF8.self)
      return $0.count
    }
    #expect(!hasMore && text.isEmpty && log.file.isGone)
  }

  @Test("One that is not there yet is followed from its beginning")
  func later() throws {
    let log = try Log { _ in }
    #expect(try log.read() == "" && log.before() == [])
    try log.append("now\n")
    #expect(try log.read() == "now\n")
  }

  @Test("From the beginning both files are read, and of more than is wanted the end")
  func beginning() throws {
    for (most, text, omitted) in [(100, "oldnew", 0), (4, "dnew", 2), (2, "ew", 4)] {
      let log = try Log(.beginning(atMost: most)) { folder in
        try folder.write("log.1", "old")
        try folder.write("log", "new")
      }
      #expect(try log.read() == text && log.file.omitted == omitted)
    }
  }

  @Test("Ten gigabytes without a line cost no more than what is looked at")
  func sparse() throws {
    let log = try Log { folder in
      try folder.write("log", "")
      #expect(truncate(folder.file("log"), 10 << 30) == 0)
    }
    #expect(try log.before(atMost: 1 << 20).allSatisfy { $0.utf8.count <= 1_000 })
    try log.append("\nx\n")
    #expect(try log.read() == "\nx\n")
  }

  @Test("A reader gets the floor again while a file grows faster than it is read")
  func pieces() throws {
    let log = try Log(.beginning(atMost: .max)) { folder in
      try folder.write("log", "")
      #expect(truncate(folder.file("log"), 100 << 20) == 0)
    }
    var count = 0
    #expect(
      try log.file.read {
        count += $0.count
        return $0.count
      })
    #expect(count < 10 << 20)
  }

  @Test("A link or a folder in its place is an error")
  func refused() throws {
    let folder = try Scratch()
    try folder.write("target", "x")
    symlink(folder.file("target"), folder.file("link"))
    for path in [folder.file("link"), folder.path] {
      #expect(throws: LooopError.self) {
        _ = try FollowedFile(path: path, former: folder.file("none"), from: .lastLine)
      }
    }
  }
}
