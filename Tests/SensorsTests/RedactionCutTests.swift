import Base
import Testing

@testable import Sensors

@Suite("Secrets as JSON spells them, and those that a cut divides")
struct RedactionCutTests {
  private let redaction = Redaction(["KEY": "p\"s/w\\é🙂rd", "PLAIN": "abcdefgh"])

  private func bytes(_ text: String) -> String {
    String(decoding: redaction.bytes(Array(text.utf8)), as: UTF8.self)
  }

  private func start(_ text: String) -> String {
    String(decoding: redaction.start(Array(text.utf8)), as: UTF8.self)
  }

  @Test(
    "Whatever way it is spelt, it goes",
    arguments: [
      #"p"s/w\é🙂rd"#, #"p\"s\/w\\\u00e9\ud83d\ude42rd"#, #"p\u0022s/w\\é🙂\u0072d"#,
      #"\u0070\"s\/w\\\u00E9🙂rd"#,
    ])
  func spelt(secret: String) {
    #expect(bytes("{\"a\":\"x\(secret)y\"") == "{\"a\":\"x[redacted: secret KEY]y\"")
  }

  @Test(
    "What only looks like it stays",
    arguments: [
      #"p\"s\/w\\\u00e9\ud83drd and more"#, #"p\qs/w\\é🙂rd"#, #"p\"s\/w\\x"#, "abcdefg", #"\u"#,
    ])
  func others(text: String) {
    #expect(bytes(text) == text)
  }

  @Test(
    "The piece of a secret at a cut end goes too",
    arguments: [
      ("say abc", "say "), (#"x p\"s\/w\\\u00e"#, "x "), (#"x p\"s\"#, "x "), ("x abcdefgh", "x "),
      ("x abcdefgh y", "x [redacted: secret PLAIN] y"), ("x abd", "x abd"), ("", ""),
    ])
  func cut(text: String, shown: String) {
    #expect(start(text) == shown)
  }
}
