import Base
import Core
import TestSupport
import Testing

@Suite("Reading a decision out of an answer")
struct DecisionParserTests {
  private static let noop = #"{"action":"noop","reason":"all quiet"}"#
  /// As the recorded prompt lists them, in its order.
  private static let actions = MoveSchema.actions.map(\.name.rawValue).joined(separator: ", ")
  private static let expected = Decision(move: .noop(reason: "all quiet"))

  private func problem(_ text: String) -> String? {
    if case .invalid(let problem) = DecisionParser.parse(text) { problem } else { nil }
  }

  private func isAbsent(_ text: String) -> Bool {
    if case .absent = DecisionParser.parse(text) { true } else { false }
  }

  @Test(
    "A move is found wherever it stands",
    arguments: [
      noop, "  \n\(noop)\n ", "\u{FEFF}\(noop)", "```json\n\(noop)\n```", "```\n\(noop)\n```",
      "`\(noop)`",
      "I will wait.\n\n\(noop)", "\(noop)\nThat is all.", "So: \(noop), as said.",
      "I use { and } and {curly} and \"quotes { \" and it's fine. \(noop)",
      "func f() { return } \(noop)",
      "{ \(noop) }", "[\(noop)]", "{{\(noop)}}", "{\"a\":1} \(noop)", "\(noop) {\"id\":\"x\"}",
      "{} \(noop)", "{\"a\":{\"b\":[{}]}} then \(noop)", "{\"id\": 4, ...} \(noop)",
      "{\n  \"reason\" : \"all quiet\",\n  \"action\" : \"noop\"\n}", "{'a': 1} \(noop)",
      "\(noop)\n\(noop)",
      "First \(noop) then\n```json\n{\"reason\":\"all quiet\",\"action\":\"noop\"}\n```",
      #"{"\u0061ction":"noop","reason":"all qu\u0069et"}"#, "\u{0}\u{1}\(noop)",
      #"{"action":"noop","reason":"all quiet","goal":null,"journal":null}"#,
      #"{"action":"noop","reason":"all quiet","journal":""}"#, "{\"a\":{\"action\":\"x\"}} \(noop)",
      "He wrote \"{\\\"action\\\":\\\"ask\\\"}\". \(noop)",
    ])
  func finds(_ text: String) {
    #expect(DecisionParser.parse(text) == .move(Self.expected))
  }

