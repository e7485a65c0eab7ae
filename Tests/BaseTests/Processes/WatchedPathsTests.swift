import Base
import Foundation
import TestSupport
import Testing

/// What a watch of paths outside hears, with the kernel's real events.
@Suite struct WatchedPathsTests {
  private let scratch: Scratch
  private let watcher = FileWatcher()

  init() throws { scratch = try Scratch() }

  private func watch(_ names: String...) {
    _ = watcher.watchOutside(Set(names.map(scratch.file)))
  }

  /// Whether a change is heard; it is acknowledged.
  private func hears(within patience: Duration = Until.limit) -> Bool {
    let poller = Poller(permanent: [watcher])
    let limit = Monotonic.now() + patience
    while watcher.firstChange == nil, Monotonic.now() < limit { poller.turn(until: limit) }
    defer { watcher.acknowledge() }
    return watcher.firstChange != nil
  }

  /// Whether nothing is pending. The kernel queues an event before the act that causes it returns.
  private func isQuiet() -> Bool { !hears(within: .zero) }

  private func link(_ name: String, to target: String) throws {
    let path = scratch.file(name)
    try FileManager.default.createSymbolicLink(atPath: "\(path).new", withDestinationPath: target)
    rename("\(path).new", path)
  }

  private func move(_ name: String, to other: String) {
    rename(scratch.file(name), scratch.file(other))
  }

  /// A program that holds a file open.
  private func open(_ name: String) throws -> FileHandle {
    let handle = try #require(FileHandle(forWritingAtPath: scratch.file(name)))
    try handle.seekToEnd()
    return handle
  }

  // MARK: Held open

  @Test func `a file that is held open is heard when it is written`() throws {
    try scratch.write("app.log", "")
    watch("app.log")
    let log = try open("app.log")
    #expect(isQuiet())
    try log.write(contentsOf: Data("line\n".utf8))
    #expect(hears())
    #expect(watcher.heard == [scratch.file("app.log")])
  }

  @Test func `an entry of a watched folder that is held open is heard too`() throws {
    try scratch.write("logs/app.log", "")
    watch("logs")
    let log = try open("logs/app.log")
    try log.write(contentsOf: Data("line\n".utf8))
    #expect(hears())
  }

  @Test func `another file of the same folder that is held open wakes nothing`() throws {
    try scratch.write("app.log", "")
    try scratch.write("other.log", "")
    watch("app.log")
    let other = try open("other.log")
    try other.write(contentsOf: Data("line\n".utf8))
    #expect(isQuiet())
  }

  @Test func `a log that is rotated is heard under its name`() throws {
    try scratch.write("app.log", "")
    watch("app.log")
    let former = try open("app.log")
    move("app.log", to: "app.log.1")
    #expect(hears())
    try scratch.write("app.log", "")
    #expect(hears())
    try former.write(contentsOf: Data("late\n".utf8))
    #expect(isQuiet())
    let log = try open("app.log")
    try log.write(contentsOf: Data("line\n".utf8))
    #expect(hears())
  }

  // MARK: Links

  @Test func `what a link names is heard, through a chain of links that are relative`() throws {
    try scratch.write("there/deep/file", "1")
    try link("there/second", to: "deep/../deep/file")
    try link("first", to: "there/second")
    watch("first")
    try scratch.write("there/deep/file", "2")
    #expect(hears())
    let held = try open("there/deep/file")
    try held.write(contentsOf: Data("3".utf8))
    #expect(watcher.descriptors.count == 1 || hears())
  }

  @Test(arguments: ["first", "there/second"])
  func `a link that is replaced is followed to what it names now`(replaced: String) throws {
    try scratch.write("there/old", "1")
    try scratch.write("elsewhere/new", "1")
    try link("there/second", to: "old")
    try link("first", to: "there/second")
    watch("first")
    try link(replaced, to: scratch.file("elsewhere/new"))
    #expect(hears())
    try scratch.write("there/old", "2")
    #expect(isQuiet())
    try scratch.write("elsewhere/new", "2")
    #expect(hears())
  }

  @Test func `a folder on the way that is a link is followed, also to another folder`() throws {
    try scratch.write("a/file", "1")
    try scratch.write("b/file", "1")
    try link("current", to: "a")
    watch("current/file")
    try scratch.write("a/file", "2")
    #expect(hears())
    try link("current", to: "b")
    #expect(hears())
    try scratch.write("b/file", "2")
    #expect(hears())
    try scratch.write("a/file", "3")
    #expect(isQuiet())
  }

  @Test func `a folder that becomes a link is followed`() throws {
    try scratch.write("data/deep/file", "1")
    try scratch.write("store/deep/file", "1")
    watch("data/deep/file")
    move("data", to: "former")
    #expect(hears())
    try link("data", to: "store")
    #expect(hears())
    try scratch.write("store/deep/file", "2")
    #expect(hears())
  }

  @Test func `a link that leads to itself is watched for until it leads somewhere`() throws {
    try link("a", to: "b")
    try link("b", to: "a")
    watch("a")
    #expect(PathRoute(scratch.file("a")).end == .circle)
    try scratch.write("file", "1")
    try link("b", to: "file")
    #expect(hears())
    try scratch.write("file", "2")
    #expect(hears())
  }

  // MARK: What is not there yet

  @Test func `folders that come later are followed down to the file, one by one`() throws {
    watch("a/b/c/file")
    for folder in ["a", "a/b", "a/b/c"] {
      try Folder.create(scratch.file(folder))
      #expect(hears(), "\(folder)")
    }
    try scratch.write("a/b/c/other", "")
    #expect(isQuiet())
    try scratch.write("a/b/c/file", "")
    #expect(hears())
  }

