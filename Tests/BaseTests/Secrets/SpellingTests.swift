import Base
import TestSupport
import Testing

@Suite("Secrets in the spellings of other programs")
struct SpellingTests {
  private static let secret = #"pa"ss'/w&o\rd é+<1>"#
  private let redaction = Redaction(["KEY": Self.secret])

  @Test(
    "Whatever way it is written, it goes",
    arguments: [
      #"pa"ss'/w&o\rd é+<1>"#,
      // A URL, in either case, as a form, and as a part of another URL.
      "pa%22ss%27%2Fw%26o%5Crd%20%C3%A9%2B%3C1%3E", "pa%22ss%27%2fw%26o%5crd+%c3%a9%2b%3c1%3e",
      "pa%22ss'/w%26o%5Crd%20%C3%A9+%3C1%3E",
      "pa%2522ss%2527%252Fw%2526o%255Crd%2520%25C3%25A9%252B%253C1%253E",
      // HTML.
      #"pa&quot;ss&#39;/w&amp;o\rd é+&lt;1&gt;"#,
      #"pa&#34;ss&#x27;&#x2F;w&amp;o\rd &#233;+&lt;1&gt;"#,
      // JSON: once, twice, three times.
      #"pa\"ss'\/w&o\\rd \u00e9+\u003c1\u003e"#, #"pa\\\"ss'/w\\u0026o\\\\rd \\u00e9+<1>"#,
      #"pa\\\\\\\"ss'/w&o\\\\\\\\rd é+<1>"#,
      // Shells.
      #"pa"ss'\''/w&o\rd é+<1>"#, #"pa"ss'"'"'/w&o\rd é+<1>"#, #"pa\"ss\'/w\&o\\rd\ é+\<1\>"#,
      #"pa\"ss\'/w&o\\rd \303\251+<1>"#, #"pa\"ss\'/w&o\\rd \xc3\xa9+<1>"#,
      // looop's own escapes.
      #"pa"ss'/w&o\rd \u{e9}+<1>"#,
      #"pa"ss'/w&o\\rd \xe9+<1>"#,
      // A line's end within it.
      "pa\"ss\n  '/w&o\\rd é+<1>", "pa\"ss'/w&=\r\no\\rd é+<1>",
      // Hexadecimal digits.
      "7061227373272f77266f5c726420c3a92b3c313e", "7061227373272F77266F5C726420C3A92B3C313E",
    ])
  func spelt(_ text: String) {
    #expect(redaction.text("a \(text) z") == "a [redacted: secret KEY] z")
  }

  @Test(
    "In Base64 it is found wherever it stands in the encoded text",
    arguments: ["", "u:", "us:", "user:", "a-long-user-name:"], [false, true])
  func base64(before: String, isURLSafe: Bool) {
    // Its bits give both of the characters that the alphabets do not share.
    let secret = "hunter2??>>~~"
    let redaction = Redaction(["KEY": secret])
    var text = Self.encoded(before + secret + "!")
    if isURLSafe { text = text.replacing("+", with: "-").replacing("/", with: "_") }
    let shown = redaction.text("Basic \(text), done")
    #expect(shown.hasPrefix("Basic ") && shown.hasSuffix(", done"), "\(text): \(shown)")
    #expect(shown.contains("[redacted: secret KEY]"), "\(text): \(shown)")
    // At its ends a character may stay that holds bits of other bytes too.
    let rest = shown.replacing("[redacted: secret KEY]", with: "").utf8.count - "Basic , done".count
    #expect(rest <= (before.utf8.count * 4 + 2) / 3 + 1 + 4, "\(shown)")
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits = text.utf8.flatMap { byte in (0..<8).map { Int(byte) >> (7 - $0) & 1 } }
    while bits.count % 6 != 0 { bits.append(0) }
    var result = ""
    for start in stride(from: 0, to: bits.count, by: 6) {
      result.append(digits[bits[start..<(start + 6)].reduce(0) { $0 << 1 | $1 }])
    }
    while result.count % 4 != 0 { result += "=" }
    return result
  }

  @Test(
    "A text that only begins like it stays",
    arguments: [
      #"pa"ss'/w&o\rd é+<2>"#, "pa%22ss%27%2Fx", "pa&quot;ss&#39;/v", "pa\"s\n\n\ns'/w", "pa%",
      "pa%2", "pa&", "pa&quot", "pa\\", #"pa\u"#, #"pa\u002"#, "70612273732",
    ])
  func others(_ text: String) {
    #expect(redaction.text(text) == text)
  }

  @Test("Redacting again changes nothing")
  func again() {
    let once = redaction.text("x \(Self.secret) y")
    #expect(redaction.text(once) == once)
  }

  @Test(
    "Its time grows with the text, whatever the text is",
    arguments: [
      "a plain line of text, as most are\n", "\\", "\\\"", "%2F%41&amp;&#x27;", "secre", "-----",
      "://u:p", "eyJ", "-----BEGIN PRIVATE KEY-----\n",
    ])
  func time(_ piece: String) {
    let values = (0..<20).map { ("K\($0)", "secret-\($0)-\"with\\marks/and more") }
    let shapes = KeyShapes([
      KeyShape("a key", prefix: "eyJ", .urlSafe, least: 8, parts: 3),
      KeyShape("a key", prefix: "sk-", .urlSafe, least: 20).mixed,
    ])
    let redaction = Redaction(Dictionary(uniqueKeysWithValues: values), keys: shapes)
    Growth.expectLinear("redacting \(piece)", size: 1 << 16) { size in
      _ = redaction.text(String(repeating: piece, count: size / piece.utf8.count))
    }
  }
}
