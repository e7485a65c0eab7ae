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
    (state.actedAt, state.acts) = (now - 10, 1)
    let own = try #require(World().lastAct(state, now: now))
    #expect(own.at == now - 10 && own.pace == .loop)
    (state.approvedAt, state.acts) = (now - 5, 2)
    let approved = try #require(World().lastAct(state, now: now))
    #expect(approved.at == now - 5 && approved.pace == .human && approved.mark != own.mark)
    state.actedAt = now + 3_600
    #expect(World().lastAct(state, now: now) == approved)
  }

  @Test("Two that end in one second are two, and a person's pace counts for both")
  func together() throws {
    var state = PulseState()
    (state.actedAt, state.acts) = (now, 1)
    let first = try #require(World().lastAct(state, now: now))
    (state.approvedAt, state.acts) = (now, 2)
    let second = try #require(World().lastAct(state, now: now))
    #expect(second.at == first.at && second.mark != first.mark && second.pace == .human)
  }
}
