import Base
import Core
import TestSupport
import Testing

@testable import looop

@Suite("How a notifier stands, in words")
struct NotifierRowsTests {
  private func row(
    _ state: NotifierRow.State = .up, _ change: (inout NotifierStatus) -> Void = { _ in }
  ) -> NotifierRow {
    var status = NotifierStatus()
    (status.name, status.pid, status.sent) = ("ntfy", 7, 3)
    change(&status)
    return NotifierRow(state: state, status: status)
  }

  private var failing: NotifierRow {
    row { $0.failed("curl: (7)\n\u{1b}[2Jfailed", at: 40) }
  }

  @Test("state says whether it is up, fails, hears replies, or was killed")
  func state() {
    #expect(NotifierRows.text(row(), now: 100) == "ntfy up (pid 7), 3 sent")
    #expect(
      NotifierRows.text(failing, now: 100)
        == "ntfy up (pid 7), 3 sent, FAILING for 60s: curl: (7) \\u{1b}[2Jfailed")
    #expect(
      NotifierRows.text(row { $0.deafness = "exited with code 6" }, now: 100)
        == "ntfy up (pid 7), 3 sent, hears no reply: exited with code 6")
    #expect(
      NotifierRows.text(row(.lost), now: 100)
        == "ntfy is down: it was killed, or a fault ended it (`looop up --notify ntfy`, if it is a preset)"
    )
  }

  @Test("doctor judges the same, and says what mends it")
  func doctor() {
    #expect(NotifyChecks.judge(row()) == [.ok("ntfy is up (pid 7), 3 sent")])
    #expect(NotifyChecks.judge(failing).map(\.status) == [.fail])
    #expect(NotifyChecks.judge(row(.lost)).map(\.status) == [.fail])
    #expect(NotifyChecks.judge(row { $0.deafness = "no" }).map(\.status) == [.warn])
    let needs = NotifyChecks.NeedFacts(
      notifier: "ntfy", programs: ["curl"], secrets: ["NTFY_TOPIC"])
    #expect(
      NotifyChecks.needs(needs).map(\.text) == [
        "ntfy needs the program curl, which is not on PATH.",
        "ntfy needs the secret NTFY_TOPIC, which is not set.",
      ])
  }

  @Test("A success ends a failure, and is counted")
  func recovery() {
    var status = failing.status
    status.succeeded(at: 60)
    #expect(status.failure == nil && status.failingSince == nil)
    #expect(status.sent == 4 && status.lastSentAt == 60)
    let read = NotifierStatus(json: status.json)
    #expect(read == status)
  }
}
