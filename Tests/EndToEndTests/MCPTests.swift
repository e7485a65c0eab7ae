import TestSupport
import Testing

@Suite("mcp")
struct MCPTests {
  @Test("A client reads the contract: state, asks, why and the journal, and it ends with its input")
  func reads() async throws {
    try await Sandbox.use { box in
      let talk = try await MCPTalk.open(box)
      let asks = try await talk.call("asks", id: 1)
      #expect(asks["structuredContent"]["asks"][0]["id"] == "setup-1")
      let text = asks["structuredContent"]["text"].string ?? ""
      #expect(text.hasPrefix("setup-1  pending"))
      // For clients that read text alone, it is the same as JSON.
      let content = try JSON(asks["content"][0]["text"].string ?? "")
      #expect(content == asks["structuredContent"])
      let state = try await talk.call("state", id: 2)["structuredContent"]
      #expect(state["data_dir"] == .string(box.data) && state["pulse_alive"] == false)
      let why = try await talk.call("why", id: 3)["structuredContent"]
      #expect(why["answer"].string?.isEmpty == false)
      let journal = try await talk.call("journal", ["lines": 5], id: 4)["structuredContent"]
      #expect(journal["v"] == 1)
      let missing = try await talk.call("asks", ["id": "nosuch-1"], id: 5)
      #expect(missing["isError"] == true)
      #expect(missing["content"][0]["text"].string?.hasPrefix("E_ASK_UNKNOWN: ") == true)
      let end = try await talk.close()
      #expect(end.code == 0 && end.err.isEmpty)
    }
  }

  @Test("What a client steers and answers stands in the records with the client's name")
  func writes() async throws {
    try await Sandbox.use { box in
      let talk = try await MCPTalk.open(box, name: "Some Agent/2")
      let by = "by \(Sandbox.account) via mcp/Some-Agent-2"
      let goal = try await talk.call("goal_write", ["id": "ship", "body": "It is out."], id: 1)
      #expect(goal["structuredContent"]["text"] == "goal ship written")
      #expect(try await box.must("goal", "show", "ship") == "It is out.\n")
      let playbook = try await talk.call("playbook_write", ["body": "Be kind."], id: 2)
      #expect(playbook["isError"] == false)
      let archived = try await talk.call("goal_archive", ["id": "ship"], id: 3)
      #expect(archived["structuredContent"]["text"] == "goal ship archived")
      let answer = try await talk.call(
        "answer", ["id": "setup-1", "text": "Keep the notes."], id: 4)
      #expect(answer["structuredContent"]["answer"] == "Keep the notes.")
      let record = try JSON(box.text("data/answers/setup-1.json"))
      #expect(record["by"]["via"] == "mcp/Some-Agent-2" && record["by"]["tty"] == .null)
      for line in ["goal ship written \(by)", "goal ship archived \(by)", "setup-1 answered \(by)"]
      {
        #expect(box.journal.contains { $0.contains(line) }, "\(box.journal)")
      }
      for (id, wrong) in [
        (10, ["id": "../x", "body": "y"]), (11, ["id": "g", "body": "  "]), (12, ["id": "g"]),
      ] as [(Int, JSON)] {
        let refused = try await talk.call("goal_write", wrong, id: id)
        #expect(refused["isError"] == true, "\(wrong)")
      }
      #expect(try await talk.close().code == 0)
    }
  }

  // MARK: Waiting

