import ModelServer
import Testing

@Suite("Requests to the scripted model")
struct HTTPRequestTests {
  private static func read(_ text: String) -> HTTPRequest.Reading {
    HTTPRequest.read(Array(text.utf8))
  }

  @Test("A request is complete when its body is, at whatever byte it was cut before")
  func pieces() {
    let text = "POST /v1/messages?beta=true HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
    let bytes = Array(text.utf8)
    for length in bytes.indices {
      #expect(HTTPRequest.read(Array(bytes[..<length])) == .incomplete)
    }
    #expect(
      Self.read(text)
        == .complete(
          HTTPRequest(method: "POST", path: "/v1/messages", body: Array("body".utf8))))
  }

  @Test("A request without a body needs no length")
  func bare() {
    #expect(
      Self.read("HEAD / HTTP/1.1\r\n\r\n") == .complete(HTTPRequest(method: "HEAD", path: "/")))
  }

  @Test("What will never be a request is told")
  func bad() {
    #expect(Self.read("nonsense\r\n\r\n") == .bad(400))
    #expect(Self.read("POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n") == .bad(400))
    #expect(Self.read("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n") == .bad(411))
    #expect(Self.read("POST / HTTP/1.1\r\ncontent-length: 99999999\r\n\r\n") == .bad(413))
    #expect(Self.read(String(repeating: "x", count: 70_000)) == .bad(431))
  }
}
