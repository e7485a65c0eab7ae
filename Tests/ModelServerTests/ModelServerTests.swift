import HTTPServer
import ModelServer
import TestSupport
import Testing

@Suite("The scripted model's socket")
struct ModelServerTests {
  /// Sends `request` to the port with bash, which speaks TCP by itself.
  private static func ask(_ port: UInt16, _ request: String) async throws -> Finished {
    try await client(port, request).finish()
  }

  private static func client(_ port: UInt16, _ request: String) throws -> Running {
    try Running.start(
      [
        "/bin/bash", "-c",
        "exec 3<>/dev/tcp/127.0.0.1/\(port) || exit 7; printf \"$1\" >&3; cat <&3", "-", request,
      ],
      environment: ["PATH": "/usr/bin:/bin"], in: "/")
  }

  private static let request =
    #"POST /v1/messages HTTP/1.1\r\ncontent-length: 32\r\n\r\n{"messages":[],"model":"opus"}  "#

  @Test("It answers over the loopback interface, and keeps what it was asked")
  func answers() async throws {
    let server = try ModelServer { .text("hello to \($0.model)") }
    for _ in 0..<2 {
      let answer = try await Self.ask(server.port, Self.request)
      #expect(answer.out.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.out.contains(#""text":"hello to opus""#))
    }
    #expect(
      server.turns == [Turn](repeating: Turn(model: "opus", streams: false), count: 2))
  }

  @Test("What is no request gets a status, and the next one an answer")
  func nonsense() async throws {
    let server = try ModelServer { _ in .text("hello") }
    #expect(try await Self.ask(server.port, #"what?\r\n\r\n"#).out.hasPrefix("HTTP/1.1 400 "))
    #expect(try await Self.ask(server.port, Self.request).out.hasPrefix("HTTP/1.1 200 "))
  }

  @Test("A request is refused when its number says so, and the next one is answered")
  func refuses() async throws {
    let server = try ModelServer(
      faults: { $0 == 1 ? .status(429, headers: ["retry-after": "7"]) : nil },
      { _ in .text("hello") })
    let refused = try await Self.ask(server.port, Self.request).out
    #expect(refused.hasPrefix("HTTP/1.1 429 "))
    #expect(refused.contains("\r\nretry-after: 7\r\n"))
    #expect(refused.contains(#""type":"rate_limit_error""#))
    #expect(try await Self.ask(server.port, Self.request).out.contains(#""text":"hello""#))
    #expect(server.turns.count == 2)
  }

  @Test("An answer that is cut tells more than it brings")
  func cuts() async throws {
    let server = try ModelServer(faults: { $0 == 1 ? .cut : nil }) { _ in .text("hello") }
    let (cut, whole) = (
      try await Self.ask(server.port, Self.request).out,
      try await Self.ask(server.port, Self.request).out
    )
    #expect(whole.hasPrefix(cut) && !cut.hasSuffix("\r\n\r\n") && cut.count < whole.count)
    let body = try #require(whole.split(separator: "\r\n\r\n", maxSplits: 1).last)
    #expect(cut.contains("\r\ncontent-length: \(body.utf8.count)\r\n"))
  }

  @Test("A stalled answer begins, and ends with its server")
  func stalls() async throws {
    let server = try ModelServer(faults: { _ in .stall }) { _ in .text("hello") }
    let client = try Self.client(server.port, Self.request)
    try await Until.holds("a first part", saw: { client.out }) {
      client.out.contains(#"{"content""#)
    }
    #expect(client.exitCode == nil && !client.out.contains("usage"))
    server.stop()
    #expect(try await client.finish().code == 0)
  }

  @Test("A stopped server takes nobody any more")
  func stops() async throws {
    let server = try ModelServer { _ in .text("hello") }
    server.stop()
    try await Until.holds("a closed port") {
      try await Self.ask(server.port, Self.request).code == 7
    }
  }

  @Test("A server that nobody asks ends by itself")
  func idles() async throws {
    let server = try ModelServer(idle: 1) { _ in .text("hello") }
    try await Until.holds("its end") { server.isOver }
  }
}