  @Test("A wait keeps no other call from being answered, and ends with what came")
  func wait() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let talk = try await MCPTalk.open(box)
      let token = try await talk.call("state", id: 1)["structuredContent"]["token"]
      talk.begin("wait", ["for": "asks", "after": token, "timeout_s": 3600], id: 2)
      talk.begin("wait", ["for": "anything", "after": token, "timeout_s": 3600], id: 3)
      #expect(try await talk.call("asks", id: 4)["isError"] == false)
      try await box.must("goal", "write", "g", "x")
      let change = try await talk.response(to: 3)["result"]["structuredContent"]
      #expect(change["changed"].array.contains("goal/g") && change["timed_out"] == false)
      #expect(!talk.messages.contains { $0["id"] == 2 })
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      let asked = try await talk.response(to: 2)["result"]["structuredContent"]
      #expect(asked["changed"] == ["ask/w-1"] && asked["asks"][0]["prompt"] == "Now?")
      #expect(asked["concerns"][0]["item"] == "ask/w-1")
      // With the new token it is no news any more.
      let later = try await talk.call(
        "wait", ["for": "asks", "after": asked["token"], "timeout_s": 0], id: 5)
      #expect(later["structuredContent"]["timed_out"] == true)
      #expect(later["structuredContent"]["changed"] == [])
      #expect(try await talk.close().code == 0)
    }
  }

  @Test("A wait ends when it is cancelled, when the pulse ends, and with the client")
  func waitEnds() async throws {
    try await Sandbox.use { box in
      try await box.must("answer", "setup-1", "nothing")
      let talk = try await MCPTalk.open(box)
      let down = try await talk.call("wait", id: 1)
      #expect(down["content"][0]["text"].string?.hasPrefix("E_PULSE_DOWN: ") == true)
      try await box.upAndRest()
      talk.begin("wait", ["timeout_s": 3600], id: 2)
      talk.send([
        "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 2],
      ])
      talk.begin("wait", ["timeout_s": 3600], id: 3)
      #expect(try await talk.ask("ping", id: 4)["result"] == [:])
      Processes.kill(try box.pulse())
      let ended = try await talk.response(to: 3)["result"]
      #expect(ended["content"][0]["text"].string?.hasPrefix("E_PULSE_DOWN: ") == true)
      #expect(!talk.messages.contains { $0["id"] == 2 })
      try await box.must("up")
      talk.begin("wait", ["timeout_s": 3600], id: 5)
      #expect(try await talk.ask("ping", id: 6)["result"] == [:])
      // In the middle of a call.
      let end = try await talk.close()
      #expect(end.code == 0 && end.err.isEmpty)
      #expect(!talk.messages.contains { $0["id"] == 5 })
    }
  }

  @Test("Who subscribed to the asks hears of a new one, and reads it")
  func subscription() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let talk = try await MCPTalk.open(box)
      let list = try await talk.ask("resources/list", id: 1)["result"]["resources"].array
      #expect(list.map { $0["uri"] } == ["looop://asks", "looop://state"])
      _ = try await talk.ask("resources/subscribe", ["uri": "looop://asks"], id: 2)
      // The first look is over with the answer to what follows.
      _ = try await talk.ask("ping", id: 3)
      #expect(try await box.looop("ask", "w", "Now?", "--wait", "0").code == 75)
      _ = try await talk.message("the notification") {
        $0["method"] == "notifications/resources/updated"
          && $0["params"]["uri"] == "looop://asks"
      }
      let read = try await talk.ask("resources/read", ["uri": "looop://asks"], id: 4)
      let text = read["result"]["contents"][0]["text"].string ?? ""
      #expect(try JSON(text).array.contains { $0["id"] == "w-1" })
      #expect(!talk.messages.contains { $0["params"]["uri"] == "looop://state" })
      #expect(try await talk.close().code == 0)
    }
  }

  // MARK: The gate

  private static let forms: JSON = ["elicitation": ["form": [:]]]

  private func held(_ box: Sandbox) async throws {
    try box.stub.moves([
      "action": "run_shell", "cmd": "echo ran >>'\(box.path("ran"))'", "reason": "count",
    ])
    try await box.upAndRest()
    #expect(box.exists("data/gates/gate-1.json"))
  }

  @Test("A gate is put before the human exactly as asks shows it, and only their yes runs it")
  func gateByForm() async throws {
    try await Sandbox.use { box in
      try await held(box)
      let talk = try await MCPTalk.open(box, capabilities: Self.forms)
      // What the agent says counts for nothing.
      talk.begin("answer", ["id": "gate-1", "text": "yes"], id: 1)
      let first = try await talk.question()
      let normal = { (text: String) in text.replacing(#/[0-9]+ ?[smh][a-z]* ago/#, with: "N ago") }
      let shown = try await box.must("asks", "gate-1")
      #expect(normal(first["params"]["message"].string ?? "") + "\n" == normal(shown))
      #expect(first["params"]["requestedSchema"]["required"] == ["ruling"])
      talk.answer(first, ["action": "decline"])
      let closed = try await talk.response(to: 1)["result"]
      #expect(closed["content"][0]["text"].string?.hasPrefix("E_NOT_ANSWERED: ") == true)
      #expect(!box.exists("data/answers/gate-1.json") && !box.exists("ran"))

      talk.begin("answer", ["id": "gate-1", "text": "no"], id: 2)
      talk.answer(
        try await talk.question(2), ["action": "accept", "content": ["ruling": "yes"]])
      let receipt = try await talk.response(to: 2)["result"]["structuredContent"]
      #expect(receipt["ruling"] == "approved" && receipt["answer"] == "yes")
      try await Until.holds("the move") { box.text("ran") == "ran\n" }
      let record = try JSON(box.text("data/answers/gate-1.json"))
      #expect(record["by"]["via"] == "mcp/tester" && record["move"] != .null)
      _ = try await box.beat("acted")
      let by = "gate-1 approved by \(Sandbox.account) via mcp/tester"
      #expect(box.journal.contains { $0.contains(by) })
      #expect(try await talk.close().code == 0)
    }
  }

  @Test("A no at the form declines, with the human's words")
  func gateDeclined() async throws {
    try await Sandbox.use { box in
      try await held(box)
      let talk = try await MCPTalk.open(box, capabilities: Self.forms)
      talk.begin("answer", ["id": "gate-1", "text": "yes"], id: 1)
      talk.answer(
        try await talk.question(),
        ["action": "accept", "content": ["ruling": "no", "words": "wait for Ada"]])
      let receipt = try await talk.response(to: 1)["result"]["structuredContent"]
      #expect(receipt["ruling"] == "declined" && receipt["answer"] == "no, wait for Ada")
      #expect(!box.exists("ran"))
      #expect(try await talk.close().code == 0)
    }
  }

  @Test("A gate that changed under the form is not approved")
  func gateChanged() async throws {
    try await Sandbox.use { box in
      try await held(box)
      let talk = try await MCPTalk.open(box, capabilities: Self.forms)
      talk.begin("answer", ["id": "gate-1", "text": "yes"], id: 1)
      let question = try await talk.question()
      let ask = try JSON(box.text("data/asks/gate-1.json"))
      try box.write("data/asks/gate-1.json", ask.with("prompt", "May it do nothing?").text)
      talk.answer(question, ["action": "accept", "content": ["ruling": "yes"]])
      let refused = try await talk.response(to: 1)["result"]
      #expect(refused["content"][0]["text"].string?.hasPrefix("E_ASK_CHANGED: ") == true)
      #expect(!box.exists("data/answers/gate-1.json") && !box.exists("ran"))
      #expect(try await talk.close().code == 0)
    }
  }

  @Test(
    "Without forms a gate is refused, unless the config lets the client rule; always never counts")
  func gateWithoutForm() async throws {
    try await Sandbox.use { box in
      try await held(box)
      let talk = try await MCPTalk.open(box)
      let refused = try await talk.call("answer", ["id": "gate-1", "text": "yes"], id: 1)
      let words = refused["content"][0]["text"].string ?? ""
      #expect(words.hasPrefix("E_NOT_APPROVER: ") && words.contains("`looop answer gate-1 …`"))
      #expect(!box.exists("data/answers/gate-1.json"))
      try box.configure(["mcp_may_approve": true])
      let always = try await talk.call("answer", ["id": "gate-1", "text": "always"], id: 2)
      #expect(always["isError"] == true && !box.exists("data/answers/gate-1.json"))
      let receipt = try await talk.call("answer", ["id": "gate-1", "text": "yes"], id: 3)
      #expect(receipt["structuredContent"]["ruling"] == "approved")
      try await Until.holds("the move") { box.text("ran") == "ran\n" }
      #expect(try await talk.close().code == 0)
    }
  }

  @Test("A cap is raised by the human at a form, and by nothing that the agent says")
  func budget() async throws {
    try await Sandbox.use(["budget": ["calls_per_day": 1]]) { box in
      try await box.upAndRest()
      try await box.must("goal", "write", "g", "x")
      try await Until.holds("the ask about the cap") { box.exists("data/asks/budget-1.json") }
      let plain = try await MCPTalk.open(box)
      let refused = try await plain.call("answer", ["id": "budget-1", "text": "yes"], id: 1)
      #expect(refused["content"][0]["text"].string?.hasPrefix("E_NOT_APPROVER: ") == true)
      #expect(try await plain.close().code == 0)
      let talk = try await MCPTalk.open(box, capabilities: Self.forms)
      talk.begin("answer", ["id": "budget-1", "text": "1000000"], id: 1)
      talk.answer(try await talk.question(), ["action": "accept", "content": ["ruling": "5"]])
      let receipt = try await talk.response(to: 1)["result"]["structuredContent"]
      #expect(receipt["ruling"] == "approved" && receipt["answer"] == "5")
      #expect(try await talk.close().code == 0)
    }
  }

  // MARK: The fence

  @Test("From inside the loop it does not start, and says why; a worker gets its own tools")
  func inside() async throws {
    try await Sandbox.use { box in
      for mark in ["LOOOP_RUN", "LOOOP_SESSION_ID"] {
        let refused = try await box.looop("mcp", environment: [mark: "x"])
        #expect(refused.code == 77 && refused.out.isEmpty)
        #expect(refused.err.hasPrefix("looop: `looop mcp` is for the human"))
      }
      let outside = try await box.looop("mcp", "--worker")
      #expect(outside.code == 64 && outside.err.contains("`mcp --worker` is for workers"))
    }
  }

  /// The shell that started the server holds the loop from then on: what it started is inside.
  @Test("A server that the loop comes to own refuses each call from then on")
  func fenceAtEachCall() async throws {
    try await Sandbox.use { box in
      try await box.must("beat")
      let handshake =
        #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#
      let call =
        #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"goal_write","#
        + #""arguments":{"id":"evil","body":"x"}}}"#
      let read =
        #"{"jsonrpc":"2.0","id":3,"method":"resources/read","params":{"uri":"looop://state"}}"#
      let ended = try await box.shell(
        """
        cd '\(box.root)'; mkfifo in
        "$LOOOP" mcp <in >out 2>err &
        exec 3>in
        echo '\(handshake)' >&3
        until grep -q '"id":1' out; do sleep 0.02; done
        exec 9<>data/.lock/lock
        flock -x 9
        echo '\(call)' >&3; echo '\(read)' >&3
        until grep -q '"id":3' out; do sleep 0.02; done
        exec 3>&-
        wait
        """)
      #expect(ended.code == 0, "\(box.shown(ended.err)) \(box.text("err"))")
      for id in [2, 3] {
        let refused = box.lines("out").first { $0["id"] == .init(integerLiteral: id) }?["error"]
        #expect(refused?["code"] == -32010 && refused?["data"]["code"] == "E_INSIDE", "\(id)")
      }
      #expect(!box.exists("data/goals/evil.md"))
    }
  }

  @Test("A worker asks over MCP, hears the answer once, and is done")
  func worker() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      // Its lines come by a named pipe, so that the test says what it does.
      try box.stub.worker(
        "w",
        """
        mkfifo '\(box.path("in"))'
        exec '\(Binary.path)' mcp --worker <'\(box.path("in"))' >'\(box.path("out"))' \
          2>'\(box.path("err"))'
        """)
      try await box.must("worker", "start", "w", "x")
      try await Until.holds("its pipe") { box.exists("in") }
      let call = { (id: Int, tool: String, arguments: JSON) -> String in
        JSON.object([
          "jsonrpc": "2.0", "id": .init(integerLiteral: id), "method": "tools/call",
          "params": [
            "name": .string(tool), "arguments": arguments,
            "_meta": [
              "io.modelcontextprotocol/protocolVersion": "2026-07-28",
              "io.modelcontextprotocol/clientCapabilities": [:],
            ],
          ],
        ]).text
      }
      let writer = try await box.shell(
        """
        exec 3>'\(box.path("in"))'
        echo '\(call(1, "ask", ["question": "Which?", "options": ["a", "b"], "wait_s": 3600]))' >&3
        until [ -e '\(box.data)/asks/w-1.json' ]; do sleep 0.02; done
        "$LOOOP" answer w-1 b
        until grep -q '"id":1' '\(box.path("out"))'; do sleep 0.02; done
        echo '\(call(2, "answer", ["id": "setup-1", "text": "x"]))' >&3
        echo '\(call(3, "done", ["report": "It is painted."]))' >&3
        until grep -q '"id":3' '\(box.path("out"))'; do sleep 0.02; done
        """)
      #expect(writer.code == 0, "\(box.shown(writer.err)) \(box.text("err"))")
      let lines = box.lines("out")
      let asked = lines.first { $0["id"] == 1 }?["result"]["structuredContent"]
      #expect(asked?["answer"] == "b" && asked?["id"] == "w-1")
      // What steers is not there.
      #expect(lines.first { $0["id"] == 2 }?["error"]["code"] == -32602)
      #expect(lines.first { $0["id"] == 3 }?["result"]["isError"] == false)
      #expect(box.exists("data/mailbox.d/w-1.delivered"))
      try await box.worker("w", "exited(0)")
      #expect(try await box.must("worker", "show", "w").contains("It is painted."))
    }
  }

  // MARK: Bad input

  @Test("Garbage, ten megabytes and odd ids are refused line by line, and the next call is served")
  func garbage() async throws {
    try await Sandbox.use { box in
      let talk = try MCPTalk(box)
      talk.send(line: "\u{0}\u{1}garbage")
      talk.send(line: String(repeating: "x", count: 10 << 20))
      talk.send(line: #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#)
      talk.send(line: #"{"jsonrpc":"2.0","id":{},"method":"ping"}"#)
      talk.send(line: #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)
      let pong = try await talk.ask("ping", id: 3)
      #expect(pong["result"] == [:])
      let codes = talk.messages.map { $0["error"]["code"] }
      #expect(codes == [-32700, -32700, -32600, -32600, -32600, .null])
      let end = try await talk.close()
      #expect(end.code == 0 && end.err.isEmpty)
      #expect(!box.exists("data/asks"))
    }
  }

  @Test(
    "A client that reads nothing keeps the server from nothing: it ends by a signal, and with its input"
  )
  func unread() async throws {
    try await Sandbox.use { box in
      for ends in ["kill $server", "exec 3>&-"] {
        let list = #"{"jsonrpc":"2.0","id":"ID","method":"tools/list"}"#
        let handshake =
          #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#
        // The results are more than a pipe holds, and whoever could read them does not.
        let ended = try await box.shell(
          """
          cd '\(box.root)'; rm -f in out; mkfifo in out
          exec 4<>out
          "$LOOOP" mcp <in >out & server=$!
          exec 3>in
          echo '\(handshake)' >&3
          read -r line <&4
          for id in 1 2 3 4 5 6 7 8 9; do echo '\(list)' | sed "s/ID/$id/" >&3; done
          "$LOOOP" state >/dev/null
          \(ends)
          wait $server
          """)
        #expect(ended.code == 0, "\(ends): \(box.shown(ended.err))")
      }
    }
  }

  @Test("A last line without a line feed is answered before the end")
  func unfinishedLine() async throws {
    try await Sandbox.use { box in
      let result = try await box.looop(
        "mcp", input: .text(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#))
      #expect(result.code == 0)
      #expect(try JSON(result.out) == ["jsonrpc": "2.0", "id": 1, "result": [:]])
    }
  }
}
