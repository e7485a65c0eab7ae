import TestSupport
import Testing

@testable import Core

@Suite struct WatchedPathTests {
  @Test func `two looks at a path differ when it changed, and only then`() throws {
    let scratch = try Scratch()
    let path = scratch.file("folder")
    let absent = WatchedPath.look(path)
    #expect(absent.newest == nil && absent == WatchedPath.look(path))
    try scratch.write("folder/a", "1")
    let first = WatchedPath.look(path)
    #expect(first != absent && first == WatchedPath.look(path))
    try scratch.write("folder/a", "22")
    let second = WatchedPath.look(path)
    #expect(second != first)
    try scratch.write("folder/deep/b", "1")
    let third = WatchedPath.look(path)
    #expect(third != second)
    try scratch.write("folder/deep/b", "22")
    #expect(WatchedPath.look(path) == third)
  }
}
