public import HTTPServer
internal import TestSupport

/// What goes wrong before a model gets to answer, as its vendor says it.
extension Fault {
  /// Nothing is answered but an HTTP status that says why, with headers of its own.
  public static func status(_ status: Int, headers: [String: String] = [:]) -> Fault {
    .instead(.problem(status, words(status), headers: headers))
  }

  private static func words(_ status: Int) -> String {
    switch status {
    case 401: "invalid x-api-key"
    case 429: "This request would exceed your rate limit"
    case 529: "Overloaded"
    default: "something is wrong"
    }
  }
}

extension HTTPResponse {
  /// As Anthropic says it; of OpenAI's form it has the message in the same place.
  /// https://docs.anthropic.com/en/api/errors lists the types.
  static func problem(
    _ status: Int, _ message: String, headers: [String: String] = [:]
  ) -> HTTPResponse {
    let type: JSON =
      switch status {
      case 401: "authentication_error"
      case 429: "rate_limit_error"
      case 529: "overloaded_error"
      case 500...: "api_error"
      default: "invalid_request_error"
      }
    return json(
      status, ["type": "error", "error": ["type": type, "message": .string(message)]],
      headers: headers)
  }

  /// Server-sent events, each named by its `type`.
  static func events(_ events: [JSON]) -> HTTPResponse {
    HTTPResponse(
      200,
      events.map { "event: \($0["type"].string ?? "message")\ndata: \($0.text)\n\n" }.joined(),
      kind: "text/event-stream")
  }
}