  @Test("A NUL character in any field is refused, with the field's name")
  func nul() throws {
    for action in MoveSchema.actions {
      for field in action.allFields {
        var object: [String: String] = ["action": #""\#(action.name.rawValue)""#]
        for other in action.fields where other.isRequired { object[other.name] = #""x""# }
        object[field.name] = field.type == .stringList ? #"["a\u0000"]"# : #""a\u0000b""#
        let text = "{\(object.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
        let said = try #require(problem(text), "\(text)")
        #expect(said.contains("\(action.name.rawValue).\(field.name) "), "\(said)")
        if field.type == .string || field.type == .stringList {
          #expect(said.hasSuffix("must not hold a NUL character"), "\(said)")
        }
      }
    }
  }

  @Test("The last of equal moves counts, with what goes with it")
  func lastCounts() {
    let other = #"{"action":"noop","reason":"all quiet","journal":"later","next_interval_s":60}"#
    #expect(
      DecisionParser.parse("\(Self.noop) \(other)")
        == .move(
          Decision(move: .noop(reason: "all quiet"), journal: "later", nextInterval: .minutes(1))))
  }

  @Test(
    "A body that holds fences, JSON, other moves and braces survives",
    arguments: [
      "```json\n{\"action\":\"noop\",\"reason\":\"x\"}\n```",
      "{\"action\":\"run_shell\",\"cmd\":\"rm\"}",
      "unbalanced { and \" and \\ and }}}", "# A\n\n```sh\nls | wc\n```\n\ttab",
      "😀é\u{301}\u{2028}\u{1}",
    ])
  func bodiesSurvive(_ body: String) throws {
    let decision = Decision(
      move: .writeGoal(id: try Identifier("a", "goal"), body: body), journal: body + "!")
    for style in [JSONWriter.Style.compact, .canonical, .pretty] {
      let text = JSONWriter.text(decision.json, style)
      #expect(DecisionParser.parse(text) == .move(decision))
      #expect(DecisionParser.parse("Here:\n```json\n\(text)\n```\nDone {") == .move(decision))
    }
  }

  @Test(
    "No object with an action is no move",
    arguments: [
      "", " ", "I do nothing.", "{}", "[]", "null", "\"action\"", "{\"reason\":\"x\"}",
      "{ action: noop }",
      "{'action':'noop'}", "{\"move\":{\"action\":\"noop\",\"reason\":\"x\"}}",
      "{\"a\":[{\"action\":\"noop\"}]}",
      "\"{\\\"action\\\":\\\"noop\\\"}\"", "{{{{", "}}}}", "{\"", "{\"action", "{\"action\"",
      "{\"id\": 1",
      "{\"say\":\"{\\\"action\\\":\\\"noop\\\"}\"}",
    ])
  func absent(_ text: String) {
    #expect(isAbsent(text), "\(DecisionParser.parse(text))")
  }

  @Test(
    "Two different moves are an error",
    arguments: [
      "\(noop) {\"action\":\"noop\",\"reason\":\"other\"}",
      "[\(noop),{\"action\":\"write_playbook\",\"body\":\"x\"}]",
      "\(noop)\n{\"action\":\"bogus\"}", "{\"action\":\"bogus\"}\n\(noop)",
      "{\"action\":\"...\"} like \(noop)",
    ])
  func twoMoves(_ text: String) {
    #expect(problem(text)?.hasPrefix("one move per beat: the answer holds 2 objects") == true)
  }

  @Test(
    "What is wrong is named exactly",
    arguments: [
      (
        #"{"action":"run_shel","cmd":"x"}"#,
        "unknown action \"run_shel\"; did you mean \"run_shell\"? The actions are \(actions)"
      ),
      (#"{"action":"fly"}"#, "unknown action \"fly\". The actions are \(actions)"),
      (#"{"action":7}"#, "\"action\" must be a string"),
      (#"{"action":null}"#, "\"action\" must be a string"),
      (#"{"action":"noop","reason":3}"#, "noop.reason must be a string, not a number"),
      (
        #"{"action":"noop","reason":"x","jurnal":"y"}"#,
        "noop has no field \"jurnal\"; did you mean \"journal\"? its fields are reason, journal, goal,"
          + " next_interval_s"
      ),
      (
        #"{"action":"archive_goal","id":"x","zzzz":"y"}"#,
        "archive_goal has no field \"zzzz\"; its fields are id, journal, goal, next_interval_s"
      ),
      (#"{"action":"run_shell","cmd":"","reason":"x"}"#, "run_shell.cmd must not be empty"),
      (
        #"{"action":"run_shell","cmd":"a","cmd":"b","reason":"x"}"#,
        "\"cmd\" appears twice in the object"
      ),
      (
        #"{"action":"noop","reason":"x","action":"noop"}"#,
        "\"action\" appears twice in the object"
      ),
      (#"{"action":"write_goal","id":"a","body":"\n \t"}"#, "write_goal.body must not be empty"),
      (#"{"action":"write_playbook","body":""}"#, "write_playbook.body must not be empty"),
      (#"{"action":"start_worker","id":"a","prompt":""}"#, "start_worker.prompt must not be empty"),
      (
        #"{"action":"start_worker","id":"gate","prompt":"x"}"#,
        "start_worker.id is not allowed: 'gate' cannot name a worker: looop uses that name itself."
          + " Reserved are: budget, gate, pulse, runner, setup."
      ),
      (
        #"{"action":"kill_worker","id":"../x","reason":"y"}"#,
        "kill_worker.id is not allowed: '../x' cannot name a worker: it must start with a letter or a digit."
          + " Use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or a digit."
      ),
      (
        #"{"action":"noop","reason":"x","next_interval_s":"soon"}"#,
        "noop.next_interval_s must be a number of seconds, not a string"
      ),
      (
        #"{"action":"ask","prompt":"x","options":"a"}"#,
        "ask.options must be an array of strings, not a string"
      ),
      (
        #"{"action":"ask","prompt":"x","options":["a",1]}"#,
        "ask.options must be an array of strings that are not empty"
      ),
      (
        #"{"action":"write_schedule","name":"a","in_s":9,"note":"b"}"#,
        "the action \"write_schedule\" is not built yet; the actions are \(actions)"
      ),
      (
        #"{"action":"run_shell","a1":1,"b2":2,"c3":3,"d4":4,"reason":5}"#,
        "run_shell has no field \"a1\"; its fields are cmd, reason, journal, goal, next_interval_s;"
          + " run_shell has no field \"b2\"; its fields are cmd, reason, journal, goal, next_interval_s;"
          + " run_shell has no field \"c3\"; its fields are cmd, reason, journal, goal, next_interval_s;"
          + " run_shell has no field \"d4\"; its fields are cmd, reason, journal, goal, next_interval_s;"
          + " and 2 more"
      ),
      (
        #"So: {"action":"noop","reason":"x",}"#,
        #"the object that starts with {"action":"noop","reason":"x",} is not valid JSON:"#
          + " at its line 1, column 31: a comma with no member after it"
      ),
      (
        "{\"action\":\"noop\",\n\"reason\":\"a\nb\"}",
        #"the object that starts with {"action":"noop", "reason":"a b"} is not valid JSON:"#
          + " at its line 2, column 12: a control character inside a string"
      ),
      (
        #"{"action":"noop","reason":"all q"#,
        #"the answer seems cut: the object that starts with {"action":"noop","reason":"all q has no end"#
          + " (a string without its closing quote)"
      ),
    ])
  func invalid(_ text: String, _ expected: String) {
    #expect(problem(text) == expected)
  }

  @Test(
    "A reason that is missing or blank is filled in: it costs no call",
    arguments: [
      #"{"action":"noop"}"#, #"{"action":"noop","reason":null}"#,
      #"{"action":"noop","reason":" "}"#,
    ])
  func missingReason(_ text: String) throws {
    let substitute = "no reason was given"
    #expect(DecisionParser.parse(text) == .move(Decision(move: .noop(reason: substitute))))
    #expect(
      DecisionParser.parse(#"{"action":"run_shell","cmd":"ls"}"#)
        == .move(Decision(move: .runShell(command: "ls", reason: substitute))))
    #expect(
      DecisionParser.parse(#"{"action":"kill_worker","id":"w"}"#)
        == .move(Decision(move: .killWorker(id: try Identifier("w", "worker"), reason: substitute)))
    )
  }

  @Test(
    "A time in quotes is one only if it is a decimal number",
    arguments: ["soon", "60s", "0x3c", "nan", "inf", "1 2", "[60]", "true"])
  func oddInterval(_ text: String) {
    #expect(
      problem(#"{"action":"noop","reason":"x","next_interval_s":"\#(text)"}"#)
        == "noop.next_interval_s must be a number of seconds, not a string")
  }

  @Test("A field that may be left out may be blank: it costs no call", arguments: ["", " \n"])
  func blank(_ text: String) throws {
    let blank = JSONWriter.text(.string(text))
    let common = #""journal":\#(blank),"goal":\#(blank),"next_interval_s":\#(blank)"#
    #expect(
      DecisionParser.parse(#"{"action":"noop","reason":"x",\#(common)}"#)
        == .move(Decision(move: .noop(reason: "x"))))
    #expect(
      DecisionParser.parse(
        #"{"action":"ask","prompt":"x","options":\#(blank),"reference":\#(blank)}"#)
        == .move(Decision(move: .ask(prompt: "x", options: [], reference: nil))))
    #expect(
      DecisionParser.parse(
        #"{"action":"start_worker","id":"w","prompt":"x","runner":\#(blank),"command":\#(blank)}"#)
        == .move(
          Decision(
            move: .startWorker(id: try Identifier("w", "worker"), task: WorkerTask(brief: "x")))))
    #expect(problem(#"{"action":"archive_goal","id":\#(blank)}"#) != nil)
  }

  @Test(
    "A time until the next look counts as the nearest that is allowed: it costs no call",
    arguments: [
      ("4", 5), ("0", 5), ("-1", 5), ("7.5", 8), ("300", 300), ("301", 300), ("1800", 300),
      ("1e300", 300), ("123456789012345678901234567890", 300), (#""60""#, 60), (#"" 7.5 ""#, 8),
      (#""-1""#, 5), (#""1e300""#, 300),
    ])
  func clampedInterval(_ number: String, _ seconds: Int) {
    #expect(
      DecisionParser.parse(#"{"action":"noop","reason":"x","next_interval_s":\#(number)}"#)
        == .move(Decision(move: .noop(reason: "x"), nextInterval: .seconds(seconds))))
  }

  @Test("Reserved names may be ended, not begun")
  func reserved() {
    #expect(problem(#"{"action":"write_sensor","name":"pulse","script":"x"}"#) != nil)
    #expect(problem(#"{"action":"start_worker","id":"setup","prompt":"x"}"#) != nil)
    #expect(problem(#"{"action":"archive_goal","id":"gate"}"#) == nil)
    #expect(problem(#"{"action":"kill_worker","id":"gate","reason":"x"}"#) == nil)
  }

  @Test("Every cut of an answer is refused, never read as another move")
  func everyCut() {
    let inner = #"{\"action\":\"run_shell\",\"cmd\":\"rm\",\"reason\":\"x\"}"#
    let whole = #"Well: {"action":"write_goal","id":"a","body":"\#(inner) {","journal":"b"}"#
    for length in 0..<whole.utf8.count {
      let cut = String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self)
      let result = DecisionParser.parse(cut)
      if case .move = result { Issue.record("a move in \(cut)") }
      if length > 25 { #expect(problem(cut)?.hasPrefix("the answer seems cut") == true, "\(cut)") }
    }
    if case .move = DecisionParser.parse(whole) {} else { Issue.record("no move in the whole") }
  }

  @Test(
    "A quote that was not escaped never turns a body's text into a move",
    arguments: [
      #"{"action":"write_goal","id":"a","body":"run "{"action":"noop","reason":"x"}" then"}"#,
      #"{"id":"a","body":"run "{"action":"noop","reason":"x"}" then","action":"write_goal"}"#,
      #"{"id":"a","body":"a "quote" here","action":"write_goal"}"#,
      #"{"action":"write_goal","id":"a","body":"x "y" } {"action":"noop","reason":"x"}"}"#,
      #"{"id":"a","body":"x "y {"action":"noop","reason":"x"}"#,
    ])
  func unescaped(_ text: String) {
    #expect(problem(text)?.contains("is not valid JSON") == true)
  }

  @Test("Of a very long text only the end is read, and the error says so")
  func longTexts() {
    let padding = String(repeating: "prose ", count: 400_000)
    #expect(DecisionParser.parse(padding + Self.noop) == .move(Self.expected))
    guard case .absent(let problem) = DecisionParser.parse(Self.noop + padding) else {
      Issue.record("a move was found out of reach")
      return
    }
    #expect(problem.hasSuffix("; of 2400038 bytes only the last 1048576 were read"))
  }

  @Test(
    "Hostile texts are read in time that grows with their length",
    arguments: [
      "{", "{\"a\":", "{\"a\":[\"}\",", "{\"\\\"", "{\"a\":x ", "{\"action\":", "[", "\"", "```",
      "{\"{\"", "{ ",
      "{}", "{\"a\":{}", noop,
    ])
  func hostile(_ piece: String) {
    Growth.expectLinear(piece, size: Proof.count(50_000_000, sample: 8_000_000)) {
      _ = DecisionParser.parse(String(repeating: piece, count: $0 / piece.utf8.count))
    }
  }

  @Test("Any text gives an answer, and a move that is read is read again from its own JSON")
  func anyText() {
    var random = Seed.take(for: "DecisionParserTests.anyText")
    let seed = random.seed
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\"action\"", "\"noop\"", "\"reason\"", "\"ask\"",
      "\"prompt\"",
      "\"id\"", "\"a\"", "\n", " ", "1", "null", "true", "-", "e", "é", "\u{0}", "```", "json",
      "{\"action\":\"noop\",",
      "\"reason\":\"x\"}", Self.noop,
    ]
    for _ in 0..<20_000 {
      let text = random.text(pieces, upTo: 14)
      if case .move(let decision) = DecisionParser.parse(text) {
        let again = DecisionParser.parse(JSONWriter.text(decision.json))
        #expect(again == .move(decision), "seed \(seed): \(text)")
      }
    }
  }
}
