internal import TestSupport

/// One answer. The connection is closed behind it, so it needs no length.
public struct HTTPResponse: Sendable, Equatable {
  public let status: Int
  let kind: String
  public let body: String

  static func json(_ status: Int, _ value: JSON) -> HTTPResponse {
    HTTPResponse(status: status, kind: "application/json", body: value.text)
  }

  static func problem(_ status: Int, _ message: String) -> HTTPResponse {
    json(
      status,
      [
        "type": "error",
        "error": ["type": "invalid_request_error", "message": .string(message)],
      ])
  }

  /// Server-sent events, each named by its `type`.
  static func events(_ events: [JSON]) -> HTTPResponse {
    HTTPResponse(
      status: 200, kind: "text/event-stream",
      body: events.map { "event: \($0["type"].string ?? "message")\ndata: \($0.text)\n\n" }
        .joined())
  }

  var bytes: [UInt8] {
    let head = [
      "HTTP/1.1 \(status) Scripted", "content-type: \(kind)", "connection: close", "", "",
    ]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }
}
