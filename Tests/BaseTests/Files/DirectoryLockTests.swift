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
    #expect(try DirectoryLock.holder(path) == getpid())
    lock = nil
    // A child that another test starts just now shares the open file until it runs its program.
    let limit = Monotonic.now() + Until.limit
    while try DirectoryLock.isHeld(path), Monotonic.now() < limit {
      Poller().turn(until: Monotonic.now() + .milliseconds(1))
    }
    #expect(try !DirectoryLock.isHeld(path))
    #expect(try DirectoryLock.holder(path) == nil)
    // Held again and not signed yet: the former holder's pid may be another's by now.
    let next = try DirectoryLock.acquire(path)
    #expect(try DirectoryLock.isHeld(path) && DirectoryLock.holder(path) == nil)
    withExtendedLifetime(next) {}
  }
}
