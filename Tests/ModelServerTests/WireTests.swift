import HTTPServer
import ModelServer
import TestSupport
import Testing

@Suite("The scripted model's wires")
struct WireTests {
  /// Answers a request whose body is `body`.
  private static func answer(
    _ path: String, _ body: JSON, _ script: @escaping Desk.Script = { _ in .text("hello") }
  ) -> (response: HTTPResponse, turn: Turn?) {
    Desk(script).answer(
      HTTPRequest(method: "POST", path: path, body: Array(body.text.utf8)))
  }

  /// The names of the events, and their data.
  private static func events(_ response: HTTPResponse) throws -> [(String, JSON)] {
    try response.body.split(separator: "\n\n").map { event in
      let lines = event.split(separator: "\n")
      return (String(lines[0].dropFirst(7)), try JSON(String(lines[1].dropFirst(6))))
    }
  }

  static let messages: JSON = [
    "model": "opus", "stream": true, "system": [["type": "text", "text": "You are kind."]],
    "tools": [["name": "Bash"], ["name": "Edit"]],
    "messages": [
      ["role": "user", "content": "Say it."],
      [
        "role": "assistant",
        "content": [["type": "tool_use", "id": "t", "name": "Bash", "input": [:]]],
      ],
      [
        "role": "user",
        "content": [
          ["type": "tool_result", "tool_use_id": "t", "content": "one"],
          ["type": "tool_result", "content": [["type": "text", "text": "two"]]],
        ],
      ],
    ],
  ]

  static let responses: JSON = [
    "model": "gpt", "stream": true, "instructions": "You are kind.",
    "tools": [["type": "function", "name": "exec_command"], ["type": "web_search"]],
    "input": [
      [
        "type": "message", "role": "user",
        "content": [["type": "input_text", "text": "Say it."]],
      ],
      [
        "type": "message", "role": "assistant",
        "content": [["type": "output_text", "text": "Well."]],
      ],
      ["type": "function_call", "call_id": "c", "name": "exec_command", "arguments": "{}"],
      ["type": "function_call_output", "call_id": "c", "output": "one"],
      ["type": "custom_tool_call_output", "output": [["type": "input_text", "text": "two"]]],
    ],
  ]

