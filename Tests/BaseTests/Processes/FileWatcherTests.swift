import Base
import Foundation
import TestSupport
import Testing

@Suite struct FileWatcherTests {
  @Test func `an entry that appears is seen, and one that does not count is not`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    let poller = Poller(permanent: [watcher])
    watcher.watch(scratch.path) { $0.hasSuffix(".json") }
    try scratch.write("x.txt", "no")
    poller.turn(until: Monotonic.now() + .milliseconds(100))
    #expect(watcher.firstChange == nil)
    try scratch.write("x.json", "yes")
    poller.turn(until: Monotonic.now() + Until.limit)
    #expect(watcher.firstChange != nil)
    watcher.acknowledge()
    #expect(watcher.firstChange == nil)
  }

  @Test func `that a watched folder is removed is no change`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    try Folder.create(scratch.file("session"))
    watcher.watch(scratch.file("session"))
    Folder.remove(scratch.file("session"))
    Poller(permanent: [watcher]).turn(until: Monotonic.now() + .milliseconds(100))
    #expect(watcher.firstChange == nil)
  }

  private func sees(_ watcher: FileWatcher, within patience: Duration = Until.limit)
    -> Bool
  {
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
    _ = watcher.watchOutside([scratch.file("file")])
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
    _ = watcher.watchOutside([scratch.file("folder")])
    try scratch.write("folder/a", "x")
    #expect(sees(watcher))
    _ = watcher.watchOutside([])
    try scratch.write("folder/a", "y")
    #expect(!sees(watcher, within: .milliseconds(50)))
  }

  @Test func `two who watch one folder do not take it from each other`() throws {
    let scratch = try Scratch()
    let watcher = FileWatcher()
    watcher.watch(scratch.path) { $0 == "mine" }
    _ = watcher.watchOutside([scratch.file("theirs")])
    try scratch.write("mine", "x")
    #expect(sees(watcher))
    try scratch.write("theirs", "x")
    #expect(sees(watcher))
    _ = watcher.watchOutside([])
    try scratch.write("theirs", "y")
    #expect(!sees(watcher, within: .milliseconds(50)))
    try scratch.write("mine", "y")
    #expect(sees(watcher))
  }

  @Test func `a folder that another took the place of is watched in its stead`() throws {
    let scratch = try Scratch()
    try scratch.write("folder/a", "")
    let watcher = FileWatcher()
    _ = watcher.watchOutside([scratch.file("folder")])
    try FileManager.default.moveItem(atPath: scratch.file("folder"), toPath: scratch.file("old"))
    try scratch.write("folder/a", "")
    _ = sees(watcher)
    _ = watcher.watchOutside([scratch.file("folder")])
    try scratch.write("folder/a", "x")
    #expect(sees(watcher))
  }
}
