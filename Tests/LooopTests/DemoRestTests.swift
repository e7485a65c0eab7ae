import Base
import TestSupport
import Testing

@testable import looop

@Suite("The demo's end")
struct DemoRestTests {
  private static let rest: JSONObject = ["goals": [], "changes": [], "phase": "idle"]

  @Test("The loop rests when nothing is wanted, nothing is to be decided, and it does nothing")
  func rest() {
    #expect(DemoStage.isAtRest(.object(Self.rest)))
  }

  /// The goal's file goes first; until the journal's line and the baseline are written, it is a change.
  @Test(
    "A goal whose archiving is not yet written down is no rest",
    arguments: [
      ["changes": ["goal release"]], ["goals": ["release"]], ["phase": "deciding"],
      ["changes": .null], ["goals": .null], ["phase": .null],
    ] as [JSONObject])
  func unrest(_ change: JSONObject) {
    var state = Self.rest
    for (name, value) in change.members { state[name] = value }
    #expect(!DemoStage.isAtRest(.object(state)))
  }
}
