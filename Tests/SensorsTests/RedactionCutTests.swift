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

  private func end(_ text: String) -> String {
    String(decoding: redaction.end(Array(text.utf8)), as: UTF8.self)
  }

  @Test(
    "The piece of a secret at a cut start goes too, with the rest of its line or word",
    arguments: [
      ("cdefgh and more", "and more"), ("cdefgh x\nmore", "more"), ("cdefgh\n", "\n"), ("h", ""),
      ("x abcdefgh y", "[redacted: secret PLAIN] y"), (#"0e9\ud83d\ude42rd"#, ""),
      (#"w\\é🙂rd and more"#, "and more"), ("3%2541x y", "y"), ("", ""), ("!word", "!word"),
      ("fgh abcdefgh", "[redacted: secret PLAIN]"),
    ])
  func ends(text: String, shown: String) {
    #expect(end(text) == shown)
  }

  @Test("Of a secret of several lines the later ones go as well")
  func lines() {
    let redaction = Redaction(["KEY": "first line\nab\nlast line"])
    #expect(redaction.tail(Array("ine\nab\nlast line\nmore".utf8), isCut: true) == "more")
    #expect(redaction.tail(Array("ab\nmore".utf8), isCut: false) == "ab\nmore")
  }

  @Test(
    "What is cut at both ends loses both pieces and no word more",
    arguments: [
      ("efgh and more abcd", " and more "), ("fgh and abc", "fgh and abc"), ("one two", "one two"),
      (#"abcdefgh" and %2561%2562%2563%2564"#, #"[redacted: secret PLAIN]" and "#),
    ])
  func parts(text: String, shown: String) {
    #expect(redaction.part(text) == shown)
  }

  @Test("What looks like a key and is cut at the end goes")
  func keys() {
    let redaction = Redaction([:], keys: KnownKeys.shapes)
    let piece = "ghp" + "_ab12"
    #expect(redaction.start(Array("x \(piece)".utf8)) == Array("x ".utf8))
    #expect(redaction.text("x \(piece)… y") == "x [redacted: looks like a GitHub token]… y")
    let words = "the hf_hub… and sk-learn... stay"
    #expect(redaction.text(words) == words)
  }
}
