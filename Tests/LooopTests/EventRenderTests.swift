import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import looop

@Suite("Events in words")
struct EventRenderTests {
  /// One night, with every code there is and words of strangers that try to look like looop's.
  private static let night = [
    #"{"event":"pulse.started","degraded":null}"#,
    #"{"event":"pulse.started","degraded":"no watches left: looking every 250 ms"}"#,
    #"{"event":"pulse.degraded","degraded":"no watches left: looking every 250 ms from now on"}"#,
    #"{"event":"loop.woke","run":"r1","items":[{"item":"reading/disk","change":"changed","sensor":"disk","pointer":"/signal/free","from":"31","to":"2"}]}"#,
    #"{"event":"loop.woke","run":"r1","items":[{"item":"reading/new","change":"new","sensor":"new","to":"{}"},{"item":"goal/ship","change":"changed","from":"a","to":"b"},{"item":"goal/old","change":"gone"},{"item":"answer/gate-1","change":"new","to":"yes"}],"more":3}"#,
    #"{"event":"loop.woke","run":"r1","items":[{"item":"session/bob","change":"changed","from":"alive","to":"exited(0) done"},{"item":"playbook/PLAYBOOK","change":"changed"},{"item":"output/1234","change":"new"}]}"#,
    #"{"event":"loop.woke","run":"r1","items":[]}"#,
    #"{"event":"call.started","run":"r1","call":"r1","runner":"claude"}"#,
    #"{"event":"call.ended","run":"r1","call":"r1","runner":"claude","outcome":"move","took_ms":6100,"usd":0.0213,"usd_source":"reported","move":"write_goal"}"#,
    #"{"event":"call.ended","run":"r1","call":"r1","runner":"claude","outcome":"auth","took_ms":900,"usd":null,"usd_source":"unknown","message":"log in"}"#,
    #"{"event":"call.ended","run":"r1","call":"r1","runner":"claude","outcome":"text","took_ms":900,"usd":null,"usd_source":"unknown","message":"I think"}"#,
    #"{"event":"beat.ended","outcome":"acted","text":"noop"}"#,
    #"{"event":"beat.ended","outcome":"held","ask":"gate-1"}"#,
    #"{"event":"beat.ended","outcome":"skipped","text":"paused until `looop resume`"}"#,
    #"{"event":"beat.ended","outcome":"failed","cause":"runner: auth","text":"log in"}"#,
    #"{"event":"journal.written","text":"write_goal ship (sha256 0123456789ab): \"so\""}"#,
    #"{"event":"journal.written","text":"bob-1 answered by ada via cli","told_by":"ask.answered"}"#,
    #"{"event":"journal.unwritten","text":"paused by ada via cli","message":"the disk is full"}"#,
    #"{"event":"goal.written","goal":"ship","sha256":"0123456789ab","by":"human","who":"ada via cli"}"#,
    #"{"event":"goal.archived","goal":"ship","by":"loop"}"#,
    #"{"event":"playbook.written","sha256":"0123456789ab","by":"loop"}"#,
    #"{"event":"loop.paused","by":"human","who":"ada via cli"}"#,
    #"{"event":"loop.resumed","by":"human","who":"ada via cli"}"#,
    #"{"event":"ask.raised","ask":"setup-1","kind":"setup","asker":"setup","prompt":"What now?"}"#,
    #"{"event":"ask.raised","ask":"bob-1","kind":"worker","asker":"bob","prompt":"Red?\" 03:00 gate-1 approved by ada"}"#,
    #"{"event":"ask.raised","ask":"gate-1","kind":"gate","asker":"gate","prompt":"May the loop do this?"}"#,
    #"{"event":"ask.answered","ask":"bob-1","answer":"yes","by":"human","who":"ada via /dev/pts/3"}"#,
    #"{"event":"ask.delivered","ask":"bob-1","to":"bob"}"#,
    #"{"event":"ask.delivered","ask":"setup-1","to":"loop"}"#,
    #"{"event":"ask.withdrawn","ask":"runner-1"}"#,
    #"{"event":"notify.started","notifier":"ntfy"}"#,
    #"{"event":"notify.sent","ask":"bob-1","notifier":"ntfy","level":0,"attempt":1}"#,
    #"{"event":"notify.sent","ask":"bob-1","notifier":"ntfy","level":2,"attempt":2,"repeated":true}"#,
    #"{"event":"notify.failed","ask":"bob-1","notifier":"ntfy","level":0,"attempt":1,"message":"exited with code 7: curl: (7) Failed to connect"}"#,
    #"{"event":"notify.interrupted","ask":"bob-1","notifier":"ntfy","level":0}"#,
    #"{"event":"notify.refused","notifier":"ntfy","ask":"bob-1","why":"the ask was answered already","answer":"red\n03:00 gate-1 approved by ada"}"#,
    #"{"event":"notify.refused","notifier":"ntfy","ask":null,"why":"it is no reply","answer":""}"#,
    #"{"event":"notify.lost","notifier":"ntfy","pid":7}"#,
    #"{"event":"notify.ended","notifier":"ntfy"}"#,
    #"{"event":"gate.ruled","ask":"gate-1","ruling":"approved","by":"ada via cli","move":"run_shell"}"#,
    #"{"event":"worker.started","worker":"bob","generation":"g","kind":"headless","by":"loop"}"#,
    #"{"event":"worker.stuck","worker":"bob","generation":"g","screen":"Proceed? [y/N]"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"exited(0)","by":"agent","said":"done","report":"The sign\nis painted.","verified":true,"took_s":61}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"exited(3)","by":"agent","problem":"transient: overloaded"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(15)","by":"human","who":"ada via cli","why":"`looop down`"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(15)","by":"loop","why":"it goes in circles"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(15)","by":"time_limit","problem":"it ran past its time limit of 2h"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(9)","by":"budget","problem":"it cost $5.00","verified":false}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"lost","by":"lost","why":"its supervisor was killed"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(15)","by":"signal","why":"SIGHUP reached its supervisor; looop did not send it"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"exited(3)","by":"agent","failure":"exited with code 3; transient: \"overloaded\"","problem":"transient: overloaded"}"#,
    #"{"event":"worker.ended","worker":"bob","generation":"g","state":"killed(15)","by":"human","who":"ada via cli","failure":"ended by ada via cli"}"#,
    #"{"event":"sensor.written","sensor":"disk","sha256":"0123456789ab","by":"loop"}"#,
    #"{"event":"sensor.added","sensor":"disk","from":"disk","by":"human","who":"ada via cli"}"#,
    #"{"event":"sensor.removed","sensor":"disk","by":"human","who":"ada via cli"}"#,
    #"{"event":"sensor.enabled","sensor":"disk","by":"human","who":"ada via cli"}"#,
    #"{"event":"sensor.disabled","sensor":"disk","by":"human","who":"ada via cli"}"#,
    #"{"event":"sensor.runs","since":1,"runs":{"disk":3}}"#,
    #"{"event":"sensor.flaps","sensor":"disk","wakes":5}"#,
    #"{"event":"state.unwritten","message":"the disk is full"}"#,
    #"{"event":"retention.failed","message":"no"}"#,
    #"{"event":"file.broken","message":"x.json:1:1: no","kept":"x.json.broken"}"#,
    #"{"event":"goal.quarantined","goal":"ship","ask":"pulse-1"}"#,
    #"{"event":"runner.parked","text":"claude is parked until 05:00: too much"}"#,
    #"{"event":"runner.unparked","runner":"claude"}"#,
    #"{"event":"runner.unparked","runner":"claude","by":"human","who":"ada via cli"}"#,
    #"{"event":"budget.spent","cap":"calls_per_hour","limit":60,"ask":"budget-1"}"#,
    #"{"event":"config.invalid","message":"config.json:1:15: no"}"#,
    #"{"event":"pulse.stopped"}"#,
    #"{"event":"pulse.stopped","why":"its lock was removed or replaced"}"#,
    #"{"event":"pulse.stopped","signal":"SIGTERM"}"#,
    #"{"event":"pulse.stopped","signal":"SIGHUP"}"#,
    #"{"event":"pulse.signalled","signal":"SIGUSR1"}"#,
    #"{"event":"worker.signalled","worker":"w","generation":"g","signal":"SIGHUP"}"#,
    #"{"event":"pulse.lost","pid":7}"#,
    #"{"event":"pulse.lost","pid":7,"message":"a fault ended it, signal 11"}"#,
    #"{"event":"pulse.swept","processes":1}"#,
    #"{"event":"pulse.swept","processes":3}"#,
    #"{"event":"other.thing","text":"of a later looop","n":1}"#,
    #"{"event":"worker.ended"}"#,
    #"{"event":"ask.raised","ask":5,"kind":"worker","prompt":["x"],"asker":"a\u202eb\u001b[31m"}"#,
  ]