  @Test("A conversation reads the same from both wires")
  func turns() {
    let claude = Self.answer("/v1/messages", Self.messages).turn
    #expect(
      claude
        == Turn(
          model: "opus", texts: ["You are kind.", "Say it."], results: ["one", "two"],
          tools: ["Bash", "Edit"]))
    let codex = Self.answer("/v1/responses", Self.responses).turn
    #expect(
      codex
        == Turn(
          model: "gpt", texts: ["You are kind.", "Say it."], results: ["one", "two"],
          tools: ["exec_command", "web_search"]))
  }

  @Test("Tools that come as an item of the conversation are tools")
  func additionalTools() {
    let space: JSON = ["type": "namespace", "name": "functions", "tools": [["name": "exec"]]]
    let body: JSON = ["input": [["type": "additional_tools", "tools": [space]]]]
    #expect(Self.answer("/v1/responses", body).turn?.tools == ["exec"])
  }

  @Test("A program is the input of a tool as it is")
  func program() throws {
    let script: Desk.Script = { _ in .program("exec", "text(1)") }
    let events = try Self.events(Self.answer("/v1/responses", Self.responses, script).response)
    let item = events[2].1["item"]
    #expect(item["type"] == "custom_tool_call" && item["name"] == "exec")
    #expect(item["input"] == "text(1)" && item["call_id"] == "call_scripted_2")
  }

  @Test("Words are a stream of Anthropic's events that ends the turn")
  func messagesText() throws {
    let events = try Self.events(Self.answer("/v1/messages", Self.messages).response)
    #expect(
      events.map(\.0) == [
        "message_start", "content_block_start", "content_block_delta", "content_block_stop",
        "message_delta", "message_stop",
      ])
    #expect(events.allSatisfy { $0.0 == $0.1["type"].string })
    #expect(events[0].1["message"]["model"] == "opus")
    #expect(events[2].1["delta"] == ["type": "text_delta", "text": "hello"])
    #expect(events[4].1["delta"]["stop_reason"] == "end_turn")
  }

  @Test("A call of a tool carries its input as text, on both wires")
  func calls() throws {
    let script: Desk.Script = { _ in .call("Bash", ["command": "ls"]) }
    let claude = try Self.events(Self.answer("/v1/messages", Self.messages, script).response)
    #expect(
      claude[1].1["content_block"]
        == ["type": "tool_use", "id": "toolu_scripted_2", "name": "Bash", "input": [:]])
    #expect(claude[2].1["delta"]["partial_json"] == #"{"command":"ls"}"#)
    #expect(claude[4].1["delta"]["stop_reason"] == "tool_use")
    let codex = try Self.events(Self.answer("/v1/responses", Self.responses, script).response)
    #expect(
      codex.map(\.0) == [
        "response.created", "response.output_item.added", "response.output_item.done",
        "response.completed",
      ])
    let item = codex[2].1["item"]
    #expect(item["type"] == "function_call" && item["call_id"] == "call_scripted_2")
    #expect(item["arguments"] == #"{"command":"ls"}"#)
    #expect(codex[3].1["response"]["output"][0] == item)
  }

  private static let schema: JSON = [
    "type": "object", "properties": ["action": ["type": "string"]],
  ]

  @Test("What an answer is held to reads the same from both wires, and so does one that follows it")
  func structured() throws {
    let script: Desk.Script = { _ in .structured(["action": "noop"]) }
    let tool: JSON = ["name": "StructuredOutput", "input_schema": Self.schema]
    let claude = Self.answer("/v1/messages", Self.messages.with("tools", [tool]), script)
    #expect(claude.turn?.schema == Self.schema)
    let block = try Self.events(claude.response)
    #expect(block[1].1["content_block"]["name"] == "StructuredOutput")
    #expect(block[2].1["delta"]["partial_json"] == #"{"action":"noop"}"#)
    #expect(block[4].1["delta"]["stop_reason"] == "tool_use")
    let format: JSON = ["type": "json_schema", "strict": true, "schema": Self.schema]
    let codex = Self.answer(
      "/v1/responses", Self.responses.with("text", ["format": format]), script)
    #expect(codex.turn?.schema == Self.schema)
    let item = try Self.events(codex.response)[3].1["item"]
    #expect(item["content"][0]["text"] == #"{"action":"noop"}"#)
  }

  @Test("A schema that binds nobody is none")
  func loose() {
    let format: JSON = ["type": "json_schema", "strict": false, "schema": Self.schema]
    let codex = Self.answer("/v1/responses", Self.responses.with("text", ["format": format]))
    #expect(codex.turn != nil && codex.turn?.schema == nil)
  }

  @Test("A refusal is the reason an answer stops, or a part of its own")
  func refusal() throws {
    let script: Desk.Script = { _ in .refusal("I will not.") }
    let claude = try Self.events(Self.answer("/v1/messages", Self.messages, script).response)
    #expect(claude[4].1["delta"]["stop_reason"] == "refusal")
    let codex = try Self.events(Self.answer("/v1/responses", Self.responses, script).response)
    #expect(codex[2].1["item"]["content"][0] == ["type": "refusal", "refusal": "I will not."])
  }

  @Test("Without a stream the whole answer comes at once")
  func whole() throws {
    let claude = Self.answer("/v1/messages", ["model": "opus", "messages": []]).response
    #expect(try JSON(claude.body)["content"] == [["type": "text", "text": "hello"]])
    let codex = Self.answer("/v1/responses", ["model": "gpt", "input": []]).response
    #expect(try JSON(codex.body)["output"][0]["content"][0]["text"] == "hello")
  }

  @Test("The same request again gets the same answer")
  func again() {
    let script: Desk.Script = { .text("step \($0.results.count)") }
    let first = Self.answer("/v1/messages", Self.messages, script).response
    #expect(first.body.contains("step 2"))
    #expect(Self.answer("/v1/messages", Self.messages, script).response == first)
  }

  @Test("What is asked on the side gets something harmless, and is no turn")
  func aside() {
    let count = Self.answer("/v1/messages/count_tokens", [:])
    #expect(count.response.body == #"{"input_tokens":100}"# && count.turn == nil)
    #expect(Self.answer("/v1/elsewhere", [:]).response.status == 404)
    let models = Desk { _ in .text("") }.answer(HTTPRequest(method: "GET", path: "/v1/models"))
    #expect(models.response.status == 200 && models.turn == nil)
    let broken = Desk { _ in .text("") }
      .answer(HTTPRequest(method: "POST", path: "/v1/messages", body: Array("{".utf8)))
    #expect(broken.response.status == 400 && broken.turn == nil)
  }
}
