import Foundation
import TestSupport
import Testing

@testable import Base

@Suite struct PathRouteTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func route(_ name: String) -> PathRoute { PathRoute(scratch.file(name)) }

  @Test func `it ends in what is there, without links`() throws {
    try scratch.write("a/b/file", "")
    try Folder.link(scratch.file("link"), to: "a")
    let file = route("a/./b//../b/file")
    #expect(file.end == .file && file.target == scratch.file("a/b/file") && !file.isLinked)
    let linked = route("link/b/../../link/b")
    #expect(linked.end == .folder && linked.target == scratch.file("a/b") && linked.isLinked)
    #expect(PathRoute("/").end == .folder && PathRoute("/..").target == "/")
  }

  @Test func `it ends where the first name is missing`() throws {
    try Folder.create(scratch.file("a"))
    let missing = route("a/b/c")
    #expect(missing.end == .missing && missing.target == scratch.file("a/b"))
    #expect(missing.steps == [PathRoute.Step(folder: scratch.file("a"), name: "b")])
    try Folder.link(scratch.file("link"), to: "gone/file")
    #expect(route("link").target == scratch.file("gone"))
    // As the kernel has it, a name must exist before `..` leads back.
    #expect(route("gone/../a").end == .missing)
  }

  @Test func `each link, the last name and the folders between are what a change shows in`() throws
  {
    try scratch.write("a/b/file", "")
    try Folder.link(scratch.file("link"), to: scratch.file("a/b"))
    let route = route("link/file")
    #expect(
      route.steps == [
        .init(folder: scratch.path, name: "link"), .init(folder: scratch.file("a/b"), name: "file"),
      ])
    #expect(route.folders.contains(scratch.file("a")) && !route.folders.contains("/"))
  }

  @Test(.enabled(if: geteuid() != 0, "who may read everything sees nothing of it"))
  func `a folder that may not be read is the end`() throws {
    try scratch.write("a/b/file", "")
    chmod(scratch.file("a"), 0)
    defer { chmod(scratch.file("a"), 0o700) }
    #expect(route("a/b/file").end == .unreadable && route("a/b/file").target == scratch.file("a"))
    #expect(route("a").end == .unreadable)
  }
}
