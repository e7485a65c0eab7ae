import TestSupport
import Testing

@Suite("What an answer did")
struct AnswerTests {
  private static func proposes(_ box: Sandbox) throws {
    try box.stub.moves([
      "action": "run_shell", "cmd": "touch '\(box.path("ran"))'", "reason": "make it",
    ])
  }

  /// As it says it, and as it says it to programs.
  private static func answer(
    _ box: Sandbox, _ id: String, _ words: String, force: Bool = false
  ) async throws -> JSON {
    let line = ["answer", id, words, "--json"] + (force ? ["--force"] : [])
    let result = try await box.start(line).finish()
    #expect(result.code == 0, "\(result.err)")
    return try result.json()
  }

  @Test("A yes to a move says when it runs: now, after resume, after up")
  func approved() async throws {
    try await Sandbox.use { box in
      try Self.proposes(box)
      #expect(try await box.looop("beat").out.hasPrefix("waits for your answer to gate-1"))
      var said = try await Self.answer(box, "gate-1", "yes")
      #expect(said["ruling"] == "approved" && said["pulse"] == "down" && said["to"] == "loop")
      #expect(said["text"] == "gate-1 approved: no pulse is up; it runs after `looop up`")
      try await box.must("pause")
      said = try await Self.answer(box, "gate-1", "y", force: true)
      #expect(
        said["text"]
          == "gate-1 approved: no pulse is up; it runs after `looop up` and `looop resume`")
      try await box.must("up")
      said = try await Self.answer(box, "gate-1", "Yes", force: true)
      #expect(said["pulse"] == "paused")
      #expect(said["text"] == "gate-1 approved: paused; it runs after `looop resume`")
      #expect(!box.exists("ran"))
      try box.stub.holds("call", then: ["action": "noop", "reason": "r"])
      try await box.must("resume")
      // While it is carried out its record is an intent.
      try await Until.holds("the move") {
        box.exists("ran") && box.names(in: "data/gates").isEmpty
          && box.names(in: "data/intents").isEmpty
      }
      said = try await Self.answer(box, "gate-1", "yes", force: true)
      #expect(
        said["text"] == """
          gate-1 answered: its move does not wait any more: it was carried out or declined before, \
          as `looop journal` says; your words reach the loop's next decision
          """)
      // Once a decision has heard it, another answer would reach none.
      try box.stub.release("call")
      try await Until.holds("the receipt") { box.exists("data/mailbox.d/gate-1.delivered") }
      let late = try await box.looop("answer", "gate-1", "no", "--force")
      #expect(late.code == 65 && late.err.contains("has been delivered"), "\(late)")
    }
  }

  @Test("A number without its sign is no ruling, and nothing is stored")
  func bareNumber() async throws {
    try await Sandbox.use { box in
      try Self.proposes(box)
      try await box.must("beat")
      for number in ["1", "2", "１"] {
        let result = try await box.looop("answer", "gate-1", number)
        #expect(result.code == 64 && result.err.contains("is not an option of gate-1"), "\(result)")
      }
      #expect(!box.exists("data/answers/gate-1.json"))
    }
  }

  @Test("An answer that the loop's decision heard is not said to be with whoever asked")
  func heardByLoop() async throws {
    try await Sandbox.use { box in
      _ = try await box.looop("ask", "shell", "Deploy?", "--wait", "0s")
      try await box.must("answer", "shell-1", "blue")
      try await box.must("beat")
      let receipt = try JSON(box.text("data/mailbox.d/shell-1.delivered"))
      #expect(receipt["to"] == "loop")
      let asked = try await box.looop("ask", "w", "Deploy?", "--wait", "0s")
      #expect(asked.code == 75)
    }
  }

  @Test("A yes while the pulse rests runs at once, and says so")
  func atOnce() async throws {
    try await Sandbox.use { box in
      try Self.proposes(box)
      try await box.upAndRest()
      let said = try await box.must("answer", "gate-1", "yes")
      #expect(said == "gate-1 approved: the loop runs it now\n")
      try await Until.holds("the move") { box.exists("ran") }
    }
  }

  @Test(
    "What sounds like a yes is refused with the command to type, and nothing is stored",
    arguments: ["ok", "Yes, go ahead", "sure", "yes."])
  func nearly(_ words: String) async throws {
    try await Sandbox.use { box in
      try Self.proposes(box)
      try await box.must("beat")
      let result = try await box.looop("answer", "gate-1", words)
      #expect(result.code == 64 && result.out.isEmpty && !box.exists("data/answers/gate-1.json"))
      Golden.expect(
        result.err.replacing(words, with: "WORDS"), at: "golden/errors/answer-not-a-yes.txt")
      #expect(try await box.ask("gate-1").contains("answer with: looop answer gate-1 yes\n"))
    }
  }

  @Test("Any other words decline, and it says so; a number of the list is its word")
  func declined() async throws {
    try await Sandbox.use { box in
      try Self.proposes(box)
      try await box.must("beat")
      let said = try await box.must("answer", "gate-1", "yes, but not on a Friday")
      #expect(
        said == """
          gate-1 declined: the move does not run; your words reach the loop's next decision, after \
          `looop up` (no pulse is up)

          """)
      #expect(try await Self.answer(box, "gate-1", "#2", force: true)["answer"] == "no")
      let yes = try await Self.answer(box, "gate-1", "#1", force: true)
      #expect(yes["answer"] == "yes" && yes["ruling"] == "approved" && yes["option"] == 1)
    }
  }

  @Test("An option is chosen by number or word, stored as its text, and said")
  func options() async throws {
    try await Sandbox.use { box in
      func ask(_ question: String) async throws {
        let words = ["ask", "w", question, "--options", "merge now,merge later,leave it"]
        #expect(try await box.start(words + ["--wait", "0"]).finish().code == 75)
      }
      try await ask("One?")
      let wrong = try await box.looop("answer", "w-1", "merge")
      #expect(wrong.code == 64 && !box.exists("data/answers/w-1.json"))
      Golden.expect(wrong.err, at: "golden/errors/answer-ambiguous.txt")
      #expect(try await box.looop("answer", "w-1", "#4").code == 64)
      let said = try await Self.answer(box, "w-1", "#2")
      #expect(said["answer"] == "merge later" && said["option"] == 2)
      #expect(said["text"].string?.hasPrefix("w-1 answered with #2, \"merge later\": ") == true)
      #expect(try JSON(box.text("data/answers/w-1.json"))["answer"] == "merge later")
      try await ask("Two?")
      #expect(try await Self.answer(box, "w-2", "Leave")["answer"] == "leave it")
      try await ask("Three?")
      let own = try await Self.answer(box, "w-3", "merge after lunch")
      #expect(own["answer"] == "merge after lunch" && own["option"] == .null)
      try await ask("Four?")
      let mistyped = try await Self.answer(box, "w-4", "leav it")
      #expect(
        mistyped["text"].string?.hasPrefix(
          "w-4 answered in words of your own (\"leav it\"; its options were merge now, merge later,"
            + " leave it): ") == true)
    }
  }

  @Test("A blocked asker has its answer, and answer knows")
  func delivered() async throws {
    try await Sandbox.use { box in
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask 'Which?'; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      #expect(try await box.ask("w-1").contains("from the worker w, which is at work"))
      let asks = try JSON(try await box.must("asks", "--json"))
      let asker = asks.array.first { $0["id"] == "w-1" }?["asker"] ?? .null
      #expect(asker["standing"] == "alive" && asker["alive"] == true && asker["replaced"] == false)
      let said = try await Self.answer(box, "w-1", "this")
      #expect(said["to"] == "worker" && said["ruling"] == .null)
      // The asker may be held up by the machine; then it hears it later.
      let isDelivered = said["delivered"] == true
      #expect(
        said["text"].string
          == (isDelivered
            ? "w-1 answered: the worker w has your answer"
            : "w-1 answered: the worker w is at work and hears it when it asks again"))
    }
  }

  @Test("Who asked has ended: asks and state say so, and the answer reaches one decision")
  func ended() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.upAndRest()
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask 'Which colour?'")
      try await box.must("goal", "write", "g", "x")
      try await box.must("worker", "start", "w", "x", "--goal", "g")
      _ = try await box.ask("w-1")
      try await box.must("worker", "kill", "w")
      let shown = try await box.must("asks").replacing(#/\d+[smh] ago/#, with: "N ago")
      Golden.expect(
        shown.replacing(#/has ended: .+/#, with: "has ended: END"),
        at: "golden/asks-ended.txt")
      #expect(
        try await box.must("state").contains(#/w-1 \d+[smh] ago \(goal g; its worker has ended\)/#))
      let prompt = try await box.stub.prompt(containing: "- w: killed")
      #expect(prompt.contains("no answer yet; one that still comes reaches you"))
      #expect(prompt.contains(", its worker w (goal g) has ended"))
      let said = try await Self.answer(box, "w-1", "blue")
      #expect(said["to"] == "loop" && said["delivered"] == false)
      #expect(said["text"].string?.contains("its worker w has ended (") == true)
      #expect(said["text"].string?.hasSuffix("; it reaches the loop's next decision") == true)
      let heard = try await box.stub.prompt(containing: "answered by the human:\n| blue")
      #expect(heard.contains("### ask w-1\n| Which colour?\n"))
      try await Until.holds("the receipt") { box.exists("data/mailbox.d/w-1.delivered") }
      let late = try await box.looop("answer", "w-1", "red", "--force")
      #expect(late.code == 65 && late.err.contains("has been delivered"))
    }
  }

  @Test(
    "A new life's same question takes the place of the old one; a given answer stays the old one's")
  func replaced() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.stub.worker(
        "w",
        "\"$LOOOP_BIN\" ask 'Which?' --wait 0; \"$LOOOP_BIN\" ask 'Else?' --wait 0; exec sleep 600")
      try await box.must("worker", "start", "w", "x")
      _ = try await box.ask("w-2")
      try await box.must("worker", "kill", "w")
      #expect(try await Self.answer(box, "w-2", "blue")["to"] == "loop")
      try await box.must("worker", "start", "w", "x")
      let fourth = try await box.ask("w-4")
      // The former answer is shown, and answers nothing.
      #expect(fourth.contains("    answered before, as w-2: blue\n"))
      let asks = try JSON(try await box.must("asks", "--json")).array.map { $0["id"].string }
      #expect(asks == ["setup-1", "w-3", "w-4"])
      #expect(box.exists("data/answers/w-2.json") && box.exists("data/asks/w-2.json"))
      #expect(box.exists("data/mailbox.d/w-1.ask.json") && !box.exists("data/answers/w-3.json"))
      let gone = try await box.looop("answer", "w-1", "red")
      #expect(gone.code == 65)
      Golden.expect(gone.err, at: "golden/errors/answer-withdrawn.txt")
    }
  }

  @Test("An ask that is taken back ends whoever waits for it")
  func withdrawn() async throws {
    try await Sandbox.use { box in
      let life = ["LOOOP_SESSION_ID": "w", "LOOOP_GENERATION": "old"]
      let waiting = try box.start(["ask", "Which?"], environment: life)
      _ = try await waiting.line(containing: "w-1")
      try box.stub.worker("w", "\"$LOOOP_BIN\" ask 'Which?'")
      try await box.must("worker", "start", "w", "x")
      let result = try await waiting.finish()
      #expect(result.code == 65 && result.err.contains("w-1 was withdrawn"))
      #expect(try await box.ask("w-2").contains("  | Which?\n"))
    }
  }

  @Test("Asked in the name of a worker that is not at work: looop does not know who waits")
  func shell() async throws {
    try await Sandbox.use { box in
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      let asks = try JSON(try await box.must("asks", "--json"))
      #expect(asks[1]["asker"]["standing"] == "unknown" && asks[1]["asker"]["alive"] == .null)
      #expect(asks[0]["asker"]["standing"] == "loop" && asks[0]["asker"]["alive"] == true)
      let said = try await box.must("answer", "w-1", "yes")
      #expect(
        said == """
          w-1 answered: no worker w waits for it; it reaches whoever asks the same as w, or the \
          loop's next decision, after `looop up` (no pulse is up)

          """)
    }
  }

  @Test("An answer about the budget says what it raises, one about a runner that it is tried again")
  func caps() async throws {
    try await Sandbox.use(["budget": ["calls_per_day": 1]]) { box in
      try await box.must("answer", "setup-1", "nothing")
      try await box.must("beat")
      try await box.must("goal", "write", "g", "x")
      _ = try await box.looop("beat")
      _ = try await box.ask("budget-1")
      #expect(try await box.looop("answer", "budget-1", "ok").code == 64)
      let no = try await Self.answer(box, "budget-1", "no")
      #expect(no["ruling"] == "declined")
      let less = try await Self.answer(box, "budget-1", "1", force: true)
      #expect(less["ruling"] == "declined")
      let more = try await Self.answer(box, "budget-1", "5", force: true)
      #expect(
        more["text"] == """
          budget-1 answered: calls_per_day is raised to 5 calls a day for today; decisions go on \
          after `looop up`
          """)
      try box.stub.says(#"{"type":"error","class":"auth","message":"log in"}"#)
      #expect(try await box.looop("beat").code == 1)
      let tried = try await Self.answer(box, "runner-1", "done")
      #expect(
        tried["text"].string?.hasPrefix("runner-1 answered: the runner custom is tried again")
          == true)
    }
  }
}
