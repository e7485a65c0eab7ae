import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct WatchingTests {
  private func sees(_ watcher: FileWatcher, within patience: Duration = .seconds(5)) -> Bool {
    let poller = Poller(permanent: [watcher])
    let limit = Monotonic.now() + patience
    while watcher.firstChange == nil, Monotonic.now() < limit { poller.turn(until: limit) }
    defer { watcher.acknowledge() }
    return watcher.firstChange != nil
  }

  @Test func `a file outside is watched by its name, also one that is not there yet`() throws {
    let scratch = try Scratch()
    try scratch.write("other", "")
    let watcher = FileWatcher()
    watcher.watchOutside([scratch.file("file")])
    try scratch.write("other", "x")
    #expect(!sees(watcher, within: .milliseconds(50)))
    try scratch.write("file", "x")
    #expect(sees(watcher))
  }

  @Test func `a folder outside is watched with what lies in it, and no longer than wanted`() throws
  {
    let scratch = try Scratch()
    try scratch.write("folder/a", "")
    let watcher = FileWatcher()
    watcher.watchOutside([scratch.file("folder")])
    try scratch.write("folder/a", "x")
    #expect(sees(watcher))
    watcher.watchOutside([])
    try scratch.write("folder/a", "y")
    #expect(!sees(watcher, within: .milliseconds(50)))
  }

  @Test func `two who watch one folder do not take it from each other`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    watcher.watch(scratch.path) { $0 == "mine" }
    watcher.watchOutside([scratch.file("theirs")])
    try scratch.write("mine", "x")
    #expect(sees(watcher))
    try scratch.write("theirs", "x")
    #expect(sees(watcher))
    watcher.watchOutside([])
    try scratch.write("theirs", "y")
    #expect(!sees(watcher, within: .milliseconds(50)))
    try scratch.write("mine", "y")
    #expect(sees(watcher))
  }

  @Test func `a folder that another took the place of is watched in its stead`() throws {
    let scratch = try Scratch()
    try scratch.write("folder/a", "")
    let watcher = FileWatcher()
    watcher.watchOutside([scratch.file("folder")])
    try FileManager.default.moveItem(atPath: scratch.file("folder"), toPath: scratch.file("old"))
    try scratch.write("folder/a", "")
    _ = sees(watcher)
    watcher.watchOutside([scratch.file("folder")])
    try scratch.write("folder/a", "x")
    #expect(sees(watcher))
  }

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

@Suite struct JSONDifferenceTests {
  @Test(
    arguments: [
      ("1", "1", []), ("1", "2", [""]), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
      (#"{"a":1,"b":[1,2]}"#, #"{"a":2,"b":[1,3]}"#, ["/a", "/b/1"]),
      (#"{"a":1}"#, #"{"b":1}"#, ["/a", "/b"]), (#"{"a":[1]}"#, #"{"a":[1,2]}"#, ["/a"]),
      (#"{"a/b":{"c~d":1}}"#, #"{"a/b":{"c~d":2}}"#, ["/a~1b/c~0d"]),
      (#"{"a":{"b":1}}"#, #"{"a":3}"#, ["/a"]),
    ] as [(String, String, [String])])
  func `it names the places where two documents differ`(
    left: String, right: String, places: [String]
  ) throws {
    let (left, right) = (try JSONParser.parse(left), try JSONParser.parse(right))
    #expect(JSONDifference.pointers(left, right) == places)
  }

  @Test func `it names a few of very many`() {
    let left = JSONValue.array((0..<100).map(JSONValue.int))
    let right = JSONValue.array((1..<101).map(JSONValue.int))
    #expect(JSONDifference.pointers(left, right).count == JSONDifference.most)
  }
}
