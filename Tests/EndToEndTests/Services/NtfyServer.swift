import Foundation
import HTTPServer
import Synchronization
import TestSupport

/// ntfy as its documents and its server's types describe it: JSON published to the root, a topic as a
/// stream of lines, `since` an id or a time, and a text posted to a topic.
final class NtfyServer: Sendable {
  static let token = "tk_loopback0123456789abcdef"

  private struct Held {
    var published: [JSON] = []
    var messages: [(topic: String, line: JSON)] = []
    /// Refuses what is published, as a server does that has enough.
    var refusal: HTTPResponse?
    var isHeld = false
  }

  private let held = Mutex(Held())
  let server: HTTPServer

  init() throws {
    let held = Mutex(Weak())
    server = try HTTPServer { request in
      held.withLock { $0.server }?.answer(request) ?? (HTTPResponse(503, ""), nil)
    }
    held.withLock { $0.server = self }
  }

  private struct Weak: Sendable { weak var server: NtfyServer? }

  var url: String { "http://127.0.0.1:\(server.port)" }
  /// What was published as JSON, as it came.
  var published: [JSON] { held.withLock { $0.published } }

  func refuses(_ response: HTTPResponse?) { held.withLock { $0.refusal = response } }
  func holds(_ isHeld: Bool) {
    held.withLock { $0.isHeld = isHeld }
    if !isHeld { server.release() }
  }

  /// What a phone posts to a topic.
  func post(_ text: String, to topic: String) {
    held.withLock { $0.messages.append((topic, Self.message(text, topic, $0.messages.count))) }
    // Whoever follows a topic without news is let go, and comes back for it.
    server.release()
  }

  private static func message(_ text: String, _ topic: String, _ number: Int) -> JSON {
    [
      "id": "m\(String(repeating: "x", count: 9))\(10 + number)", "time": .number(1_795_000_000),
      "expires": .number(1_795_043_200), "event": "message", "topic": .string(topic),
      "message": .string(text),
    ]
  }

  private func answer(_ request: HTTPRequest) -> (HTTPResponse, Fault?) {
    let parts = request.path.split(separator: "/").map(String.init)
    let isAllowed = request.headers["authorization"] == "Bearer \(Self.token)"
    switch (request.method, parts.count) {
    case ("POST", 0):
      if let refusal = held.withLock({ $0.refusal }) { return (refusal, nil) }
      guard isAllowed else { return (Self.error(40_301, 403, "forbidden"), nil) }
      guard let body = try? JSON(String(decoding: request.body, as: UTF8.self)),
        body["topic"].string?.isEmpty == false
      else {
        return (Self.error(40_024, 400, "invalid request: request body must be valid JSON"), nil)
      }
      let actions = body["actions"].array
      guard actions.count <= 3 else { return (Self.error(40_018, 400, "too many actions"), nil) }
      let isHeld = held.withLock { held in
        held.published.append(body)
        return held.isHeld
      }
      return (.json(200, Self.message(body["message"].string ?? "", "t", 0)), isHeld ? .hold : nil)
    case ("GET", 2) where parts[1] == "json":
      guard isAllowed else { return (Self.error(40_301, 403, "forbidden"), nil) }
      return stream(parts[0], since: request.parameter("since") ?? "")
    case ("POST", 1):
      post(String(decoding: request.body, as: UTF8.self), to: parts[0])
      return (.json(200, Self.message("", parts[0], 0)), nil)
    default: return (Self.error(40_401, 404, "page not found"), nil)
    }
  }

  /// With news the stream stays open behind it, as a real one does; without, it is held until there is some.
  private func stream(_ topic: String, since: String) -> (HTTPResponse, Fault?) {
    let all = held.withLock { $0.messages.filter { $0.topic == topic }.map(\.line) }
    let known = all.firstIndex { $0["id"].string == since }
    let news = all[(known.map { $0 + 1 } ?? 0)...]
    let open: JSON = [
      "id": "opened", "time": 1_795_000_000, "event": "open", "topic": .string(topic),
    ]
    let alive: JSON = [
      "id": "alive", "time": 1_795_000_001, "event": "keepalive", "topic": .string(topic),
    ]
    // Its server writes <, > and & of a text as Go does.
    let lines = ([open, alive] + news).map { line in
      line.text.replacing("&", with: "\\u0026").replacing("<", with: "\\u003c") + "\n"
    }
    let text = lines.joined()
    guard !news.isEmpty else {
      return (HTTPResponse(200, text, kind: "application/x-ndjson"), .hold)
    }
    // A paused answer stops in its middle: what is meant to arrive is its first half.
    let filler = String(repeating: "\n", count: text.utf8.count)
    return (HTTPResponse(200, text + filler, kind: "application/x-ndjson"), .pause)
  }

  private static func error(_ code: Int, _ status: Int, _ message: String) -> HTTPResponse {
    .json(
      status,
      ["code": .number(code), "http": .number(status), "error": .string(message), "link": ""])
  }
}
