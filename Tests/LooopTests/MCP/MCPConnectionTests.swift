import Base
import Core
import TestSupport
import Testing

@testable import looop

/// The machine of one connection: lines in, effects out.
@Suite("An MCP connection")
struct MCPConnectionTests {
  private var connection = MCPConnection(
    MCPConnection.Offer(
      tools: ContractTools.all, resources: MCPResource.allCases, instructions: "Relay."))

  private static let forms: JSONObject = ["elicitation": ["form": [:]]]

  private mutating func take(_ line: String) -> [MCPConnection.Effect] {
    connection.receive(Array(line.utf8)[...])
  }

  /// The one line that is sent back.
  private mutating func sent(
    _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSONObject {
    let effects = take(line)
    guard effects.count == 1, case .send(let object) = effects[0] else {
      Issue.record("\(effects)", sourceLocation: sourceLocation)
      return [:]
    }
    return object
  }

  private mutating func shakeHands(
    _ revision: String = "2025-11-25", _ capabilities: JSONObject = [:], name: String = "ada"
  ) throws -> JSONObject {
    let params: JSONValue = [
      "protocolVersion": .string(revision), "capabilities": .object(capabilities),
      "clientInfo": ["name": .string(name), "version": "1"],
    ]
    let line: JSONValue = [
      "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params,
    ]
    return try #require(try sent(JSONWriter.text(line))["result"]?.object)
  }

  private func stateless(
    _ id: Int, _ method: String, _ params: JSONObject = [:], _ capabilities: JSONObject = [:],
    revision: String = MCPRevision.stateless
  ) -> String {
    var params = params
    params["_meta"] = [
      MCPRevision.Envelope.revision: .string(revision),
      MCPRevision.Envelope.capabilities: .object(capabilities),
      MCPRevision.Envelope.client: ["name": "ada"],
    ]
    return JSONWriter.text(
      [
        "jsonrpc": "2.0", "id": .int(id), "method": .string(method), "params": .object(params),
      ])
  }

  // MARK: Revisions

  @Test(
    "Each revision with a handshake is spoken, and an unknown one gets the newest of them",
    arguments: [
      ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
      ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1.0", "2025-11-25"),
    ])
  mutating func revisions(asked: String, answered: String) throws {
    let result = try shakeHands(asked)
    #expect(result["protocolVersion"] == .string(answered))
    #expect(result["serverInfo"]?["name"] == "looop")
    #expect(result["instructions"] == "Relay.")
    #expect(result["capabilities"]?["resources"] == ["subscribe": true])
    // What only stateless clients know is left out.
    #expect(result["resultType"] == nil && result["_meta"] == nil)
  }

  @Test("A stateless request says itself who asks, and its result says of which kind it is")
  mutating func statelessRequest() throws {
    let result = try #require(try sent(stateless(1, "server/discover"))["result"]?.object)
    #expect(result["supportedVersions"] == ["2026-07-28"])
    #expect(result["resultType"] == "complete" && result["cacheScope"] == "private")
    #expect(result["_meta"]?[MCPRevision.Envelope.server]?["name"] == "looop")
    let tools = try #require(try sent(stateless(2, "tools/list"))["result"]?["tools"]?.array)
    #expect(tools.compactMap { $0["name"]?.string } == ContractTools.all.map(\.name))
    // A client that looked first may shake hands all the same.
    #expect(try shakeHands()["protocolVersion"] == "2025-11-25")
  }

  @Test("A revision that is not spoken is refused with those that are")
  mutating func unknownRevision() throws {
    let error = try sent(stateless(1, "tools/list", revision: "2031-01-01"))["error"]
    #expect(error?["code"] == -32022)
    #expect(error?["data"]?["requested"] == "2031-01-01")
    #expect(error?["data"]?["supported"]?.array?.first == "2026-07-28")
  }

  // MARK: Bad input

  @Test(
    "What is not a request is refused, with its id where it has one, and the next line counts",
    arguments: [
      ("garbage", -32700, JSONValue.null),
      ("{\"jsonrpc\":\"2.0\",\"id\":1", -32700, .null),
      ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600, .null),
      ("[]", -32600, .null), ("7", -32600, .null), ("\"text\"", -32600, .null),
      ("{}", -32600, .null), ("{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"ping\"}", -32600, 3),
      ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600, .null),
      ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600, .null),
      ("{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}", -32600, .null),
      ("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"ping\"}", -32600, .null),
      ("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}", -32600, .null),
      ("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":5}", -32600, "x"),
      ("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\",\"params\":[1]}", -32602, 4),
      ("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\"}", -32600, 5),
    ])
  mutating func refused(line: String, code: Int, id: JSONValue) throws {
    let answer = try sent(line)
    #expect(answer["error"]?["code"] == .int(code), "\(answer)")
    #expect(answer["id"] == id)
    #expect(
      try sent(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#)
        == ["jsonrpc": "2.0", "id": "p", "result": [:]])
  }

  @Test("A line that is too long, or nested too deeply, is refused without being kept")
  mutating func tooMuch() throws {
    let long = Array(repeating: UInt8(ascii: "x"), count: MCPMessage.limit + 1)
    guard case .send(let answer)? = connection.receive(long[...]).first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(answer["error"]?["code"] == -32700)
    let deep = String(repeating: "[", count: 100_000)
    #expect(try sent(deep)["error"]?["code"] == -32700)
  }

  @Test(
    "Notifications, blank lines and responses to nothing get no answer",
    arguments: [
      "", "  \t ", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
      #"{"jsonrpc":"2.0","method":"nosuch","params":[1]}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":[1]}}"#,
      #"{"jsonrpc":"2.0","id":"looop-1","result":{"action":"accept"}}"#,
      #"{"jsonrpc":"2.0","id":9,"error":{"code":1,"message":"no"}}"#,
    ])
  mutating func silence(line: String) { #expect(take(line).isEmpty) }

  @Test(
    "After the handshake too, unknown methods, tools, resources and pages are refused",
    arguments: [
      ("nosuch", "{}", -32601), ("prompts/list", "{}", -32601),
      ("logging/setLevel", "{}", -32601), ("server/discover", "{}", -32601),
      ("subscriptions/listen", "{}", -32601), ("initialize", "{}", -32600),
      ("tools/call", "{}", -32602), ("tools/call", #"{"name":"nosuch"}"#, -32602),
      ("tools/call", #"{"name":"asks","arguments":[]}"#, -32602),
      ("tools/list", #"{"cursor":"x"}"#, -32602), ("resources/read", "{}", -32602),
      ("resources/read", #"{"uri":"file:///etc/passwd"}"#, -32602),
      ("resources/subscribe", #"{"uri":"looop://secrets"}"#, -32602),
    ])
  mutating func unknown(method: String, params: String, code: Int) throws {
    _ = try shakeHands()
    let line = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
    #expect(try sent(line)["error"]?["code"] == .int(code))
  }

  @Test("A name from outside becomes a plain word before it stands in a record")
  mutating func clientNames() throws {
    for (given, kept) in [
      ("claude-code", "claude-code"), ("a b\nyes via tty", "a-b-yes-via-tty"), ("", "client"),
      ("\u{1B}[31m", "31m"), ("é", "client"),
      (String(repeating: "n", count: 99), String(repeating: "n", count: 40)),
    ] {
      let params: JSONObject = [
        "protocolVersion": "2025-11-25", "clientInfo": ["name": .string(given)],
      ]
      #expect(try MCPClient(handshake: params).via == "mcp/\(kept)")
    }
  }

  // MARK: Calls

  @Test("A call begins once, is answered once, and its id is free again then")
  mutating func calls() throws {
    _ = try shakeHands()
    let line = #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"asks"}}"#
    let effects = take(line)
    guard case .begin(let call)? = effects.first, effects.count == 1 else {
      Issue.record("\(effects)")
      return
    }
    #expect(call.tool == "asks" && call.arguments.isEmpty && call.client.name == "ada")
    #expect(try sent(line)["error"]?["code"] == -32600)
    let answers = connection.finish(.number(7), .result(["v": 1]))
    guard case .send(let answer)? = answers.first else { return }
    #expect(answer["id"] == 7 && answer["result"]?["structuredContent"] == ["v": 1])
    #expect(answer["result"]?["content"] == [["type": "text", "text": #"{"v":1}"#]])
    #expect(answer["result"]?["isError"] == false)
    #expect(connection.finish(.number(7), .result([:])).isEmpty)
    #expect(take(line).count == 1)
  }

  @Test("What fails is said to the model with its code, and is not a failure of the protocol")
  mutating func failure() throws {
    _ = try shakeHands()
    _ = take(#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"asks"}}"#)
    let error = LooopError(.badData, code: "E_ASK_UNKNOWN", "There is no ask x-1.", hint: "Look.")
    guard case .send(let answer)? = connection.finish(.number(7), .failure(error)).first else {
      return
    }
    #expect(answer["result"]?["isError"] == true)
    #expect(
      answer["result"]?["content"]
        == [["type": "text", "text": "E_ASK_UNKNOWN: There is no ask x-1.\nLook."]])
  }

  @Test("A cancelled call is dropped, and nothing is sent for it")
  mutating func cancelled() throws {
    _ = try shakeHands()
    _ = take(#"{"jsonrpc":"2.0","id":"w","method":"tools/call","params":{"name":"wait"}}"#)
    #expect(
      take(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w"}}"#)
        == [.drop(.text("w"))])
    #expect(connection.finish(.text("w"), .result([:])).isEmpty)
  }

  @Test("A client cannot begin calls without end")
  mutating func tooManyCalls() throws {
    _ = try shakeHands()
    for id in 1...MCPConnection.mostUnderWay {
      #expect(
        take(
          #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"wait"}}"#
        ).count == 1)
    }
    let more = #"{"jsonrpc":"2.0","id":0,"method":"tools/call","params":{"name":"wait"}}"#
    #expect(try sent(more)["error"]?["code"] == -32600)
  }

  // MARK: Questions to the human

  private static let question = MCPQuestion(
    message: "May the loop do this?", schema: ["type": "object"], subject: "abcdef")
  private static let answering =
    #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"answer","arguments":"#
    + #"{"id":"gate-1","text":"yes"}}}"#

  @Test("A question goes to the human of a client that can ask, and the answer resumes the call")
  mutating func question() throws {
    _ = try shakeHands("2025-06-18", Self.forms)
    #expect(connection.handshake?.canBeAsked == true)
    _ = take(Self.answering)
    guard
      case .send(let asked)? = connection.finish(.number(7), .question(Self.question)).first
    else { return }
    #expect(asked["method"] == "elicitation/create")
    #expect(asked["params"]?["message"] == "May the loop do this?")
    let mark = try #require(asked["id"]?.string)
    let answer: JSONValue = [
      "jsonrpc": "2.0", "id": .string(mark),
      "result": ["action": "accept", "content": ["ruling": "yes"]],
    ]
    guard case .begin(let call)? = take(JSONWriter.text(answer)).first else {
      Issue.record("the call did not go on")
      return
    }
    #expect(call.answer?.action == .accept && call.answer?.subject == "abcdef")
    #expect(call.answer?.content["ruling"] == "yes")
    // The same answer again is an answer to nothing.
    #expect(take(JSONWriter.text(answer)).isEmpty)
  }

  @Test("A cancelled call takes its question back")
  mutating func questionCancelled() throws {
    _ = try shakeHands("2025-11-25", Self.forms)
    _ = take(Self.answering)
    guard
      case .send(let asked)? = connection.finish(.number(7), .question(Self.question)).first
    else { return }
    let effects = take(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#)
    #expect(effects.count == 2 && effects.first == .drop(.number(7)))
    guard case .send(let taken)? = effects.last else { return }
    #expect(taken["method"] == "notifications/cancelled")
    #expect(taken["params"]?["requestId"] == asked["id"])
  }

  @Test("An answer of another kind is a form that was closed")
  mutating func oddAnswers() throws {
    for result in [
      #""result":{"action":"decline"}"#, #""result":{"action":"sure"}"#, #""result":7"#,
      #""result":{"content":{"ruling":"yes"}}"#, #""error":{"code":-1,"message":"no"}"#,
    ] {
      var fresh = MCPConnectionTests()
      _ = try fresh.shakeHands("2025-11-25", Self.forms)
      _ = fresh.take(Self.answering)
      guard
        case .send(let asked)? =
          fresh.connection.finish(.number(7), .question(Self.question)).first
      else { return }
      let mark = JSONWriter.text(asked["id"] ?? .null)
      guard
        case .begin(let call)? = fresh.take(#"{"jsonrpc":"2.0","id":\#(mark),\#(result)}"#).first
      else {
        Issue.record("\(result)")
        continue
      }
      #expect(call.answer?.action != .accept, "\(result)")
    }
  }

  @Test("A stateless client sends the call again with the answer, and that counts once")
  mutating func statelessQuestion() throws {
    let params: JSONObject = [
      "name": "answer", "arguments": ["id": "gate-1", "text": "yes"],
    ]
    _ = take(stateless(1, "tools/call", params, Self.forms))
    guard
      case .send(let asked)? = connection.finish(.number(1), .question(Self.question)).first
    else { return }
    let result = try #require(asked["result"]?.object)
    #expect(result["resultType"] == "input_required")
    #expect(result["inputRequests"]?["ruling"]?["method"] == "elicitation/create")
    #expect(result["inputRequests"]?["ruling"]?["params"]?["mode"] == "form")
    var again = params
    again["requestState"] = result["requestState"]
    again["inputResponses"] = ["ruling": ["action": "accept", "content": ["ruling": "yes"]]]
    // For another ask it answers nothing.
    var other = again
    other["arguments"] = ["id": "gate-2", "text": "yes"]
    #expect(answer(of: take(stateless(2, "tools/call", other, Self.forms))) == nil)
    #expect(
      answer(of: take(stateless(3, "tools/call", again, Self.forms)))?.content["ruling"] == "yes")
    #expect(answer(of: take(stateless(4, "tools/call", again, Self.forms))) == nil)
  }

  private func answer(of effects: [MCPConnection.Effect]) -> MCPQuestion.Answer? {
    guard case .begin(let call)? = effects.first else { return nil }
    return call.answer
  }

  @Test(
    "Only a client that declared forms can be asked, and none of before there were any",
    arguments: [
      ("2025-11-25", "{}", false), ("2025-11-25", #"{"elicitation":{}}"#, true),
      ("2025-11-25", #"{"elicitation":{"form":{}}}"#, true),
      ("2025-11-25", #"{"elicitation":{"url":{}}}"#, false),
      ("2025-11-25", #"{"elicitation":true}"#, false),
      ("2025-03-26", #"{"elicitation":{}}"#, false),
    ])
  mutating func forms(revision: String, capabilities: String, canBeAsked: Bool) throws {
    let object = try JSONParser.parseObject(Array(capabilities.utf8))
    _ = try shakeHands(revision, object)
    #expect(connection.handshake?.canBeAsked == canBeAsked)
  }

  // MARK: Notifications

  @Test("Who subscribed hears of changes until they unsubscribe")
  mutating func subscriptions() throws {
    _ = try shakeHands()
    #expect(connection.changed(.asks).isEmpty)
    _ = take(
      #"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"looop://asks"}}"#)
    #expect(connection.watched == [.asks])
    #expect(
      connection.changed(.asks) == [
        .send([
          "jsonrpc": "2.0", "method": "notifications/resources/updated",
          "params": ["uri": "looop://asks"],
        ])
      ])
    #expect(connection.changed(.state).isEmpty)
    _ = take(
      #"{"jsonrpc":"2.0","id":2,"method":"resources/unsubscribe","params":{"uri":"looop://asks"}}"#
    )
    #expect(connection.watched.isEmpty && connection.changed(.asks).isEmpty)
  }

  @Test(
    "A stateless stream is acknowledged first, carries its own id, and ends when it is cancelled")
  mutating func streams() throws {
    let wanted: JSONObject = [
      "notifications": [
        "toolsListChanged": true, "resourceSubscriptions": ["looop://state", "file:///x"],
      ]
    ]
    let first = try sent(stateless(5, "subscriptions/listen", wanted))
    #expect(first["method"] == "notifications/subscriptions/acknowledged")
    #expect(
      first["params"]?["notifications"] == ["resourceSubscriptions": ["looop://state"]])
    guard case .send(let change)? = connection.changed(.state).first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(change["params"]?["_meta"]?[MCPRevision.Envelope.subscription] == 5)
    _ = take(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"#)
    #expect(connection.changed(.state).isEmpty)
  }
}
