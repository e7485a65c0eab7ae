import Base
import TestSupport
import Testing

@testable import Core

/// The tables by which records are written, read and documented.
@Suite("The shapes of records")
struct RecordShapesTests {
  private struct Entry: Sendable {
    let title: String
    let table: ShapeTable
    let unread: [String]
    let unreadOnPurpose: [String]
  }

  private static let records: [Entry] = [
    record(
      "snapshot, `snapshots/sensor-<name>.json`", Reading.record(tookMilliseconds: 0), "sensor",
      "took_ms"),
    record("ask, `asks/<id>.json`", Ask.shape, "id", "worker"),
    record("answer, `answers/<ask id>.json`", Answer.shape),
    record("gate, `gates/<ask id>.json`", GateRecord.shape),
    record("intent, `intents/<id>.json`", IntentRecord.shape, "move", "beat"),
    record("session, `sessions/<id>/session.json`", SessionRecord.shape, "id"),
    record("status, `sessions/<id>/status.json`", SessionStatus.shape),
    record("order to end, `sessions/<id>/stop.json`", StopOrder.shape),
    record("last word, `sessions/<id>/done.json`", LastWord.shape),
    record(
      "usage, `sessions/<id>/usage.json`", Transcript.Account.shape, "input", "output",
      "cache_read", "cache_write", "usd"),
    record("verdict, `verify/<id>.json`", VerdictRecord.shape),
    record("call, a line of `ledger/YYYY-MM.jsonl`", LedgerLine.shape),
    record("parked runner, `parked/<runner>.json`", ParkedRunner.shape),
    record("receipt, `receipts/<ask id>.<notifier>.json`", NotifyReceipt.shape),
    record("notifier, `notify/<name>/status.json`", NotifierStatus.shape),
    record("pulse, `.state.json`", PulseState.shape),
    record("activity, `.activity.json`", Activity.shape),
    record("wake, `runs/<beat>/woke.json`", RunWake.shape),
    record("answer of a runner, `runs/<beat>/decision.json`", RunAnswer.shape),
    record("plan, `runs/<beat>/plan.json`", PlanRecord.shape),
    record("outcome, `runs/<beat>/outcome.json`", RunOutcome.shape),
  ]

  private static func record<Value>(
    _ title: String, _ shape: Shape<Value>, _ unreadOnPurpose: String...
  ) -> Entry {
    Entry(
      title: title, table: shape.table, unread: shape.table.unreadNames,
      unreadOnPurpose: ["v"] + unreadOnPurpose)
  }

  /// A path to a `let` is written and never read, without a word from the compiler.
  @Test("Every field of a record is read back, but those that are said to be not")
  func readBack() {
    for record in Self.records {
      // What is kept of an answer has no version of its own.
      let expected = record.unreadOnPurpose.filter { name in
        name != "v" || record.table.rows.contains { $0.name == "v" }
      }
      #expect(record.unread == expected, "\(record.title)")
    }
  }

  @Test("docs/state.md has the tables that records are written by")
  func records() {
    let text = Self.records.map { "### \($0.title)\n\n\($0.table.text)" }
    Documents.expect(text.joined(separator: "\n\n"), in: "state.md", part: "records")
  }

  @Test("docs/events.md has the tables that events are written by")
  func events() {
    Documents.expect(EventHead.shape.table.text, in: "events.md", part: "event")
    Documents.expect(ChangedPlace.shape.table.text, in: "events.md", part: "changed")
    Documents.expect(BeatOutcome.shape.table.text, in: "events.md", part: "outcome")
  }

  @Test(
    "A record is read as it was written",
    arguments: [
      #"{"v":1,"runner":"demo","class":"quota","message":"m","since":5,"until":null,"ask":"runner-1","wiring":"w","strikes":2}"#
    ])
  func parked(_ text: String) throws {
    let record = try JSONParser.parseObject(Array(text.utf8))
    #expect(JSONWriter.text(try #require(ParkedRunner.read(record)).json) == text)
  }

  @Test("A session's status is read as it was written, whatever the phase")
  func status() throws {
    let phases: [SessionStatus.Phase] = [
      .alive, .stuck("a line"), .ended(.exited(3)), .ended(.killed(signal: 9)),
    ]
    for phase in phases {
      var status = SessionStatus(generation: "g", phase: phase, at: 7, problem: "p")
      status.wasStopped = true
      status.ending = WorkerEnding(.human, who: "ada via cli", why: "w")
      var read = SessionStatus(generation: "g", phase: .alive, at: 0)
      try SessionStatus.shape.read(try #require(status.json.object), into: &read)
      #expect(read == status)
      #expect(read.phase == phase)
    }
  }

  @Test("A line of the ledger is read as it was written; a start and a time have no tokens")
  func ledger() throws {
    let call = LedgerCall(id: "c", kind: .worker, runner: "demo", worker: "w", goal: "g")
    for type in LedgerLine.LineType.allCases {
      var line = LedgerLine(type, call, at: 9)
      let hasTokens = type == .spent || type == .ended
      if hasTokens {
        line.usage = Usage(
          input: 1, output: 2, cacheRead: 3, cacheWrite: -4, dollars: 0.5, model: "m")
        line.cost = Cost(dollars: 0.5, source: .imputed)
        line.outcome = "move"
        line.duration = .milliseconds(12)
      }
      #expect(LedgerLine(json: line.json) == line)
      #expect((line.json.object?["input"] == nil) == !hasTokens)
    }
  }

  @Test("A member that is needed and not there is named; one of another kind counts as absent")
  func missing() {
    #expect(throws: Problem.self) { try ParkedRunner(["runner": "demo"]) }
    #expect(ParkedRunner(json: ["runner": 5, "class": "quota", "since": 1]) == nil)
    let bare = ParkedRunner(json: ["runner": "r", "class": "quota", "since": 1, "strikes": "x"])
    #expect(bare?.strikes == 0 && bare?.message == "")
  }
}
