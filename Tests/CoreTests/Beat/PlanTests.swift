import Base
import ShellRules
import TestSupport
import Testing

@testable import Core

@Suite("What becomes of a decided move")
struct PlanTests {
  private func decision(_ command: String) -> Decision {
    Decision(move: .runShell(command: command, reason: "r"))
  }

  private func plan(_ decision: Decision, beside underWay: [Decision]) -> Plan {
    Plan.of(
      decision,
      Plan.Facts(
        world: World(), ruling: .success(.allow("r")), steering: SteeringChange(),
        state: PulseState(),
        underWay: underWay.map { UnderWay(intent: "1", decision: $0, startedAt: 0) }, now: 0))
  }

  @Test("The same move is not begun while it is under way, and only so many others are")
  func underWay() {
    let others = (1...7).map { decision("sleep \($0)") }
    #expect(plan(decision("date"), beside: others) == .execute(decision("date")))
    guard case .refuse(let same) = plan(decision("sleep 3"), beside: others),
      case .refuse(let many) = plan(decision("date"), beside: others + [decision("sleep 8")])
    else {
      Issue.record("not refused")
      return
    }
    #expect(same.message.contains("it is under way, since "))
    #expect(many.message.hasSuffix("8 moves are under way already"))
    let noop = Decision(move: .noop(reason: "r"))
    #expect(plan(noop, beside: others + [decision("sleep 8")]) == .execute(noop))
  }
}
