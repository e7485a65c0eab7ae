public import TestSupport

/// One answer. It tells its length, so that a client sees when it was cut.
public struct HTTPResponse: Sendable, Equatable {
  public let status: Int
  let kind: String
  let headers: [String: String]
  public let body: String
  /// In place of the body, where that is no text.
  private var raw: [UInt8]?

  /// Bytes of any kind.
  public init(_ status: Int, raw: [UInt8]) {
    self.init(status, "", kind: "application/octet-stream")
    self.raw = raw
  }

  public init(
    _ status: Int, _ body: String, kind: String = "text/plain", headers: [String: String] = [:]
  ) {
    self.status = status
    self.kind = kind
    self.headers = headers
    self.body = body
  }

  public static func json(
    _ status: Int, _ value: JSON, headers: [String: String] = [:]
  ) -> HTTPResponse {
    HTTPResponse(status, value.text, kind: "application/json", headers: headers)
  }

  var bytes: [UInt8] {
    let content = raw ?? Array(body.utf8)
    let head =
      [
        "HTTP/1.1 \(status) Scripted", "content-type: \(kind)",
        "content-length: \(content.count)", "connection: close",
      ] + headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } + ["", ""]
    return Array(head.joined(separator: "\r\n").utf8) + content
  }
}
