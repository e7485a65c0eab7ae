import Testing

@testable import Base

/// What a child leaves behind. A process that the kernel hands over names its parent no more, so each
/// may be a child's that ran when it was first seen.
@Suite struct OrphansTests {
  /// The orphans of a test: what changes a value cannot stand in an expectation.
  private final class Seen {
    private var orphans = Orphans()

    @discardableResult
    func update(_ adopted: Set<Int32>, running: Set<Int32>) -> [Int32] {
      orphans.update(adopted, running: running)
    }
  }

  @Test func `what one child alone may have started ends with it`() {
    let orphans = Seen()
    #expect(orphans.update([50], running: [1]) == [])
    #expect(orphans.update([50], running: []) == [50])
  }

  @Test func `what is first seen when nothing runs is ended at once`() {
    let orphans = Seen()
    #expect(orphans.update([52, 51], running: []) == [51, 52])
  }

  @Test func `what one of two may have started lives until both have ended`() {
    let orphans = Seen()
    #expect(orphans.update([50], running: [1, 2]) == [])
    #expect(orphans.update([50], running: [2]) == [])
    #expect(orphans.update([50], running: []) == [50])
  }

  @Test func `a child that starts later has not started what was there before`() {
    let orphans = Seen()
    #expect(orphans.update([50], running: [1]) == [])
    // Its own left-over is seen beside it, and lives on.
    #expect(orphans.update([50, 60], running: [1, 2]) == [])
    #expect(orphans.update([50, 60], running: [2]) == [50])
    #expect(orphans.update([60], running: [2]) == [])
    #expect(orphans.update([60], running: []) == [60])
  }

  @Test func `a child that hangs spares only what it may have started itself`() {
    let orphans = Seen()
    orphans.update([], running: [9])
    for child in Int32(10)..<20 {
      // Each comes and goes beside the one that hangs: what it left may be either's.
      #expect(orphans.update([child + 100], running: [9, child]) == [])
      #expect(orphans.update([child + 100], running: [9]) == [])
      #expect(orphans.update([], running: [9]) == [])
    }
    #expect(orphans.update([200], running: [9]) == [])
    #expect(orphans.update([200, 201], running: []) == [200, 201])
  }

  @Test func `a pid that is used again is another process`() {
    let orphans = Seen()
    #expect(orphans.update([50], running: [1]) == [])
    #expect(orphans.update([], running: [1, 2]) == [])
    // What had that pid has ended: the new one may be the second child's.
    #expect(orphans.update([50], running: [1, 2]) == [])
    #expect(orphans.update([50], running: [2]) == [])
    #expect(orphans.update([50], running: []) == [50])
  }

  @Test func `a child with the pid of a former one has not started what that one left`() {
    let orphans = Seen()
    #expect(orphans.update([50], running: [1, 2]) == [])
    #expect(orphans.update([50], running: [2]) == [])
    // Once it is known that the first has ended, that stays so.
    #expect(orphans.update([50], running: [1]) == [50])
  }
}
