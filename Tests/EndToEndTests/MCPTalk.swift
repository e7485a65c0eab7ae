internal import CSys
internal import Foundation
internal import TestSupport

/// A client on the standard streams of `looop mcp`, a line at a time.
final class MCPTalk: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let running: Running
  private let input: Int32

  /// Starts the server; `words` follow `looop mcp`.
  init(_ box: Sandbox, _ words: [String] = [], environment: [String: String] = [:]) throws {
    var ends: [Int32] = [-1, -1]
    guard csys_pipe(&ends) == 0 else { throw Failure(description: "no pipe to be had") }
    input = ends[1]
    running = try box.start(
      ["mcp"] + words, input: .descriptor(ends[0]), environment: environment)
  }

  /// As above, and shakes hands.
  static func open(
    _ box: Sandbox, capabilities: JSON = [:], name: String = "tester"
  ) async throws -> MCPTalk {
    let talk = try MCPTalk(box)
    let answer = try await talk.ask(
      "initialize",
      [
        "protocolVersion": "2025-11-25", "capabilities": capabilities,
        "clientInfo": ["name": .string(name), "version": "1"],
      ], id: 0)
    guard answer["result"]["protocolVersion"] == "2025-11-25" else {
      throw Failure(description: "no handshake: \(answer.text)")
    }
    talk.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
    return talk
  }

  // MARK: Lines out

  func send(_ message: JSON) { send(line: message.text) }

  func send(line: String) {
    let bytes = Array((line + "\n").utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { CSys.write(input, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      done += count
    }
  }

  func request(_ method: String, _ params: JSON, id: Int) {
    send([
      "jsonrpc": "2.0", "id": .init(integerLiteral: id), "method": .string(method),
      "params": params,
    ])
  }

  /// The response to it.
  func ask(_ method: String, _ params: JSON = [:], id: Int) async throws -> JSON {
    request(method, params, id: id)
    return try await response(to: id)
  }

  /// The result of a call of that tool.
  func call(_ tool: String, _ arguments: JSON = [:], id: Int) async throws -> JSON {
    try await ask("tools/call", ["name": .string(tool), "arguments": arguments], id: id)["result"]
  }

  func begin(_ tool: String, _ arguments: JSON = [:], id: Int) {
    request("tools/call", ["name": .string(tool), "arguments": arguments], id: id)
  }

  // MARK: Lines in

  var messages: [JSON] {
    running.out.split(separator: "\n").compactMap { try? JSON(String($0)) }
  }

  func message(_ what: String, _ isMeant: (JSON) -> Bool) async throws -> JSON {
    try await Until.get(what, saw: { "out: \(self.running.out)\nerr: \(self.running.err)" }) {
      messages.first(where: isMeant)
    }
  }

  func response(to id: Int) async throws -> JSON {
    try await message("the response to \(id)") {
      $0["id"] == .init(integerLiteral: id) && $0["method"] == .null
    }
  }

  /// The request of the server with that number, the first is 1.
  func question(_ number: Int = 1) async throws -> JSON {
    try await message("question \(number)") {
      $0["method"] == "elicitation/create"
        && $0["id"].string?.hasPrefix("looop-\(number)-") == true
    }
  }

  func answer(_ question: JSON, _ result: JSON) {
    send(["jsonrpc": "2.0", "id": question["id"], "result": result])
  }

  /// Ends the input, and waits for the end of the server.
  func close() async throws -> Finished {
    CSys.close(input)
    return try await running.finish()
  }
}
