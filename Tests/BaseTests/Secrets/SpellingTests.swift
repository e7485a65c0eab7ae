import TestSupport
import Testing

@testable import Base

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

  /// `first` of `second` of the secret is what a program gets that passes on what another one wrote.
  @Test(
    "Two spellings, one upon the other, are read",
    arguments: [
      // A URL: three times, with a plus for a blank, of HTML, of JSON.
      "pa%252522ss%252527%25252Fw%252526o%25255Crd%252520%2525C3%2525A9%25252B%25253C1%25253E",
      "pa%2522ss%2527%252Fw%2526o%255Crd%2B%25C3%25A9%252B%253C1%253E",
      "pa%26quot%3Bss%26%2339%3B%2Fw%26amp%3Bo%5Crd+%C3%A9%2B%26lt%3B1%26gt%3B",
      "pa%5C%22ss'%2Fw%5Cu0026o%5C%5Crd+%5Cu00e9%2B%3C1%3E",
      // HTML: twice, in JSON.
      #"pa&amp;quot;ss&amp;#39;/w&amp;amp;o\rd é+&amp;lt;1&amp;gt;"#,
      #"pa\u0026quot;ss\u0026#39;/w\u0026amp;o\\rd é+\u0026lt;1\u0026gt;"#,
      // Quoted-printable, also of what a URL is.
      #"pa=22ss'/w&o\rd =C3=A9+=3C1=3E"#, "pa=22ss=27/w=\n&o\\rd =C3=A9=\r\n+<1>",
      "pa=2522ss=2527/w=2526o=255Crd=2520=25C3=25A9+<1>",
      // Colours, and a title of the terminal.
      "pa\u{1B}[31m\"ss'/w&o\\\u{1B}[0mrd é\u{1B}]0;title\u{07}+<1>",
      #"pa\u001b[1m\"ss'/w&o\\rd \u00e9+\u001b[0m<1>"#,
      // Hexadecimal digits, with something between them, in JSON.
      "70 61 22 73 73 27 2f 77 26 6f 5c 72 64 20 c3 a9 2b 3c 31 3e",
      "70:61:22:73:73:27:2F:77:26:6F:5C:72:64:20:C3:A9:2B:3C:31:3E",
      "70, 0x61, 0x22, 0x73, 0x73, 0x27, 0x2f, 0x77, 0x26, 0x6f,\n  0x5c, 0x72, 0x64, 0x20, 0xc3, 0xa9, 0x2b, 0x3c, 0x31, 0x3e",
      "7061 2273 7327 2f77 266f 5c72 6420 c3a9 2b3c 313e",
      "6170 7322 2773 772f 6f26 725c 2064 a9c3 3c2b 3e31",
    ])
  func twice(_ text: String) {
    #expect(redaction.text("a \(text) z") == "a [redacted: secret KEY] z")
  }

  @Test(
    "In a dump neither the digits nor the text beside them stay",
    arguments: [
      // xxd, hexdump -C, od -x, od -An -tx1.
      """
      00000000: 4142 4320 4b71 3833 6866 5877 3732 4c70  ABC Kq83hfXw72Lp
      00000010: 7a56 6439 3554 626d 5263 3431 0a         zVd95TbmRc41.
      """,
      """
      00000000  41 42 43 20 4b 71 38 33  68 66 58 77 37 32 4c 70  |ABC Kq83hfXw72Lp|
      00000010  7a 56 64 39 35 54 62 6d  52 63 34 31 0a           |zVd95TbmRc41.|
      0000001d
      """,
      "0000000 4241 2043 714b 3338 6668 7758 3237 704c\n0000020 567a 3964 5435 6d62 6352 3134",
      " 4b 71 38 33 68 66 58 77 37 32 4c 70 7a 56 64 39\n 35 54 62 6d 52 63 34 31",
    ])
  func dump(_ text: String) {
    let redaction = Redaction(["KEY": "Kq83hfXw72LpzVd95TbmRc41"])
    let shown = redaction.text("x\n\(text)\ny 1\n").lowercased()
    #expect(shown.contains("[redacted: secret key]") && shown.hasSuffix("\ny 1\n"), "\(shown)")
    for piece in ["4b", "7138", "xw72", "zvd9", "5tbm", "rc41", "6d52", "62 6d", "6352"] {
      #expect(!shown.contains(piece), "\(piece): \(shown)")
    }
  }

  @Test(
    "In Base64 of another spelling it is found, and in Base64 of Base64",
    arguments: [
      #"{"k":"pa\"ss'/w&o\\rd \u00e9+<1>"}"#, "x=pa%22ss%27%2Fw%26o%5Crd%20%C3%A9%2B%3C1%3E&y=1",
      SpellingTests.encoded("user:" + #"pa"ss'/w&o\rd é+<1>"#),
    ])
  func encodedTwice(_ text: String) {
    let shown = redaction.text("Basic \(Self.encoded(text)), done")
    #expect(shown.contains("[redacted: secret KEY]"), "\(shown)")
    #expect(shown.utf8.count < 100, "\(shown)")
  }

  @Test(
    "Where a mark says that the rest is left out, its beginning goes",
    arguments: ["…", "...", "\n[clipped: 12 more bytes]", " [clipped: 12 more bytes]"])
  func leftOut(_ mark: String) {
    for count in Spelling.leastRead..<Self.secret.utf8.count {
      let start = String(decoding: Array(Self.secret.utf8.prefix(count)), as: UTF8.self)
      // No character is cut, and no blank of the mark's is taken for one of the secret's.
      if start.hasSuffix("\u{FFFD}") || mark.hasPrefix(" ") && count == 13 { continue }
      #expect(redaction.text("a \(start)\(mark) z") == "a [redacted: secret KEY]\(mark) z")
    }
    #expect(redaction.text("a pa\"\(mark) z") == "a pa\"\(mark) z")
  }

  @Test(
    "In a command no reading hides what would run",
    arguments: [
      "x 70 61 22 73 73 27 2f 77 26 6f 5c 72 64 20 c3 a9\n2b 3c 31 3e; reboot",
      "pa\u{1B}]0;reboot\u{07}\"ss'/w&o\\rd é+<1>",
    ])
  func commands(_ text: String) {
    #expect(redaction.command(text) == text)
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

  @Test(
    "A text that was laid out before hides it as the text did",
    arguments: [
      // Wrapped at blanks: at the edge, below a label, in a quote, behind wide blanks.
      "with correct\nhorse battery staple", "with correct horse\n             battery\n staple",
      "  | with correct\n  | horse battery staple", "with correct horse battery\r\n\tstaple",
      // Folded to one line.
      "with correct  horse\tbattery staple",
      // Cut by the edge of a screen, wherever.
      "with c\norrect horse battery staple", "with co\nrrect horse battery staple",
      "with cor\r\nrect horse battery staple", "with correct horse battery stapl\ne",
    ])
  func laidOut(_ text: String) {
    let margin = text.hasPrefix("  |") ? "  | " : ""
    let redaction = Redaction(["PHRASE": "correct horse  battery staple"])
    #expect(
      redaction.text("\(text)\nand more") == "\(margin)with [redacted: secret PHRASE]\nand more")
  }

  @Test("In a command the end of a line is no blank of a secret")
  func commandLines() {
    let redaction = Redaction(["PHRASE": "correct horse battery"])
    #expect(redaction.command("correct\nhorse battery") == "correct\nhorse battery")
    #expect(redaction.command("x correct horse battery") == "x [redacted: secret PHRASE]")
  }

  @Test("A blank of a secret is no other character, and a short rest in the next line is chance")
  func notLaidOut() {
    let redaction = Redaction(["PHRASE": "correct horse", "KEY": "abcdef"])
    for text in [
      "correct_horse", "correcthorse", "correct\n+ horse", "correct |horse", "abc\ndef",
    ] {
      #expect(redaction.text(text) == text)
    }
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
      "://u:p", "eyJ", "-----BEGIN PRIVATE KEY-----\n", "4b ", "4b71",
      "0000000 4b71 3833\n", "QUJD", "%2541", "=41", "&amp;amp;", "\u{1B}]0;", "\u{1B}[1m",
      #"\u001b[1m%41&lt;=41QUJDREVGR0hJ 4b 71 38 "#, "secret-1…",
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
