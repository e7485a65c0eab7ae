import TestSupport
import Testing

@testable import Core

@Suite("The last act")
struct LastActTests {
  private let now = 1_795_000_000

  @Test("Is the latest end of a command, a trial or a worker; none lies ahead")
  func latest() throws {
    var state = PulseState()
    #expect(World().lastAct(state, now: now) == nil)
    state.actedAt = now - 10
    #expect(World().lastAct(state, now: now) == LastAct(at: now - 10, isOwn: true))
    state.approvedAt = now - 5
    #expect(World().lastAct(state, now: now) == LastAct(at: now - 5, isOwn: false))
    state.actedAt = now + 3_600
    #expect(World().lastAct(state, now: now) == LastAct(at: now - 5, isOwn: false))
  }
}
