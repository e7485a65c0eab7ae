import Base
import Foundation
import TestSupport
import Testing

@Suite struct DirectoryLockTests {
  @Test func `one holds it, the others see who`() throws {
    let scratch = try Scratch()
    let path = scratch.file("lock")
    #expect(try !DirectoryLock.isHeld(path))
    var lock = try DirectoryLock.acquire(path)
    try #require(lock).sign(path)
    #expect(try DirectoryLock.acquire(path) == nil)
    #expect(try DirectoryLock.holder(path) == .process(getpid()))
    // Asked again: a look must not cost this process its signature.
    #expect(try DirectoryLock.holder(path) == .process(getpid()))
    lock = nil
    // A child that another test starts just now shares the open file until it runs its program.
    let limit = Monotonic.now() + Until.limit
    while try DirectoryLock.isHeld(path), Monotonic.now() < limit {
      Poller().turn(until: Monotonic.now() + .milliseconds(1))
    }
    #expect(try !DirectoryLock.isHeld(path))
    #expect(try DirectoryLock.holder(path) == .free)
    // Held again and not signed yet: the former holder's pid may be another's by now.
    let next = try DirectoryLock.acquire(path)
    #expect(try DirectoryLock.isHeld(path) && DirectoryLock.holder(path) == .unsigned)
    withExtendedLifetime(next) {}
  }

  @Test func `what stands in the file does not say who holds it`() throws {
    let scratch = try Scratch()
    let path = scratch.file("lock")
    let lock = try #require(try DirectoryLock.acquire(path))
    try lock.sign(path)
    for text in ["", "{\"v\":1,\"pid\":1}"] {
      try Data(text.utf8).write(to: URL(filePath: path), options: [])
      #expect(try DirectoryLock.holder(path) == .process(getpid()))
    }
    // Its own file is the signature: the lock may be removed, and the process still is the holder.
    try FileManager.default.removeItem(atPath: path)
    #expect(try DirectoryLock.holder(path) == .process(getpid()))
    withExtendedLifetime(lock) {}
  }

  @Test func `its holder sees that it was removed or replaced, and signs again`() throws {
    let scratch = try Scratch()
    let folder = scratch.file("folder")
    try Folder.create(folder)
    let path = "\(folder)/lock"
    let lock = try #require(try DirectoryLock.acquire(path))
    try lock.sign(path)
    #expect(lock.standing == .inPlace)
    try FileManager.default.removeItem(atPath: "\(folder)/holder")
    #expect(try DirectoryLock.holder(path) == .unsigned)
    #expect(lock.standing == .inPlace)
    #expect(try DirectoryLock.holder(path) == .process(getpid()))
    try AtomicFile.replace(path, Array("another".utf8))
    #expect(lock.standing == .replaced)
    try FileManager.default.removeItem(atPath: path)
    #expect(lock.standing == .replaced)
    try FileManager.default.moveItem(atPath: folder, toPath: scratch.file("moved"))
    #expect(lock.standing == .gone)
    try Folder.create(folder)
    #expect(lock.standing == .gone)
  }

  @Test func `a lock whose file was removed is refused to whom it was passed on`() throws {
    let scratch = try Scratch()
    let path = scratch.file("lock")
    let lock = try #require(try DirectoryLock.acquire(path))
    try FileManager.default.removeItem(atPath: path)
    let error = #expect(throws: LooopError.self) {
      _ = try DirectoryLock(adopting: dup(lock.descriptor), at: path)
    }
    #expect(error?.code == "E_LOCK")
  }
}
