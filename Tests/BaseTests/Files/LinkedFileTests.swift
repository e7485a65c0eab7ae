import CSys
import Foundation
import TestSupport
import Testing

@testable import Base

/// A person's file may be a link, and is written where it leads; one of looop's own may not.
@Suite struct LinkedFileTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("A write goes where the link leads, and keeps link and mode")
  func writesThrough() throws {
    try scratch.write("dots/P.md", "old", mode: 0o640)
    try Folder.link(scratch.file("second"), to: "dots/P.md")
    try Folder.link(scratch.file("P.md"), to: scratch.file("second"))
    try LinkedFile.replace(scratch.file("P.md"), "new".utf8)
    #expect(try scratch.text("dots/P.md") == "new")
    #expect(FileFacts.isLink(scratch.file("P.md")) && FileFacts.isLink(scratch.file("second")))
    #expect(try FileFacts.of(scratch.file("dots/P.md"))?.permissions == 0o640)
    // Without a link it is a replacement like any other.
    try LinkedFile.replace(scratch.file("plain"), "new".utf8)
    #expect(try FileFacts.of(scratch.file("plain"))?.permissions == 0o600)
  }

  @Test("What a crash left beside the target is removed by the next write, and nothing else")
  func sweeps() throws {
    try scratch.write("dots/P.md", "old")
    try Folder.link(scratch.file("P.md"), to: scratch.file("dots/P.md"))
    // No system counts so far.
    let ended = 2_000_000_000
    let kept = [
      ".tmp-P.md-notes", ".tmp-P.md-\(getpid())-5", ".tmp-P.md-\(ended)", ".tmp-P.md-\(ended)-x",
      ".tmp-P.md-0\(ended)-5", ".tmp-Q.md-\(ended)-5", "P.md-\(ended)-5",
    ]
    for name in kept + [".tmp-P.md-\(ended)-4294967295"] { try scratch.write("dots/\(name)", "") }
    try LinkedFile.replace(scratch.file("P.md"), "new".utf8)
    let left = try Folder.entries(of: scratch.file("dots")) ?? []
    #expect(Set(left) == Set(kept + ["P.md"]))
  }

  @Test("A link that leads to no file is told, and stays")
  func nowhere() throws {
    try Folder.link(scratch.file("gone"), to: scratch.file("none/P.md"))
    try Folder.link(scratch.file("round"), to: "round")
    try Folder.link(scratch.file("folder"), to: "/")
    for (name, part) in [
      ("gone", "it is a link to a file that is not there"), ("round", "symbolic links"),
      ("folder", "directory"),
    ] {
      let path = scratch.file(name)
      let error = #expect(throws: LooopError.self) { try LinkedFile.replace(path, "x".utf8) }
      #expect(error?.message.contains(path) == true && error?.message.contains(part) == true)
      #expect(LinkedFile.problem(replacing: path) == error)
      #expect(FileFacts.isLink(path))
    }
    #expect(LinkedFile.isAway(scratch.file("gone")) && !LinkedFile.isAway(scratch.file("folder")))
    #expect(!LinkedFile.isAway(scratch.file("nothing")))
    let error = #expect(throws: LooopError.self) { try Folder.names(in: scratch.file("gone")) }
    #expect(error?.code == "E_NO_FOLDER")
    #expect(throws: LooopError.self) { try Folder.create(scratch.file("gone")) }
  }

  @Test("A link that moves keeps leading where it led", arguments: ["dots/g.md", "../x/dots/g.md"])
  func moves(_ text: String) throws {
    try scratch.write("x/dots/g.md", "goal")
    try Folder.create(scratch.file("x/archive"))
    try Folder.link(scratch.file("x/g.md"), to: text)
    #expect(try LinkedFile.consume(scratch.file("x/g.md"), to: scratch.file("x/archive/g.md")))
    #expect(try !FileFacts.hasEntry(scratch.file("x/g.md")))
    #expect(try scratch.text("x/archive/g.md") == "goal")
    #expect(FileFacts.isLink(scratch.file("x/archive/g.md")))
    #expect(try !LinkedFile.consume(scratch.file("x/g.md"), to: scratch.file("x/archive/h.md")))
  }

  /// Each way in which looop opens a file that only looop writes.
  private static let ways: [(String, @Sendable (String) throws -> Void)] = [
    ("append", { try AtomicFile.append($0, "x".utf8) }),
    ("replace", { try AtomicFile.replace($0, "x".utf8) }),
    ("read", { _ = try AtomicFile.read($0, following: false) }),
    ("lines", { try AtomicFile.readLines($0, longest: 10) { _ in } }),
    ("record", { _ = try Record.read($0) }),
    ("recording", { _ = try Recording(path: $0, limit: 10) }),
    ("excerpt", { _ = try FileExcerpt.start(of: $0, bytes: 10) }),
    ("lock", { _ = try DirectoryLock.acquire($0) }),
    ("held", { _ = try DirectoryLock.isHeld($0) }),
    (
      "followed",
      { path in _ = try FollowedFile(path: path, former: "\(path).1", from: .lastLine) }
    ),
  ]

  @Test(
    "A link in the place of a file of looop's own is an error, and nothing goes through it",
    arguments: ways.indices)
  func own(_ index: Int) throws {
    let (name, open) = Self.ways[index]
    try scratch.write("target", "{}")
    for (link, target) in [("live", scratch.file("target")), ("dead", scratch.file("none"))] {
      let path = scratch.file(link)
      try Folder.link(path, to: target)
      let error = #expect(throws: LooopError.self, "\(name)") { try open(path) }
      #expect(error?.code == "E_LINK" && error?.message.contains(path) == true, "\(name)")
      #expect(error?.hint?.contains("remove the link") == true)
      #expect(FileFacts.isLink(path))
    }
    #expect(try scratch.text("target") == "{}" && !FileFacts.hasEntry(scratch.file("none")))
    FileFacts.mark(scratch.file("dead"), at: 5)
    FileFacts.mark(scratch.file("live"), at: 5)
    #expect(try !FileFacts.hasEntry(scratch.file("none")))
    #expect(try FileFacts.of(scratch.file("target"))?.modified != 5)
  }
}
