/// What goes wrong between a model and its client.
public enum Fault: Sendable, Equatable {
  /// Nothing is answered but an HTTP status that says why, with headers of its own.
  case status(Int, headers: [String: String] = [:])
  /// The connection ends in the middle of the answer.
  case cut
  /// The answer begins and does not go on, for as long as the client waits.
  case stall

  /// What is sent of `response`.
  func bytes(of response: HTTPResponse) -> [UInt8] {
    switch self {
    case .status(let status, let headers):
      HTTPResponse.problem(status, Self.words(status), headers: headers).bytes
    case .cut, .stall: Array(response.bytes.dropLast(response.body.utf8.count / 2))
    }
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
