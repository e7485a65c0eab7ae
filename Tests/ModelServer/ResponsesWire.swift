internal import TestSupport

/// OpenAI's Responses, `POST /v1/responses`.
enum ResponsesWire: Wire {
  static func turn(_ body: JSON) -> Turn {
    var said = texts(body["instructions"])
    var results: [String] = []
    var tools = names(body["tools"])
    for item in body["input"].array {
      switch item["type"].string {
      case "message" where item["role"].string != "assistant": said += texts(item["content"])
      case "function_call_output", "custom_tool_call_output":
        results.append(texts(item["output"]).joined(separator: "\n"))
      // Some models get their tools as an item, and none beside it.
      case "additional_tools": tools += names(item["tools"])
      default: break
      }
    }
    let format = body["text"]["format"]
    let isHeld = format["type"] == "json_schema" && format["strict"] == true
    return Turn(
      model: body["model"].string ?? "", texts: said, results: results,
      tools: tools, schema: isHeld ? format["schema"] : nil, streams: body["stream"].bool ?? false)
  }

  private static func texts(_ content: JSON) -> [String] {
    content.string.map { [$0] } ?? content.array.compactMap(\.["text"].string)
  }

  /// Some stand in a name space; a tool of the provider's own has a type and no name.
  private static func names(_ tools: JSON) -> [String] {
    tools.array.flatMap { tool -> [String] in
      if tool["type"] == "namespace" { return names(tool["tools"]) }
      return [tool["name"].string ?? tool["type"].string ?? ""]
    }
  }

  static func message(_ reply: Reply, to turn: Turn) -> JSON {
    var response = opening(turn)
    response["status"] = "completed"
    response["output"] = [item(reply, turn)]
    response["usage"] = [
      "input_tokens": 100, "input_tokens_details": ["cached_tokens": 0], "output_tokens": 10,
      "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 110,
    ]
    return .object(response)
  }

  static func events(_ reply: Reply, to turn: Turn) -> [JSON] {
    let item = item(reply, turn)
    var events: [JSON] = [
      ["type": "response.created", "response": .object(opening(turn))],
      ["type": "response.output_item.added", "output_index": 0, "item": item],
    ]
    if let text = words(reply) {
      events.append([
        "type": "response.output_text.delta", "item_id": item["id"], "output_index": 0,
        "content_index": 0, "delta": .string(text),
      ])
    }
    return events + [
      ["type": "response.output_item.done", "output_index": 0, "item": item],
      ["type": "response.completed", "response": message(reply, to: turn)],
    ]
  }

  private static func opening(_ turn: Turn) -> [String: JSON] {
    [
      "id": identifier("resp", turn), "object": "response", "created_at": 1,
      "status": "in_progress", "model": .string(turn.model), "output": [],
    ]
  }

  private static func item(_ reply: Reply, _ turn: Turn) -> JSON {
    switch reply {
    case .text(let text):
      said(["type": "output_text", "text": .string(text), "annotations": []], turn)
    case .structured(let answer):
      said(["type": "output_text", "text": .string(answer.text), "annotations": []], turn)
    case .refusal(let text): said(["type": "refusal", "refusal": .string(text)], turn)
    case .call(let tool, let input): call(tool, input, turn)
    case .program(let tool, let source):
      [
        "type": "custom_tool_call", "id": identifier("ctc", turn), "status": "completed",
        "call_id": identifier("call", turn), "name": .string(tool), "input": .string(source),
      ]
    }
  }

  /// A server's tools stand in a name space of their own.
  private static func call(_ tool: String, _ input: JSON, _ turn: Turn) -> JSON {
    let parts = tool.split(separator: "/").map(String.init)
    let call: JSON = [
      "type": "function_call", "id": identifier("fc", turn), "status": "completed",
      "call_id": identifier("call", turn), "name": .string(parts.last ?? tool),
      "arguments": .string(input.text),
    ]
    return parts.count == 2 ? call.with("namespace", .string("mcp__\(parts[0])")) : call
  }

  private static func said(_ part: JSON, _ turn: Turn) -> JSON {
    [
      "type": "message", "id": identifier("msg", turn), "status": "completed",
      "role": "assistant", "content": [part],
    ]
  }

  /// What is streamed as text.
  private static func words(_ reply: Reply) -> String? {
    switch reply {
    case .text(let text): text
    case .structured(let answer): answer.text
    case .refusal, .call, .program: nil
    }
  }
}
