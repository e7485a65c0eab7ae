import Testing

@testable import Core

@Suite("Web addresses in reports")
struct WebLinksTests {
  @Test(
    "They are found where they stand, without what ends the sentence",
    arguments: [
      ("see https://a.example/pull/3.", ["https://a.example/pull/3"]),
      (
        "(https://a.example/x_(y)), <http://b.example>",
        ["https://a.example/x_(y)", "http://b.example"]
      ),
      ("[text](https://a.example/1)", ["https://a.example/1"]),
      (
        "`https://a.example/1`, \"https://a.example/2\"",
        ["https://a.example/1", "https://a.example/2"]
      ),
      ("https://a.example/1 https://a.example/1", ["https://a.example/1"]),
      ("http://[::1]:8080/x", ["http://[::1]:8080/x"]),
    ])
  func found(_ text: String, _ links: [String]) {
    #expect(WebLinks.all(in: text) == links)
  }

  @Test(
    "Nothing else is an address",
    arguments: [
      "", "https://", "http:// x", "https://.", "javascript:alert(1)", "file:///etc/passwd",
      "xhttps://a.example", "ftp://a.example", "https:///x", "https://\u{202E}x", "HTTP",
      "https://\"onclick=", "data:text/html,x", "https://" + String(repeating: "a", count: 2_000),
    ])
  func others(_ text: String) {
    #expect(WebLinks.all(in: text).isEmpty)
  }

  @Test("What cannot be in an address ends it, so that none can hide where it leads")
  func ends() {
    #expect(WebLinks.all(in: "https://a.example/\u{1B}[31mx") == ["https://a.example/"])
    #expect(WebLinks.all(in: "https://a.ex\u{0430}mple") == ["https://a.ex"])
    #expect(WebLinks.all(in: "https://a.example\"><script>") == ["https://a.example"])
    let many = (0..<50).map { "https://a.example/\($0)" }.joined(separator: " ")
    #expect(WebLinks.all(in: many).count == WebLinks.most)
  }
}