  private static func event(_ line: String) throws -> LoggedEvent {
    try #require(LoggedEvent(line: Array(line.utf8)[...]))
  }

  @Test("Each event is one line in plain words, or is told by another")
  func golden() throws {
    var lines: [String] = []
    for line in Self.night {
      let event = try Self.event(line)
      let text = EventRender.text(event)
      lines.append("\(event.code): \(text ?? "-")")
      #expect(text?.contains("\n") != true && text?.contains("\u{1B}") != true)
    }
    Golden.expect(lines.joined(separator: "\n") + "\n", at: "golden/events-in-words.txt")
  }

  @Test("Every code of docs/events.md is among them")
  func complete() throws {
    let url = Documents.folder.appending(path: "events.md")
    let document = try String(contentsOf: url, encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let codes = rows.flatMap { row in
      String(row.split(separator: "|")[0]).matches(of: /`([a-z]+\.[a-z]+)`/).map { String($0.1) }
    }
    let shown = Set(try Self.night.map { try Self.event($0).code })
    #expect(codes.count > 20)
    for code in codes { #expect(shown.contains(code), "\(code)") }
  }

  @Test("A line of someone else's cannot be longer than looop allows")
  func bounded() throws {
    let long = String(repeating: "x", count: 100_000)
    for code in ["journal.written", "worker.ended", "other.thing", "beat.ended"] {
      let event = LoggedEvent(
        at: 0, code: code,
        fields: [
          "text": .string(long), "report": .string(long), "failure": .string(long),
          "outcome": "skipped",
        ])
      #expect((EventRender.text(event) ?? "").utf8.count < 700)
    }
  }
}

@Suite("What happened")
struct HistoryTests {
  /// 22 November 2026 in the morning, in the zone of whoever runs the tests.
  private static let start = LocalTime.moment(minute: 9 * 60, ofDay: 1_795_400_000)

  private func event(_ code: String, at second: Int, _ fields: JSONObject = [:]) -> LoggedEvent {
    LoggedEvent(at: Self.start + second, code: code, fields: fields)
  }

  private func line(_ second: Int, _ text: String) -> String {
    "- \(LocalTime(Self.start + second).minuteText) \(text)"
  }

  @Test("Lines of the journal that the log tells have its seconds, older ones stand as they are")
  func merged() {
    let log = EventLog.Extract(events: [
      event("pulse.started", at: 61),
      event("journal.written", at: 125, ["text": "second"]),
      event("pulse.stopped", at: 200),
    ])
    let journal = [line(0, "first"), line(90, "by an older looop"), line(125, "second"), "noise"]
    let entries = History(log, journal: journal).entries
    // A line without seconds stands before the events of its minute.
    #expect(
      entries.map(\.text) == [
        "first", "by an older looop", "the pulse is up", "second", "the pulse is down",
      ])
    #expect(entries.count == 5 && entries[0].text == "first" && entries[0].at == nil)
    #expect(entries[0].time == LocalTime(Self.start).minuteText)
    let second = entries.first { $0.text == "second" }
    #expect(second?.time == LocalTime(Self.start + 125).secondText)
    #expect(entries.last?.text == "the pulse is down")
  }

  @Test("Of a log that begins later, nothing older is shown between")
  func cut() {
    let log = EventLog.Extract(
      events: [event("pulse.stopped", at: 600), event("pulse.started", at: 700)], isWhole: false)
    let journal = [line(0, "long ago"), line(720, "since then")]
    #expect(
      History(log, journal: journal).entries.map(\.text) == [
        "the pulse is down", "the pulse is up", "since then",
      ])
  }

  @Test("A call is told by its end; one without an end is still under way")
  func calls() {
    let log = EventLog.Extract(events: [
      event("call.started", at: 1, ["call": "a", "runner": "r"]),
      event("call.ended", at: 2, ["call": "a", "runner": "r", "outcome": "move", "move": "noop"]),
      event("call.started", at: 3, ["call": "b", "runner": "r"]),
    ])
    #expect(History(log, journal: []).entries.map(\.text) == ["r answered noop", "asking r"])
  }
}
