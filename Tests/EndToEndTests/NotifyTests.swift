import Foundation
import TestSupport
import Testing

@Suite("notify --exec")
struct NotifyTests {
  @Test("Each ask is sent once, and a restart sends nothing twice")
  func once() async throws {
    try await Sandbox.use { box in
      try await box.question()
      for _ in 0..<3 { try await box.must("notify", "--exec", box.keeping(), "--once") }
      #expect(
        Set(box.sent.map { $0["ask"].string }) == ["setup-1", "fix-1"] && box.sent.count == 2)
      #expect(box.sent.allSatisfy { $0["level"] == 0 && $0["repeated"] == false })
      #expect(box.count("notify.sent") == 2)
      // A second notifier has receipts of its own.
      try await box.must("notify", "--exec", box.keeping(), "--once", "--name", "other")
      #expect(box.sent.count == 4)
    }
  }

  @Test("A notifier that runs hears of a new ask, and its command's reply answers it")
  func reply() async throws {
    try await Sandbox.use { box in
      let reply = box.keeping(
        ##"case $m in *'"ask":"fix-1"'*) printf '{"ask":"fix-1","nonce":"%s","answer":"#2"}\n' "$n";; esac"##
      )
      _ = try await box.startNotifier(reply)
      let ask = try box.start(["ask", "fix", "Red or blue?", "--options", "red,blue"])
      let ended = try await ask.finish()
      #expect(ended.code == 0 && ended.out == "blue\n", "\(ended)")
      let by = box.answer("fix-1")["by"]
      #expect(by["via"] == "notify/exec" && by["user"].string == Sandbox.account)
      #expect(by["tty"] == .null)
      try await Until.holds("its line in the journal", saw: { "\(box.journal)" }) {
        box.journal.contains {
          $0.hasSuffix("fix-1 answered by \(Sandbox.account) via notify/exec")
        }
      }
    }
  }

  @Test("What does not carry the nonce of its ask answers nothing, and each is an event")
  func refused() async throws {
    try await Sandbox.use { box in
      try await box.question()
      let lines = [
        #"{"ask":"fix-1","answer":"red"}"#, #"{"ask":"fix-1","nonce":"guess","answer":"red"}"#,
        "red", "{", #"{"ask":"who-9","nonce":"x","answer":"red"}"#,
      ]
      let print = lines.map { "printf '%s\\n' '\($0)'" }.joined(separator: "; ")
      try await box.must(
        "notify", "--exec", box.keeping("case $m in *fix-1*) \(print);; esac"), "--once")
      #expect(box.answer("fix-1") == .null)
      let whys = box.notices.filter { $0["event"] == "notify.refused" }.compactMap {
        $0["why"].string
      }
      #expect(
        whys == [
          "it carries no nonce", "its nonce is not that of the ask", "it is no reply",
          "it is no reply", "its nonce is not known",
        ])
    }
  }

  @Test("A second reply, and one to an ask that was answered, change nothing")
  func twice() async throws {
    try await Sandbox.use { box in
      try await box.question()
      let reply = #"printf '{"nonce":"%s","answer":"%s"}\n' "$n""#
      try await box.must(
        "notify", "--exec", box.keeping("case $m in *fix-1*) \(reply) red; \(reply) blue;; esac"),
        "--once")
      #expect(box.answer("fix-1")["answer"] == "red")
      #expect(
        try await box.notice("notify.refused", "blue")["why"] == "the ask was answered already")
    }
  }

  @Test("No reply of a command approves a move or raises a cap")
  func gate() async throws {
    try await Sandbox.use { box in
      try await box.must("asks")
      for (id, kind) in [("gate-1", "gate"), ("budget-1", "budget")] {
        try box.write(
          "data/asks/\(id).json",
          #"{"v":1,"id":"\#(id)","worker":"\#(kind)","prompt":"May I?","ts":1,"kind":"\#(kind)","gate":"d1gest"}"#
        )
      }
      let steal =
        #"n=$(sed 's/.*"nonce":"\([a-z0-9]*\)".*/\1/' "$LOOOP_DATA_DIR/receipts/gate-1.exec.json"); "#
      try await box.must(
        "notify", "--exec",
        box.keeping(
          "case $m in *gate-1*) \(steal)"
            + #"printf '{"ask":"gate-1","nonce":"%s","answer":"yes"}\n' "$n";; esac"#), "--once")
      let gate = try #require(box.sent.first { $0["ask"] == "gate-1" })
      #expect(gate["nonce"] == .null && gate["buttons"] == [])
      #expect(box.answer("gate-1") == .null)
      #expect(
        try await box.notice("notify.refused", "gate-1")["why"].string?.contains("may_approve")
          == true)
    }
  }

  @Test("What a notifier runs may not answer by a verb, nor start a notifier")
  func inside() async throws {
    try await Sandbox.use { box in
      try await box.question()
      let verbs = ["answer setup-1 yes", "notify --exec true --once", "up --notify ntfy"]
      let tries = verbs.map {
        "'\(Binary.path)' \($0) 2>/dev/null; echo $? >>'\(box.path("codes"))'"
      }
      try await box.must(
        "notify", "--exec", box.keeping(tries.joined(separator: "; ")), "--once")
      let codes = Set(box.text("codes").split(separator: "\n"))
      #expect(codes == ["77"], "\(codes)")
      #expect(box.answer("setup-1") == .null)
      for words in [["notify", "--exec", "true", "--once"], ["up", "--notify", "ntfy"]] {
        let result = try await box.start(words, environment: ["LOOOP_RUN": "r1"]).finish()
        #expect(result.code == 77, "\(result)")
      }
    }
  }

  @Test("A failure is tried again, and state and doctor say it until it is over")
  func fails() async throws {
    try await Sandbox.use { box in
      try await box.question()
      let once = #"[ -e '\#(box.path("mended"))' ] || { echo 'no route' >&2; exit 3; }"#
      let running = try await box.startNotifier(box.keeping(once))
      let failed = try await box.notice("notify.failed")
      #expect(failed["message"] == "exited with code 3: no route" && failed["attempt"] == 1)
      let row = try await Until.get("a failing notifier") {
        let row = try await box.state()["notifiers"][0]
        return row["failure"] == .null ? nil : row
      }
      #expect(row["name"] == "exec" && row["state"] == "up" && row["sent"] == 0)
      #expect(try await box.must("state").contains("FAILING for"))
      let doctor = try await box.looop("doctor")
      #expect(doctor.out.contains("exec cannot send: exited with code 3: no route"))
      try box.write("mended", "")
      _ = try await box.notice("notify.sent")
      // It surely did not arrive: nothing is repeated.
      #expect(box.sent.allSatisfy { $0["repeated"] == false })
      try await Until.holds("no failure") {
        try await box.state()["notifiers"][0]["failure"] == .null
      }
      running.kill(SIGTERM)
      #expect(try await running.finish().code == 0)
      #expect(try await box.state()["notifiers"] == [])
    }
  }

  @Test("A command that floods is ended, and the log holds a number of it")
  func floods() async throws {
    try await Sandbox.use { box in
      try await box.question()
      let result = try await box.looop("notify", "--exec", "yes '{\"answer\":\"red\"}'", "--once")
      #expect(result.code == 1)
      #expect(
        try await box.notice("notify.failed")["message"].string?.contains("wrote more than it may")
          == true)
      #expect(box.count("notify.refused") <= 42)
      #expect(
        box.notices.contains { $0["why"].string?.hasSuffix("more lines did not count") == true })
      #expect(box.answer("fix-1") == .null)
    }
  }

  @Test("What was begun when the notifier was killed is sent again, marked")
  func killed() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "Keep it.")
      try await box.question()
      let running = try await box.startNotifier(box.keeping("sleep 1000"))
      #expect(try await box.sent(1)[0]["repeated"] == false)
      running.kill(SIGKILL)
      _ = try await running.finish()
      #expect(try await box.state()["notifiers"][0]["state"] == "lost")
      #expect(try await box.must("state").contains("exec is down: it was killed"))
      let later = Sandbox.standing(at: Int(Date().timeIntervalSince1970) + 60)
      let again = try await box.looop(
        "notify", "--exec", box.keeping(), "--once", environment: later)
      #expect(again.code == 0)
      // What it ran ended with its next life at the latest.
      // Other tests have a notifier of that name too.
      let left = Processes.marked("LOOOP_NOTIFY=exec").filter {
        Processes.environment(of: $0).contains("LOOOP_DATA_DIR=\(box.path("data"))")
      }
      #expect(left.isEmpty)
      let messages = box.sent
      #expect(messages.count == 2 && messages[1]["repeated"] == true && messages[1]["attempt"] == 2)
      #expect(messages[1]["title"].string?.hasSuffix("perhaps sent before") == true)
      #expect(box.count("notify.interrupted") == 1 && box.count("notify.lost") == 1)
      let third = try await box.looop(
        "notify", "--exec", box.keeping(), "--once", environment: later)
      #expect(third.code == 0 && box.sent.count == 2)
    }
  }

  @Test("Levels and quiet hours go by the clock")
  func hours() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "Keep it.")
      try await box.question()
      let raised = try #require(try JSON(box.text("data/asks/fix-1.json"))["ts"].int)
      // The sandbox's zone is UTC.
      let evening = (raised / 86_400 + 1) * 86_400 + 23 * 3_600
      func at(_ moment: Int, _ options: String...) async throws -> [Int?] {
        let before = box.sent.count
        let result = try await box.start(
          ["notify", "--exec", box.keeping(), "--once", "--quiet", "22:00-08:00"] + options,
          environment: Sandbox.standing(at: moment)
        ).finish()
        #expect(result.code == 0)
        return box.sent.dropFirst(before).map { $0["level"].int }
      }
      #expect(try await at(evening) == [])
      #expect(try await at(evening + 8 * 3_600 + 3_599) == [])
      #expect(try await at(evening + 9 * 3_600, "--escalate", "10m,7d") == [1])
      #expect(try await at(evening + 9 * 3_600, "--escalate", "10m,7d") == [])
      #expect(try await at(evening + 7 * 86_400 + 10 * 3_600, "--escalate", "10m,7d") == [2])
    }
  }

  @Test("While nothing waits it sleeps, whatever else the loop does")
  func idle() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "Keep it.")
      let running = try await box.startNotifier(box.keeping())
      try await Until.holds("a sleeping notifier") { Processes.isAsleep(running.pid) }
      let before = try switches(running.pid)
      for number in 0..<5 { try await box.must("goal", "write", "g\(number)", "A goal.") }
      _ = try await box.state()
      #expect(try switches(running.pid) == before)
      try await box.question()
      _ = try await box.sent(1)
      #expect(try switches(running.pid) > before)
    }
  }

  private func switches(_ pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(
      status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") })
    return try #require(Int(line.split(whereSeparator: \.isWhitespace)[1]))
  }

  @Test(
    "A line that says nothing, or too much, is refused",
    arguments: [
      [], ["--exec", " "], ["--exec", "true", "--preset", "ntfy"], ["--preset", "ntfyy"],
      ["--preset", "ntfy", "--name", "n"], ["--exec", "true", "--name", "a.b"],
      ["--exec", "true", "--quiet", "22"], ["--exec", "true", "--escalate", "1h,10m"],
      ["--exec", "true", "--min-age", "soon"], ["--preset", "ntfy"],
    ])
  func usage(_ words: [String]) async throws {
    try await Sandbox.use { box in
      let result = try await box.start(["notify"] + words + ["--once"]).finish()
      #expect([64, 65, 78].contains(result.code) && result.out.isEmpty, "\(result)")
      #expect(result.err.contains("\n  "), "no hint: \(result.err)")
    }
  }
}
