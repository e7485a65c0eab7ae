internal import TestSupport

/// One answer. It tells its length, so that a client sees when it was cut.
public struct HTTPResponse: Sendable, Equatable {
  public let status: Int
  let kind: String
  var headers: [String: String] = [:]
  public let body: String

  static func json(_ status: Int, _ value: JSON) -> HTTPResponse {
    HTTPResponse(status: status, kind: "application/json", body: value.text)
  }

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
    var response = json(
      status, ["type": "error", "error": ["type": type, "message": .string(message)]])
    response.headers = headers
    return response
  }

  /// Server-sent events, each named by its `type`.
  static func events(_ events: [JSON]) -> HTTPResponse {
    HTTPResponse(
      status: 200, kind: "text/event-stream",
      body: events.map { "event: \($0["type"].string ?? "message")\ndata: \($0.text)\n\n" }
        .joined())
  }

  var bytes: [UInt8] {
    let head =
      [
        "HTTP/1.1 \(status) Scripted", "content-type: \(kind)",
        "content-length: \(body.utf8.count)", "connection: close",
      ] + headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } + ["", ""]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }
}
