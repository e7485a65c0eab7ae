import HTTPServer
import TestSupport
import Testing

@Suite("The server of the tests")
struct HTTPServerTests {
  /// Sends a request to the port with bash, which speaks TCP by itself.
  private static func client(_ port: UInt16, _ target: String) throws -> Running {
    try Running.start(
      [
        "/bin/bash", "-c",
        #"exec 3<>/dev/tcp/127.0.0.1/$1; printf "GET $2 HTTP/1.1\r\n\r\n" >&3; cat <&3"#, "-",
        "\(port)", target,
      ], environment: ["PATH": "/usr/bin:/bin"], in: "/")
  }

  @Test("A held answer is given whole once it is released, and a later one is held again")
  func holds() async throws {
    let server = try HTTPServer { (HTTPResponse(200, $0.path), .hold) }
    for (number, target) in ["/a", "/b"].enumerated() {
      let client = try Self.client(server.port, target)
      try await Until.holds("a held answer") { server.held == 1 }
      #expect(client.exitCode == nil && client.out.isEmpty)
      #expect(server.requests.count == number + 1)
      server.release()
      #expect(try await client.finish().out.hasSuffix("\r\n\r\n\(target)"))
    }
    try await Until.holds("nobody who waits") { server.held == 0 }
  }

  @Test("A client that goes is held no more")
  func goes() async throws {
    let server = try HTTPServer { _ in (HTTPResponse(200, "hello"), .hold) }
    let client = try Self.client(server.port, "/")
    try await Until.holds("a held answer") { server.held == 1 }
    client.kill(9)
    try await Until.holds("nobody who waits") { server.held == 0 }
  }

  @Test("Something else is answered in the place of an answer")
  func instead() async throws {
    let server = try HTTPServer { _ in
      (HTTPResponse(200, "hello"), .instead(HTTPResponse(503, "closed", headers: ["x-a": "b"])))
    }
    let out = try await Self.client(server.port, "/").finish().out
    #expect(out.hasPrefix("HTTP/1.1 503 ") && out.contains("\r\nx-a: b\r\n"))
    #expect(out.hasSuffix("\r\n\r\nclosed"))
  }
}
