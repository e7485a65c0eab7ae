internal import TestSupport
import Testing

/// Single decisions by the real agent CLIs, each against a model that does one thing well or badly.
@Suite(
  "Live decisions", .enabled(if: Live.mode != nil, "needs the real agent CLIs: make test-live"),
  .timeLimit(.minutes(60)))
struct LiveDecisionTests {
  private static let tally = Tally("decisions", of: DecisionScenario.all.count)

  @Test(
    "Whatever becomes of an answer has its class and its ledger line",
    arguments: DecisionScenario.all)
  func decision(_ scenario: DecisionScenario) async throws {
    defer { Self.tally.ends() }
    let tell = Narrator(scenario.description, Self.tally)
    guard let program = Live.program(scenario.agent, tell) else { return }
    try await Sandbox.use(nil) { box in
      try await DecisionTrial(scenario, program: program, in: box, tell).play()
    }
  }
}