  @Test func `folders that come at once are followed down to the file`() throws {
    watch("a/b/c/file")
    try scratch.write("a/b/c/file", "1")
    #expect(hears())
    try scratch.write("a/b/c/file", "2")
    #expect(hears())
  }

  @Test func `a folder that is removed and made again is heard again`() throws {
    watch("a/b/file")
    for round in 1...3 {
      try scratch.write("a/b/file", "\(round)")
      #expect(hears())
      Folder.remove(scratch.file("a"))
      #expect(hears())
    }
  }

  @Test func `a folder that is put in the place of another is heard`() throws {
    try scratch.write("a/deep/file", "1")
    try scratch.write("b/deep/file", "1")
    watch("a/deep/file")
    move("a", to: "c")
    move("b", to: "a")
    #expect(hears())
    try scratch.write("c/deep/file", "2")
    #expect(isQuiet())
    try scratch.write("a/deep/file", "2")
    #expect(hears())
  }

  @Test func `where a file stands in the way of a folder, the folder is watched for`() throws {
    try scratch.write("a", "")
    watch("a/file")
    #expect(PathRoute(scratch.file("a/file")).end == .missing)
    unlink(scratch.file("a"))
    #expect(hears())
    try scratch.write("a/file", "")
    #expect(hears())
  }

  // MARK: Many, and few watches

  @Test func `of a thousand paths each is heard, and those dropped are not`() throws {
    let names = (0..<1_000).map { "d\($0 % 10)/file-\($0)" }
    for name in names { try scratch.write(name, "") }
    _ = watcher.watchOutside(Set(names.map(scratch.file)))
    #expect(isQuiet())
    try scratch.write(names[999], "x")
    #expect(hears())
    #expect(watcher.heard == [scratch.file(names[999])])
    watch("d0/file-0")
    try scratch.write(names[999], "y")
    #expect(isQuiet())
    try scratch.write(names[0], "x")
    #expect(hears())
  }

  @Test func `paths that share a folder do not take it from each other`() throws {
    try scratch.write("folder/a", "")
    watch("folder", "folder/a", "folder/b/c")
    watch("folder/a")
    try scratch.write("folder/b", "")
    #expect(isQuiet())
    try scratch.write("folder/a", "x")
    #expect(hears())
  }

  @Test func `a pipe is watched without opening it`() throws {
    #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
    watch("pipe")
    #expect(isQuiet())
    unlink(scratch.file("pipe"))
    #expect(hears())
  }

  @Test func `that paths are watched only now is told, so that they are read again`() throws {
    try scratch.write("a", "")
    #expect(watcher.watchOutside([scratch.file("a")]))
    #expect(!watcher.watchOutside([scratch.file("a")]))
    try scratch.write("b/c", "")
    #expect(watcher.watchOutside([scratch.file("a"), scratch.file("b/c")]))
    #expect(!watcher.watchOutside([]))
  }
}

/// How often a file that is written all the time is heard, by a clock that stands.
@Suite struct WriteRestTests {
  private final class Clock {
    var now = Monotonic(nanoseconds: 1_000_000_000)
  }

  private let clock = Clock()
  private let scratch: Scratch
  private let watcher: FileWatcher
  private let log: FileHandle

  init() throws {
    scratch = try Scratch()
    try scratch.write("app.log", "")
    let clock = clock
    watcher = FileWatcher(now: { clock.now })
    _ = watcher.watchOutside([scratch.file("app.log")])
    log = try #require(FileHandle(forWritingAtPath: scratch.file("app.log")))
  }

  private func write() throws { try log.write(contentsOf: Data("line\n".utf8)) }

  /// Calls the watcher as the poll does.
  private func turn() {
    var slots = watcher.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&slots, nfds_t(slots.count), 0)
    let ready = Set(slots.filter { $0.revents != 0 }.map(\.fd))
    let isDue = watcher.deadline.map { $0 <= clock.now } ?? false
    if !ready.isEmpty || isDue { watcher.handle(ready: ready) }
  }

  @Test func `writes are heard once a second, the last one too, and then nothing wakes`() throws {
    #expect(watcher.deadline == nil)
    try write()
    turn()
    #expect(watcher.firstChange == clock.now)
    // Known already: more of it wakes nobody.
    #expect(watcher.descriptors.isEmpty && watcher.deadline == nil)
    watcher.acknowledge()
    for _ in 0..<100 {
      try write()
      clock.now = clock.now + .milliseconds(9)
      turn()
    }
    #expect(watcher.firstChange == nil)
    // Those after the last look are not lost.
    clock.now = clock.now + .milliseconds(100)
    turn()
    #expect(watcher.firstChange == clock.now)
    watcher.acknowledge()
    let end = try #require(watcher.deadline)
    clock.now = end
    turn()
    #expect(watcher.firstChange == nil && watcher.deadline == nil)
    try write()
    turn()
    #expect(watcher.firstChange == end)
  }

  @Test func `a file that is replaced is heard at once while writes rest`() throws {
    try write()
    turn()
    watcher.acknowledge()
    try scratch.write("new", "")
    rename(scratch.file("new"), scratch.file("app.log"))
    turn()
    #expect(watcher.firstChange == clock.now)
  }

  @Test func `what was written before the look that follows is not heard again`() throws {
    try write()
    turn()
    try write()
    watcher.acknowledge()
    clock.now = clock.now + .seconds(2)
    turn()
    #expect(watcher.firstChange == nil)
  }
}
