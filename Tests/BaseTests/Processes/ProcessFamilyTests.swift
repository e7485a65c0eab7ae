import CSys
import Testing

@testable import Base

@Suite("Who belongs to an agent")
struct ProcessFamilyTests {
  private func entry(_ pid: Int32, parent: Int32, session: Int32) -> ProcessTable.Entry {
    ProcessTable.Entry(
      pid: pid, started: Int64(pid), parent: parent, group: session, session: session,
      isZombie: false)
  }

  @Test("Descendants, members of their sessions, and what those started; nobody else")
  func family() {
    let table = ProcessTable(entries: [
      entry(10, parent: 1, session: 10), entry(11, parent: 10, session: 10),
      // A tool in a session of its own, an orphan of that session, and the orphan's child.
      entry(12, parent: 11, session: 12), entry(13, parent: 1, session: 12),
      entry(14, parent: 13, session: 14),
      entry(20, parent: 1, session: 20), entry(21, parent: 20, session: 20),
    ])
    #expect(Set(table.family(of: [10]).map(\.pid)) == [11, 12, 13, 14])
    #expect(table.family(of: [20]).map(\.pid) == [21])
    #expect(table.family(of: [99]).isEmpty)
  }

  @Test("A process is told apart from one that got its pid later")
  func reused() throws {
    let own = try #require(ProcessTable.Entry.of(getpid()))
    #expect(own.isCurrent && !own.isZombie)
    let former = ProcessTable.Entry(
      pid: own.pid, started: own.started - 1, parent: 1, group: 1, session: 1, isZombie: false)
    #expect(!former.isCurrent)
    #expect(ProcessTable.now()?.entries.contains(own) == true)
  }
}
