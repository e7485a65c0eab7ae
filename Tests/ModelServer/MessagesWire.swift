internal import TestSupport

/// Anthropic's Messages, `POST /v1/messages`.
enum MessagesWire: Wire {
  /// The tool whose input is the answer: how claude holds a model to a schema.
  private static let answerTool = "StructuredOutput"

  static func turn(_ body: JSON) -> Turn {
    var said = texts(body["system"])
    var results: [String] = []
    for message in body["messages"].array where message["role"].string != "assistant" {
      said += texts(message["content"])
      for block in message["content"].array where block["type"].string == "tool_result" {
        results.append(texts(block["content"]).joined(separator: "\n"))
      }
    }
    return Turn(
      model: body["model"].string ?? "", texts: said, results: results,
      tools: body["tools"].array.compactMap(\.["name"].string),
      schema: body["tools"].array.first { $0["name"].string == answerTool }?["input_schema"],
      streams: body["stream"].bool ?? false)
  }

  /// A text stands bare, or in blocks.
  private static func texts(_ content: JSON) -> [String] {
    content.string.map { [$0] } ?? content.array.compactMap(\.["text"].string)
  }

  static func message(_ reply: Reply, to turn: Turn) -> JSON {
    var message = opening(turn)
    message["content"] = [block(reply, turn)]
    message["stop_reason"] = stopReason(reply)
    return .object(message)
  }

  static func events(_ reply: Reply, to turn: Turn) -> [JSON] {
    let start: JSON
    let delta: JSON
    switch reply {
    case .text(let text), .refusal(let text):
      start = ["type": "text", "text": ""]
      delta = ["type": "text_delta", "text": .string(text)]
    case .structured(let answer): (start, delta) = calling(answerTool, answer, turn)
    case .call(let tool, let input): (start, delta) = calling(tool, input, turn)
    case .program(let tool, let source): (start, delta) = calling(tool, .string(source), turn)
    }
    return [
      ["type": "message_start", "message": .object(opening(turn))],
      ["type": "content_block_start", "index": 0, "content_block": start],
      ["type": "content_block_delta", "index": 0, "delta": delta],
      ["type": "content_block_stop", "index": 0],
      [
        "type": "message_delta", "usage": ["output_tokens": 10],
        "delta": ["stop_reason": stopReason(reply), "stop_sequence": .null],
      ],
      ["type": "message_stop"],
    ]
  }

  /// A call as it begins, and its whole input as one piece.
  private static func calling(_ tool: String, _ input: JSON, _ turn: Turn) -> (JSON, JSON) {
    (
      call(tool, [:], turn), ["type": "input_json_delta", "partial_json": .string(input.text)]
    )
  }

  private static func opening(_ turn: Turn) -> [String: JSON] {
    [
      "id": identifier("msg", turn), "type": "message", "role": "assistant",
      "model": .string(turn.model), "content": [], "stop_reason": .null, "stop_sequence": .null,
      "usage": [
        "input_tokens": 100, "output_tokens": 10, "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
      ],
    ]
  }

  private static func block(_ reply: Reply, _ turn: Turn) -> JSON {
    switch reply {
    case .text(let text), .refusal(let text): ["type": "text", "text": .string(text)]
    case .structured(let answer): call(answerTool, answer, turn)
    case .call(let tool, let input): call(tool, input, turn)
    case .program(let tool, let source): call(tool, .string(source), turn)
    }
  }

  private static func call(_ tool: String, _ input: JSON, _ turn: Turn) -> JSON {
    let parts = tool.split(separator: "/")
    let name = parts.count == 2 ? "mcp__\(parts[0])__\(parts[1])" : tool
    return [
      "type": "tool_use", "id": identifier("toolu", turn), "name": .string(name), "input": input,
    ]
  }

  private static func stopReason(_ reply: Reply) -> JSON {
    switch reply {
    case .text: "end_turn"
    case .refusal: "refusal"
    case .structured, .call, .program: "tool_use"
    }
  }
}
