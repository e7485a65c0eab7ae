import Base
import Testing

@testable import Core

@Suite("An old answer beside a new one")
struct MoveComparisonTests {
  private func answer(_ text: String) -> RunAnswer {
    switch DecisionParser.parse(text) {
    case .move(let decision): RunAnswer(.move(decision, Usage()))
    case .absent(let problem), .invalid(let problem):
      RunAnswer(.text(text, problem: problem, Usage()))
    }
  }

  private func change(_ was: String, _ now: String) -> MoveComparison.Change {
    MoveComparison(was: answer(was), now: answer(now)).change
  }

  private let push = #"{"action":"run_shell","cmd":"git push","reason":"ship"}"#

  @Test("What it does decides, not the words for it")
  func changes() {
    #expect(change(push, push) == .same)
    #expect(change(push, push.replacing("ship", with: "now")) == .words)
    #expect(change(push, push.replacing("}", with: #","next_interval_s":30}"#)) == .words)
    #expect(change(push, push.replacing("git push", with: "git  push ;")) == .words)
    #expect(change(push, push.replacing("git push", with: "git pull")) == .changed)
    #expect(change(push, "no") == .changed && change("no", push) == .changed)
    #expect(change("no", "not at all") == .same)
    let failed = RunAnswer(.failed(RunnerFailure(.quota, "later"), Usage()))
    #expect(MoveComparison(was: answer(push), now: failed).change == .failed)
    #expect(MoveComparison(was: failed, now: answer(push)).change == .changed)
    #expect(MoveComparison(was: failed, now: answer("no")).change == .changed)
  }

  @Test("Fields that differ, with what is there in only one of both")
  func fields() {
    let comparison = MoveComparison(
      was: answer(#"{"action":"archive_goal","id":"a","journal":"j"}"#),
      now: answer(#"{"action":"write_goal","id":"a","body":"b","next_interval_s":30}"#))
    #expect(
      comparison.fields == [
        .init(name: "action", was: "archive_goal", now: "write_goal"),
        .init(name: "body", was: nil, now: "b"),
        .init(name: "next_interval_s", was: nil, now: "30"),
        .init(name: "journal", was: "j", now: nil),
      ])
  }
}
