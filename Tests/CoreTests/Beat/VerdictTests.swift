import Testing

@testable import Base
@testable import Core

@Suite struct VerdictTests {
  private func facts(_ change: (inout Verdict.Facts) -> Void) -> Verdict.Facts {
    var facts = Verdict.Facts(
      now: 1_000, approved: nil, hasChanges: true, isPaused: false, state: PulseState(),
      steering: "s", noopTTL: .zero, parked: nil, spent: nil)
    change(&facts)
    return facts
  }

  private let approved = PendingMove(
    ask: AskID("gate-1").unsafelyUnwrapped,
    decision: Decision(move: .noop(reason: "x")), digest: "d", beat: "b")
  private let parked = ParkedRunner(
    runner: "r", reason: .quota, message: "429", since: 900, until: 1_100, ask: nil, wiring: "w",
    surroundings: "", strikes: 1)
  private let spent = Budget.Spent(until: 2_000, cap: .callsPerDay, limit: 5)

  @Test func `the first rule that holds decides`() {
    #expect(Verdict.of(facts { _ in }) == .decide)
    #expect(Verdict.of(facts { $0.hasChanges = false }) == .skip(.unchanged))
    #expect(Verdict.of(facts { $0.isPaused = true }) == .skip(.paused))
    #expect(Verdict.of(facts { $0.spent = spent }) == .skip(.budget(spent)))
    #expect(
      Verdict.of(
        facts {
          $0.parked = parked
          $0.spent = spent
        }) == .skip(.parked(parked)))
    #expect(
      Verdict.of(
        facts {
          $0.parked = parked
          $0.state.backoffUntil = 1_001
          $0.state.steering = "s"
          $0.spent = spent
        }) == .skip(.backoff(until: 1_001)))
  }

  @Test func `only a pause stops an approved move`() {
    let run = Verdict.runApproved(approved)
    #expect(
      Verdict.of(
        facts {
          $0.approved = approved
          $0.hasChanges = false
          $0.spent = spent
          $0.state.backoffUntil = 9_999
        }) == run)
    #expect(
      Verdict.of(
        facts {
          $0.approved = approved
          $0.isPaused = true
        }) == .skip(.paused))
  }

  @Test func `a backoff ends by time and by new words`() {
    let waiting = facts {
      $0.state.backoffUntil = 1_001
      $0.state.steering = "s"
    }
    var later = waiting
    later.now = 1_001
    #expect(Verdict.of(later) == .decide)
    var steered = waiting
    steered.steering = "other"
    #expect(Verdict.of(steered) == .decide)
  }

  @Test func `an unchanged world is looked at again once it aged, if so configured`() {
    let aged = facts {
      $0.hasChanges = false
      $0.noopTTL = .seconds(100)
      $0.state.lastDecidedAt = 900
    }
    #expect(Verdict.of(aged) == .decide)
    var young = aged
    young.state.lastDecidedAt = 901
    #expect(Verdict.of(young) == .skip(.unchanged))
  }
}

@Suite struct BackoffTests {
  @Test func `it doubles from a quarter of a minute to five minutes`() {
    #expect(
      (0...9).map { Backoff.delay(failures: $0).seconds } == [
        0, 15, 30, 60, 120, 240, 300, 300, 300, 300,
      ])
    #expect(Backoff.delay(failures: 1_000_000) == .minutes(5))
    #expect(Backoff.delay(failures: 1, stated: .seconds(40)) == .seconds(40))
    #expect(Backoff.delay(failures: 3, stated: .seconds(40)) == .seconds(60))
    #expect(Backoff.delay(failures: 1, stated: .seconds(1_000_000)) == .hours(2))
  }
}
