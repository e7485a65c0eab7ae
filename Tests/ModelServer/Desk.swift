public import HTTPServer
internal import TestSupport

/// Answers requests as a model would, by a script. Pure: no socket, no clock, no memory.
public struct Desk: Sendable {
  /// What the model says to a conversation.
  public typealias Script = @Sendable (Turn) -> Reply

  private let script: Script

  public init(_ script: @escaping Script) { self.script = script }

  /// The answer, and the turn it belongs to; none for what the CLIs ask on the side.
  public func answer(_ request: HTTPRequest) -> (response: HTTPResponse, turn: Turn?) {
    if request.method == "GET", request.path.hasSuffix("/models") {
      return (.json(200, ["object": "list", "data": [], "models": [], "has_more": false]), nil)
    }
    guard request.method == "POST" else { return (.problem(404, "no such path"), nil) }
    if request.path.hasSuffix("/messages/count_tokens") {
      return (.json(200, ["input_tokens": 100]), nil)
    }
    if request.path.hasSuffix("/messages") { return say(MessagesWire.self, request) }
    if request.path.hasSuffix("/responses") { return say(ResponsesWire.self, request) }
    return (.problem(404, "no such path"), nil)
  }

  private func say<W: Wire>(
    _ wire: W.Type, _ request: HTTPRequest
  ) -> (response: HTTPResponse, turn: Turn?) {
    guard let body = try? JSON(String(decoding: request.body, as: UTF8.self)) else {
      return (.problem(400, "the body is no JSON"), nil)
    }
    let turn = wire.turn(body)
    let reply = script(turn)
    let response: HTTPResponse =
      turn.streams
      ? .events(wire.events(reply, to: turn)) : .json(200, wire.message(reply, to: turn))
    return (response, turn)
  }
}
