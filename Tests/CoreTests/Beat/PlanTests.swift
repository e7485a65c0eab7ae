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

  private func plan(
    _ decision: Decision, beside underWay: [Decision] = [], approved: [PendingMove] = [],
    isPaused: Bool = false
  ) -> Plan {
    var facts = Plan.Facts()
    facts.underWay = underWay.map { .init(id: "1", decision: $0) }
    facts.approved = approved.map { .init(id: $0.ask.text, decision: $0.decision) }
    facts.isPaused = isPaused
    return Plan.of(decision, ruling: .success(.allow("r")), facts)
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

  @Test("What has a yes already is not asked for again")
  func approved() throws {
    let one = decision("git push")
    let pending = PendingMove(
      ask: try #require(AskID("gate-2")), decision: one, digest: "", beat: "1")
    guard case .refuse(let failure) = plan(one, approved: [pending]) else {
      Issue.record("not refused")
      return
    }
    #expect(failure.message.hasSuffix("gate-2 has a yes to it, and runs next"))
    #expect(plan(decision("git pull"), approved: [pending]) == .execute(decision("git pull")))
  }

  @Test("A pause during the call drops the move; a noop changes nothing that a pause keeps")
  func paused() {
    #expect(plan(decision("date"), isPaused: true) == .drop(decision("date"), because: .pause))
    let noop = Decision(move: .noop(reason: "r"))
    #expect(plan(noop, isPaused: true) == .execute(noop))
  }

  @Test("The same command in other blanks is the same; in quotes every blank counts")
  func spelling() {
    func substance(_ command: String) -> String { decision(command).move.substance }
    for other in [" git  push", "git push ;", "git push;", "git\tpush  "] {
      #expect(substance(other) == substance("git push"), "\(other)")
    }
    for other in ["git push x", "git push ;;", "gitpush", "git 'push'"] {
      #expect(substance(other) != substance("git push"), "\(other)")
    }
    #expect(substance("echo 'a  b'") != substance("echo 'a b'"))
  }
}
