import Base
import Testing

@testable import Core
@testable import looop

@Suite("A recap, as a value")
struct RecapTests {
  static let now = 1_795_338_000

  /// Events so many seconds ago, the oldest first.
  private func recap(_ lines: [(Int, String)], hours: Int = 24) -> Recap {
    var source = RecapSource(since: Self.now - hours * 3_600, until: Self.now)
    source.window.isWhole = true
    source.window.events = lines.compactMap { ago, fields in
      let object = try? JSONParser.parseObject(Array(fields.utf8))
      return object.flatMap { object in
        object["event"]?.string.map {
          LoggedEvent(at: Self.now - ago, code: $0, fields: object)
        }
      }
    }
    return Recap(source)
  }

  private static func decision(_ run: String, _ move: String) -> [(Int, String)] {
    [
      (100, #"{"event":"loop.woke","run":"\#(run)","items":[]}"#),
      (100, #"{"event":"call.started","run":"\#(run)","call":"\#(run)","runner":"custom"}"#),
      (
        95,
        #"{"event":"call.ended","run":"\#(run)","call":"\#(run)","runner":"custom","outcome":"move","took_ms":5000,"usd":0.5,"move":"\#(move)"}"#
      ),
    ]
  }

  @Test("A move is a deed, a noop is a rest, and a skip says why")
  func outcomes() {
    let recap = recap(
      Self.decision("r1", "write_goal") + [
        (94, #"{"event":"journal.written","text":"write_goal ship: \"so\""}"#),
        (94, #"{"event":"beat.ended","outcome":"acted","text":"write_goal ship: \"so\""}"#),
      ] + Self.decision("r2", "noop") + [
        (90, #"{"event":"beat.ended","outcome":"acted","text":"noop: \"calm\""}"#),
        (80, #"{"event":"beat.ended","outcome":"skipped","text":"paused"}"#),
      ])
    #expect(recap.beats.map(\.outcome) == [.acted, .rested, .skipped])
    #expect(recap.beats[0].run == "r1" && recap.beats[0].dollars == 0.5)
    #expect(recap.beats[2].run == nil)
    #expect(recap.goals.flatMap(\.deeds).map(\.text) == [#"write_goal ship: "so""#])
    #expect(recap.failures.isEmpty && !recap.isEmpty)
  }

  @Test("A held move keeps its goal until its yes; a decision without an end is one without an end")
  func held() {
    let recap = recap(
      Self.decision("r1", "run_shell") + [
        (94, #"{"event":"journal.written","text":"gate-1 asks: run_shell \"x\""}"#),
        (94, #"{"event":"beat.ended","outcome":"held","ask":"gate-1"}"#),
        (51, #"{"event":"journal.written","text":"paused by ada"}"#),
        (50, #"{"event":"journal.written","text":"gate-1 approved: x"}"#),
        (
          50,
          #"{"event":"beat.ended","outcome":"acted","ask":"gate-1","text":"gate-1 approved: x"}"#
        ),
      ] + Self.decision("r2", "noop"))
    #expect(recap.beats.map(\.outcome) == [.unfinished, .held, .acted])
    #expect(
      recap.goals.flatMap(\.deeds).map(\.text) == ["paused by ada", "gate-1 approved: x"])
    #expect(recap.beats[1].text == #"gate-1 asks: run_shell "x""#)
  }

  private static func line(_ text: String, toldBy code: String? = nil) -> String {
    var fields: JSONObject = ["event": "journal.written", "text": .string(text)]
    if let code { fields["told_by"] = .string(code) }
    return JSONWriter.text(.object(fields))
  }

  private func deeds(_ recap: Recap) -> [String: [String]] {
    Dictionary(
      uniqueKeysWithValues: recap.goals.map { ($0.goal ?? "-", $0.deeds.map(\.text)) })
  }

  @Test("A deed stands below the goal that looop's own words name, and a human's is theirs")
  func goals() {
    let push = #"run_shell "git push for docs" (sha256 0) for docs: "for ui""#
    let recap = recap([
      (99, #"{"event":"goal.written","goal":"ui","by":"human"}"#),
      (99, Self.line("goal ui written by ada via /dev/pts/3 (sha256 0)")),
      (98, #"{"event":"worker.started","worker":"screen","generation":"1","goal":"ui"}"#),
      (98, Self.line("worker screen for ui started by ada via /dev/pts/3 (sha256 0)")),
      (97, #"{"event":"beat.ended","outcome":"acted","ask":"gate-1","text":"x"}"#),
      (96, Self.line("gate-2 approved by ada via /dev/pts/3: \(push)")),
      (95, #"{"event":"journal.written","text":"note by ada: \"for ui\""}"#),
      (94, Self.line("worker screen goes on: its supervisor cannot be seen from here")),
      (93, Self.line("archive_goal ui")), (92, Self.line("PLAYBOOK written by ada via cli")),
    ])
    #expect(
      deeds(recap) == [
        "ui": [
          "goal ui written by ada via /dev/pts/3 (sha256 0)",
          "worker screen for ui started by ada via /dev/pts/3 (sha256 0)",
          "worker screen goes on: its supervisor cannot be seen from here", "archive_goal ui",
        ],
        "docs": ["gate-2 approved by ada via /dev/pts/3: \(push)"],
        "-": ["x", #"note by ada: "for ui""#, "PLAYBOOK written by ada via cli"],
      ])
    let actors = recap.goals.flatMap(\.deeds).filter { $0.by == .human }.map(\.text)
    #expect(actors.count == 5 && !actors.contains("archive_goal ui"))
  }

  @Test("What a human does during a call is listed beside the move")
  func duringCall() {
    let move = #"write_goal docs (sha256 0): "so""#
    let recap = recap(
      Self.decision("r1", "write_goal") + [
        (94, Self.line("goal ui written by ada via cli (sha256 0)")), (93, Self.line(move)),
        (93, Self.line("paused by ada via cli")),
        (92, JSONWriter.text(["event": "beat.ended", "outcome": "acted", "text": .string(move)])),
      ])
    #expect(
      deeds(recap) == [
        "ui": ["goal ui written by ada via cli (sha256 0)"], "docs": [move],
        "-": ["paused by ada via cli"],
      ])
  }

  @Test("Done is what was done: no failure, no question, nothing twice")
  func doneOnly() {
    let recap = recap([
      (99, #"{"event":"worker.started","worker":"w","generation":"1","goal":"ui"}"#),
      (
        98,
        #"{"event":"worker.ended","worker":"w","generation":"1","goal":"ui","state":"killed(15)","by":"human","who":"ada via cli"}"#
      ),
      (98, Self.line("worker w ended by ada via cli", toldBy: "worker.ended")),
      (97, Self.line("worker old ended by ada via cli", toldBy: "worker.ended")),
      (
        96,
        #"{"event":"worker.ended","worker":"v","generation":"2","goal":"ui","state":"exited(3)","by":"agent","failure":"exited with code 3"}"#
      ),
      (95, Self.line("gate-1 asks: run_shell \"x\" for ui")),
      (95, #"{"event":"beat.ended","outcome":"held","ask":"gate-1"}"#),
      (94, Self.line("gate-1 declined by ada via cli: \"no\"")),
      (93, Self.line("dropped, since the loop was paused meanwhile: run_shell \"x\" for ui")),
      (92, Self.line("interrupted 1: run_shell \"x\": killed")),
      (91, #"{"event":"sensor.flaps","sensor":"ci","wakes":5}"#),
      (90, #"{"event":"pulse.lost","pid":7}"#),
    ])
    #expect(
      deeds(recap) == [
        "ui": ["worker w ended: killed(15) by ada via cli"],
        "-": ["worker old ended by ada via cli"],
      ])
    let failed = Set(recap.failures.map { "\($0.kind) \($0.subject) \($0.cause)" })
    #expect(
      failed == [
        "worker v failed", "loop  interrupted", "sensor ci flapping", "loop  pulse.lost",
      ])
    let text = RecapText(recap, redacting: .none).text
    #expect(text.contains("sensor ci: flapping; it woke 5 decisions in a row for nothing"))
    #expect(text.ranges(of: "ended by ada").count == 2)
    // The tile counts what is listed.
    let page = RecapPage(recap: recap, dataDirectory: "/d").text
    #expect(page.contains("<div class=\"tile bad\"><b>4</b><span>failures</span></div>"))
    #expect(page.ranges(of: "<span class=\"who bad\">").count == 4)
  }

  @Test("Calls are what the caps count; lives of workers are counted beside them, money is rounded")
  func costs() throws {
    var source = RecapSource(since: Self.now - 3_600, until: Self.now)
    func line(_ type: LedgerLine.LineType, _ id: String, _ kind: LedgerCall.Kind) -> LedgerLine {
      let call = LedgerCall(id: id, kind: kind, runner: "custom", goal: "ui")
      return LedgerLine(
        type, call, at: Self.now - 60,
        cost: type == .ended ? Cost(dollars: 0.1, source: .reported) : .unknown)
    }
    for (id, kind) in [("a", .tick), ("b", .tick), ("w", .worker)] as [(String, LedgerCall.Kind)] {
      source.lines += [line(.started, id, kind), line(.ended, id, kind)]
    }
    let recap = Recap(source)
    #expect(recap.cost.total.calls == 2 && recap.cost.total.workers == 1)
    #expect(source.lines.map(LedgerAmount.init).count(where: \.isDecision) == 2)
    #expect(RecapText(recap, redacting: .none).text.contains("2 calls, $0.3000"))
    let total = recap.json["cost"]?["total"]
    #expect(total?["calls"]?.int == 2 && total?["workers"]?.int == 1)
    #expect(total?["usd"]?.double == 0.3)
    let days = recap.cost.days.filter { !$0.isEmpty }
    #expect(days.map(\.total.calls) == [2] && days[0].runners.map(\.workers) == [1])
  }

  @Test("The same failure again is counted; a failed call is no second failure of its beat")
  func failures() {
    let call =
      #"{"event":"call.ended","run":"r","call":"r","runner":"custom","outcome":"quota","took_ms":1,"usd":null,"message":"too\nmuch"}"#
    let end = #"{"event":"beat.ended","outcome":"failed","cause":"runner: quota","text":"x"}"#
    let effect = #"{"event":"beat.ended","outcome":"failed","cause":"effect","text":"no disk"}"#
    let recap = recap([(90, call), (89, end), (80, call), (79, end), (70, effect)])
    #expect(recap.failures.map(\.kind) == [.beat, .call])
    #expect(
      recap.failures.last
        == Recap.Failure(
          kind: .call, subject: "custom", cause: "quota", text: #""too much""#,
          firstAt: Self.now - 90, lastAt: Self.now - 80, count: 2))
    #expect(recap.count(.failed) == 3)
  }

  @Test("A life has its beginning, its end, who did either, and its check")
  func lives() {
    let recap = recap([
      (
        900,
        #"{"event":"worker.started","worker":"w","generation":"1","kind":"headless","runner":"custom","goal":"ship","by":"human","who":"ada via cli"}"#
      ),
      (
        300,
        #"{"event":"worker.ended","worker":"w","generation":"1","goal":"ship","state":"exited(0)","by":"agent","said":"done","verified":true,"took_s":600,"usd":0.25}"#
      ),
      (
        200,
        #"{"event":"worker.ended","worker":"old","generation":"2","state":"exited(3)","by":"agent","failure":"exited with code 3","took_s":90000}"#
      ),
      (
        100,
        #"{"event":"worker.started","worker":"gone","generation":"3","kind":"headless","by":"loop"}"#
      ),
    ])
    #expect(recap.workers.map(\.worker) == ["gone", "old", "w"])
    let byName = Dictionary(uniqueKeysWithValues: recap.workers.map { ($0.worker, $0) })
    #expect(byName["w"]?.startedBy == "ada via cli" && byName["w"]?.health == .done)
    #expect(byName["w"]?.seconds(until: Self.now) == 600 && byName["w"]?.isVerified == true)
    #expect(byName["old"]?.health == .failed && byName["old"]?.startedAt == Self.now - 90_200)
    #expect(byName["gone"]?.state == "its end is not recorded")
    #expect(recap.failures.map(\.subject) == ["old"])
  }

  @Test(
    "Absurd numbers and strange kinds stop nothing",
    arguments: [
      #"{"event":"worker.ended","worker":"w","generation":"1","state":"x","took_s":9223372036854775807,"usd":1e308}"#,
      #"{"event":"worker.ended","worker":7,"state":[],"took_s":-9223372036854775808,"usd":-1e308}"#,
      #"{"event":"call.ended","run":1,"call":[],"runner":{},"outcome":"move","took_ms":-9223372036854775808,"usd":"x"}"#,
      #"{"event":"loop.woke","run":"r","items":[1,{"sensor":5,"pointer":"/status","to":"\"error\""},{}]}"#,
      #"{"event":"sensor.runs","since":-1,"runs":{"a":9223372036854775807,"b":"x"}}"#,
      #"{"event":"ask.answered","ask":"../x-1","answer":"\u001b[2J"}"#,
      #"{"event":"beat.ended","outcome":"acted"}"#, #"{"event":"beat.ended","outcome":7}"#,
      #"{"event":"unknown.thing","x":1}"#,
    ])
  func absurd(_ line: String) {
    let recap = recap([(200, line), (100, line)])
    for text in [
      RecapText(recap, redacting: .none).text, RecapMarkdown(recap, redacting: .none).text,
      RecapPage(recap: recap, dataDirectory: "/d").text, JSONWriter.text(recap.json),
    ] {
      #expect(!text.isEmpty && !text.contains("\u{1B}"))
    }
  }

  @Test("Words of strangers forge no line, no heading and no markup")
  func forged() {
    let evil =
      #"x\n# FORGED\n<script>alert(1)</script>\n| a | b |\n[x](javascript:y)\u001b[2J\u202e"#
    let recap = recap([
      (90, #"{"event":"journal.written","text":"\#(evil)"}"#),
      (
        80,
        #"{"event":"worker.ended","worker":"\#(evil)","generation":"1","goal":"\#(evil)","state":"\#(evil)","by":"agent","failure":"\#(evil)"}"#
      ),
      (
        70,
        #"{"event":"ask.raised","ask":"\#(evil)","asker":"\#(evil)","kind":"worker","prompt":"\#(evil)"}"#
      ),
      (60, #"{"event":"ask.answered","ask":"\#(evil)","answer":"\#(evil)"}"#),
      (
        50,
        #"{"event":"call.ended","run":"r","call":"r","runner":"\#(evil)","outcome":"\#(evil)","message":"\#(evil)"}"#
      ),
    ])
    for text in [
      RecapText(recap, redacting: .none).text, RecapMarkdown(recap, redacting: .none).text,
    ] {
      #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
      #expect(!text.split(separator: "\n").contains { $0.hasPrefix("# F") || $0.hasPrefix("| a") })
    }
    #expect(!RecapMarkdown(recap, redacting: .none).text.contains(#/[^\\]<script|[^\\]\]\(/#))
    let page = RecapPage(recap: recap, dataDirectory: "/<b>").text
    #expect(!page.contains("<script") && !page.contains("/<b>") && !page.contains("\u{1B}"))
    #expect(!page.contains("href=\"java"))
  }

  @Test("Nothing at all says so, and from when")
  func nothing() {
    let recap = recap([])
    #expect(recap.isEmpty)
    let since = LocalTime(Self.now - 86_400).minuteText
    let said = "Nothing happened since \(since)."
    #expect(RecapText(recap, redacting: .none).text.hasSuffix("\n\(said)"))
    #expect(RecapMarkdown(recap, redacting: .none).text.hasSuffix("\n\(said)"))
    #expect(RecapPage(recap: recap, dataDirectory: "/d").text.contains(said))
  }

  @Test("The page loads nothing: no address in it but links, no script, and a policy that says so")
  func selfContained() {
    let page = RecapPage(recap: recap(Self.decision("r", "noop")), dataDirectory: "/d").text
    #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""))
    for word in [
      "<script", "src=", "url(", "@import", "<link", "<img", "http:", "https:", "onclick",
    ] { #expect(!page.contains(word), "\(word)") }
  }
}
