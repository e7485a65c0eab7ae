import HTTPServer
import Testing

@Suite("Requests over HTTP")
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
          HTTPRequest(
            method: "POST", path: "/v1/messages", query: "beta=true",
            headers: ["host": "x", "content-length": "4"], body: Array("body".utf8))))
  }

  @Test(
    "A client that takes the server for its proxy asks for a whole address",
    arguments: [
      ("http://api.example/a/b?c=http://d/e", "/a/b", "c=http://d/e"),
      ("http://api.example", "/", ""), ("http://api.example?c", "/", "c"),
      ("/a?c=http://d/e", "/a", "c=http://d/e"),
    ])
  func proxy(target: String, path: String, query: String) {
    #expect(
      Self.read("GET \(target) HTTP/1.1\r\n\r\n")
        == .complete(HTTPRequest(method: "GET", path: path, query: query)))
  }

  @Test("A parameter of the query is decoded")
  func parameters() {
    let request = HTTPRequest(method: "GET", path: "/", query: "a=%22x+y%26z%22&b&a=2&c=d=e")
    let names = ["a", "b", "c", "d"]
    #expect(names.map { request.parameter($0) } == ["\"x y&z\"", "", "d=e", nil])
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
