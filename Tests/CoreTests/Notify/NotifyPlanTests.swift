import Foundation
import Testing

@testable import Base
@testable import Core

@Suite("What is notified, and when")
struct NotifyPlanTests {
  private func plan(
    _ asks: [Ask] = [ask()], _ receipts: [NotifyReceipt] = [], _ rules: NotifyRules = NotifyRules(),
    busy: Set<AskID> = [], now: Int
  ) -> NotifyPlan {
    let pairs = receipts.compactMap { receipt in AskID(receipt.ask).map { ($0, receipt) } }
    return .of(asks, receipts: Dictionary(pairs) { $1 }, rules: rules, busy: busy, now: now)
  }

  private func due(
    _ level: Int = 0, attempt: Int = 1, isRepeat: Bool = false
  ) -> [NotifyPlan.Due] {
    [NotifyPlan.Due(ask: ask().id, level: level, attempt: attempt, isRepeat: isRepeat)]
  }

  @Test("Nothing waits, nothing is due, and no moment is named")
  func empty() { #expect(plan([], now: 1_000) == NotifyPlan()) }

  @Test("An ask is sent at once, and then never again")
  func once() {
    #expect(plan(now: 1_000) == NotifyPlan(due: due()))
    #expect(plan([ask()], [receipt(ask())], now: 1_000_000) == NotifyPlan())
  }

  @Test("An ask that is too young is waited for")
  func young() throws {
    let rules = try rules(minAge: "30")
    #expect(plan([ask()], [], rules, now: 1_029) == NotifyPlan(next: 1_030))
    #expect(plan([ask()], [], rules, now: 1_030) == NotifyPlan(due: due()))
  }

  @Test("Each level is sent once; who was away gets the highest alone")
  func levels() throws {
    let rules = try rules(escalate: "10m,1h")
    #expect(plan([ask()], [], rules, now: 1_000) == NotifyPlan(due: due(), next: 1_600))
    var sent = receipt(ask())
    #expect(plan([ask()], [sent], rules, now: 1_599) == NotifyPlan(next: 1_600))
    #expect(plan([ask()], [sent], rules, now: 1_600) == NotifyPlan(due: due(1), next: 4_600))
    #expect(plan([ask()], [sent], rules, now: 9_000) == NotifyPlan(due: due(2)))
    #expect(plan([ask()], [], rules, now: 9_000) == NotifyPlan(due: due(2)))
    sent.begin(2, at: 9_000)
    sent.succeed(2, at: 9_000)
    #expect(plan([ask()], [sent], rules, now: 10_000) == NotifyPlan())
  }

  @Test("What is being sent is not sent beside itself")
  func busy() { #expect(plan(busy: [ask().id], now: 1_000) == NotifyPlan()) }

  @Test("A failure is tried again after a pause that grows to ten minutes")
  func backoff() {
    var failing = NotifyReceipt(ask: "fix-1", notifier: "ntfy", nonce: "n")
    var pauses: [Int] = []
    var now = 1_000
    for attempt in 1...10 {
      let plan = plan([ask()], [failing], now: now)
      #expect(plan == NotifyPlan(due: due(attempt: attempt)))
      failing.begin(0, at: now)
      failing.fail(0, at: now, "no", isDoubtful: false)
      let next = self.plan([ask()], [failing], now: now).next ?? 0
      pauses.append(next - now)
      #expect(self.plan([ask()], [failing], now: next - 1).due == [])
      now = next
    }
    #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600])
  }

  @Test("What may have arrived is marked as repeated; what surely did not is not")
  func repeats() {
    var doubtful = NotifyReceipt(ask: "fix-1", notifier: "ntfy", nonce: "n")
    doubtful.begin(0, at: 1_000)
    // As a crash leaves it, and as the next start closes it.
    #expect(
      plan([ask()], [doubtful], now: 1_005) == NotifyPlan(due: due(attempt: 2, isRepeat: true)))
    #expect(doubtful.interrupt() == [0])
    #expect(doubtful.interrupt() == [])
    #expect(
      plan([ask()], [doubtful], now: 1_005) == NotifyPlan(due: due(attempt: 2, isRepeat: true)))
    // The doubt stays, whatever comes after it.
    doubtful.begin(0, at: 1_005)
    doubtful.fail(0, at: 1_005, "no", isDoubtful: false)
    #expect(
      plan([ask()], [doubtful], now: 1_015) == NotifyPlan(due: due(attempt: 3, isRepeat: true)))
  }

  @Test("A thousand restarts with one ask send each level once")
  func restarts() throws {
    let rules = try rules(escalate: "10m,1h")
    var kept: JSONValue?
    var sent: [Int] = []
    for round in 0..<1_000 {
      let now = 1_000 + round * 5
      var known = kept.flatMap { NotifyReceipt(json: $0) }
      for due in plan([ask()], known.map { [$0] } ?? [], rules, now: now).due {
        var receipt = known ?? NotifyReceipt(ask: "fix-1", notifier: "ntfy", nonce: "n")
        receipt.begin(due.level, at: now)
        receipt.succeed(due.level, at: now)
        sent.append(due.level)
        known = receipt
      }
      // All that a process leaves is its file.
      kept = known?.json
    }
    #expect(sent == [0, 1, 2])
  }

  @Test("A clock that was set back neither hides an ask nor stretches a pause")
  func movedClock() throws {
    let rules = try rules(minAge: "30", escalate: "10m")
    let later = ask(at: 90_000)
    #expect(plan([later], [], rules, now: 1_000) == NotifyPlan(due: due(), next: 90_600))
    #expect(plan([ask(at: 1_059)], [], rules, now: 1_000) == NotifyPlan(next: 1_089))
    var failing = NotifyReceipt(ask: "fix-1", notifier: "ntfy", nonce: "n")
    failing.begin(0, at: 90_000)
    failing.fail(0, at: 90_000, "no", isDoubtful: false)
    #expect(plan([ask()], [failing], now: 2_000) == NotifyPlan(due: due(attempt: 2)))
  }

  @Test("In quiet hours nothing is sent, and afterwards the highest level that came due")
  func quiet() throws {
    let rules = try rules(escalate: "10m", quiet: "22:00-08:00")
    // By local time, whatever the zone of this machine is.
    let midnight = LocalTime.startOfDay(1_795_000_000)
    let evening = LocalTime.moment(minute: 1_320, ofDay: midnight)
    let morning = LocalTime.moment(minute: 480, ofDay: midnight, adding: 1)
    let late = ask(at: evening)
    #expect(plan([ask(at: evening - 1)], [], rules, now: evening - 1).due.map(\.level) == [0])
    #expect(plan([late], [], rules, now: evening) == NotifyPlan(next: morning))
    #expect(plan([late], [], rules, now: evening + 3_600) == NotifyPlan(next: morning))
    #expect(plan([late], [], rules, now: morning - 1) == NotifyPlan(next: morning))
    #expect(plan([late], [], rules, now: morning) == NotifyPlan(due: due(1)))
    // An escalation that falls into them waits for their end.
    let before = ask(at: evening - 300)
    let sent = receipt(before, at: evening - 300)
    #expect(plan([before], [sent], rules, now: evening - 300) == NotifyPlan(next: morning))
  }

  @Test("Quiet hours follow the clock on the wall when summer time begins and ends")
  func daylight() throws {
    // The zone is the process's: every day of a year is looked at, so that in any zone with summer time
    // both its ends are among them.
    let rules = try rules(quiet: "22:00-08:00")
    for day in 0..<366 {
      let noon = LocalTime.moment(minute: 720, ofDay: 1_795_000_000, adding: day)
      let evening = LocalTime.moment(minute: 1_320, ofDay: noon)
      let end = rules.outsideQuietHours(evening)
      let shown = LocalTime(end)
      #expect(shown.hour == 8 && shown.minute == 0 && end > evening)
      #expect(rules.outsideQuietHours(evening - 1) == evening - 1)
      #expect(rules.outsideQuietHours(end) == end)
      #expect((8...12).contains((end - evening) / 3_600))
    }
  }

  @Test("Among many asks each goes by its own receipt")
  func many() throws {
    let asks = (1...3).map { ask("fix-\($0)", at: 1_000 + $0) }
    let plan = plan(asks, [receipt(asks[1])], try rules(escalate: "10m"), now: 1_010)
    #expect(plan.due.map(\.ask.number) == [1, 3])
    #expect(plan.next == 1_601)
  }
}
