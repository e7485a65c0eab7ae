internal import Base

/// What is sent for a request that succeeded, as each revision has it.
enum MCPResponse {
  static let identity: JSONValue = [
    "name": "looop", "title": "looop", "version": .string(Version.text),
  ]

  /// How long a client may use it again: it never may.
  static func cacheable(_ result: JSONObject) -> JSONObject {
    var result = result
    result["ttlMs"] = 0
    result["cacheScope"] = "private"
    return result
  }

  /// The line that answers the request of that id; without a client, before it said who it is.
  static func line(
    _ id: MCPRequestID, _ result: JSONObject, to client: MCPClient?
  ) -> JSONObject {
    var result = result
    if client?.isStateless == true {
      if result["resultType"] == nil { result["resultType"] = "complete" }
      result["_meta"] = .object([MCPRevision.Envelope.server: identity])
    } else {
      // Older clients know neither.
      result["ttlMs"] = nil
      result["cacheScope"] = nil
    }
    return ["jsonrpc": "2.0", "id": id.json, "result": .object(result)]
  }

  /// What a tool printed: the value, and the same as text for clients that read only that.
  static func called(_ value: JSONObject) -> JSONObject {
    [
      "content": text(JSONWriter.text(.object(value))), "structuredContent": .object(value),
      "isError": false,
    ]
  }

  /// Why a tool failed, for the model: it may be able to mend that.
  static func failed(_ error: LooopError) -> JSONObject {
    let words = [error.message, error.hint].compactMap(\.self).joined(separator: "\n")
    return ["content": text("\(error.code): \(words)"), "isError": true]
  }

  static func read(_ value: JSONValue, _ resource: MCPResource) -> JSONObject {
    cacheable([
      "contents": [
        [
          "uri": .string(resource.uri), "mimeType": .string(MCPResource.type),
          "text": .string(JSONWriter.text(value)),
        ]
      ]
    ])
  }

  /// A stateless client puts the question and sends the call again, with the answer and this mark.
  static func inputRequired(_ question: MCPQuestion, mark: String) -> JSONObject {
    var params = question.params
    params["mode"] = "form"
    return [
      "resultType": "input_required", "requestState": .string(mark),
      "inputRequests": [
        questionKey: ["method": "elicitation/create", "params": .object(params)]
      ],
    ]
  }

  /// What the answer to the question is called.
  static let questionKey = "ruling"

  private static func text(_ text: String) -> JSONValue {
    [["type": "text", "text": .string(text)]]
  }
}
