/// What goes wrong between a server and its client.
public enum Fault: Sendable, Equatable {
  /// Something else is answered.
  case instead(HTTPResponse)
  /// The connection ends in the middle of the answer.
  case cut
  /// The answer begins and does not go on, for as long as the client waits.
  case stall
  /// The answer stops in its middle, and goes on once the server is told to let go of what it holds.
  case pause
  /// Nothing is answered before the server is told to let go of what it holds.
  case hold

  /// What is sent of `response`.
  func bytes(of response: HTTPResponse) -> [UInt8] {
    switch self {
    case .instead(let other): other.bytes
    case .cut, .stall, .pause: Array(response.bytes.dropLast(response.body.utf8.count / 2))
    case .hold: response.bytes
    }
  }
}
